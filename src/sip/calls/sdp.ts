/** The few session descriptions that are ours; all others are passed on as they are (RFC 4566, RFC 3264). */
import type { Body } from 'sip.js/lib/core/index.js';
import { sdpBody } from './body.ts';

/**
 * An ordinary offer, for phones that refuse an INVITE without one. We have no media: port 9 (discard) of our own address.
 * It says `sendrecv` all the same, because linphone takes `inactive` for the end of the story.
 */
export function earlyOffer(host: string): Body {
  return sdpBody(
    lines(
      'v=0',
      origin(host, 1),
      's=-',
      `c=IN ${family(host)} ${host}`,
      't=0 0',
      'm=audio 9 RTP/AVP 8 0 101',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=sendrecv',
    ),
  );
}

/** The same without media: a call that only has to last. A conference server is no linphone. */
export function silentOffer(host: string): Body {
  const offer = earlyOffer(host);
  return { ...offer, content: offer.content.replace('a=sendrecv', 'a=inactive') };
}

/** Accepts each medium of an offer, and neither sends nor receives any (RFC 3264 6.1). */
export function silentAnswer(offer: Body, host: string): Body {
  const kept = offer.content.match(/^(?:m=|a=rtpmap:|a=fmtp:)[^\r\n]*/gm) ?? [];
  const media = kept.flatMap((line) =>
    line.startsWith('m=') ? [line.replace(/^(m=\S+) (?!0 )\S+/, '$1 9'), 'a=inactive'] : [line],
  );
  return sdpBody(lines('v=0', origin(host, 2), 's=-', `c=IN ${family(host)} ${host}`, 't=0 0', ...media));
}

/** The next offer of the session that `earlyOffer` began: only the version in its origin may have changed (RFC 3264 8). */
export function continuedOffer(answer: Body, host: string): Body {
  return { ...answer, content: answer.content.replace(/^o=.*$/m, origin(host, 2).trimEnd()) };
}

/** Refuses all media of an offer: the same m-lines at port 0 (RFC 3264 6). Undefined for an offer that is no SDP. */
export function rejectingAnswer(offer: Body, host: string): Body | undefined {
  if (!/^application\/sdp/i.test(offer.contentType)) return undefined;
  const media = offer.content.match(/^m=[^\r\n]*/gm) ?? [];
  const refused = media.map((line) => line.replace(/^(m=\S+) \S+/, '$1 0'));
  return sdpBody(lines('v=0', origin(host, 1), 's=-', `c=IN ${family(host)} ${host}`, 't=0 0', ...refused));
}

/** Whether media would go elsewhere, or be something else, than before. */
export function mediaDiffers(a: Body | undefined, b: Body | undefined): boolean {
  const media = (body: Body | undefined) => (body?.content.match(/^[cm]=[^\r\n]*/gm) ?? []).join('\n');
  return media(a) !== media(b);
}

function origin(host: string, version: number): string {
  return `o=usher 1 ${version} IN ${family(host)} ${host}`;
}

function family(host: string): string {
  return host.includes(':') ? 'IP6' : 'IP4';
}

function lines(...all: string[]): string {
  return `${all.join('\r\n')}\r\n`;
}
