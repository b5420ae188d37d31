/**
 * Session descriptions for audio that nobody listens to (RFC 8866, RFC 3264): PCMA, PCMU and telephone-event, at a port
 * that takes packets and drops them.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const PCMU = '0';
const PCMA = '8';
const TELEPHONE_EVENT = '101';

export class Media {
  readonly #sink: Socket;
  #version = 0;

  private constructor(sink: Socket) {
    this.#sink = sink;
  }

  static async open(): Promise<Media> {
    const sink = createSocket('udp4');
    sink.bind(0, '127.0.0.1');
    await once(sink, 'listening');
    return new Media(sink);
  }

  close(): void {
    this.#sink.close();
  }

  offer(): string {
    return this.#description([
      `m=audio ${this.#sink.address().port} RTP/AVP ${PCMA} ${PCMU} ${TELEPHONE_EVENT}`,
      ...attributes(TELEPHONE_EVENT, 'sendrecv'),
    ]);
  }

  /** Undefined where the offer has no audio that we know. */
  answer(offer: string): string | undefined {
    const sections = offer.split(/\r?\n(?=m=)/).slice(1);
    const taken = sections.find(isUsable);
    if (!taken) return undefined;
    return this.#description(
      // Each m-line of the offer is answered in its place, the others with port 0 (RFC 3264 6).
      sections.flatMap((section) => (section === taken ? this.#accept(section) : [rejected(section)])),
    );
  }

  #accept(section: string): string[] {
    const event = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(section)?.[1];
    const formats = formatsOf(section).filter((format) => [PCMA, PCMU, event].includes(format));
    return [
      `m=audio ${this.#sink.address().port} RTP/AVP ${formats.join(' ')}`,
      ...attributes(event, mirrored(/^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(section)?.[1])),
    ];
  }

  #description(media: readonly string[]): string {
    this.#version += 1;
    const session = ['v=0', `o=- 1 ${this.#version} IN IP4 127.0.0.1`, 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
    return `${[...session, ...media].join('\r\n')}\r\n`;
  }
}

/** Whether a description keeps any audio: one that rejects it has port 0 everywhere. */
export function hasAudio(description: string): boolean {
  return /^m=audio [1-9]\d* /m.test(description);
}

function isUsable(section: string): boolean {
  return hasAudio(section) && formatsOf(section).some((format) => format === PCMA || format === PCMU);
}

function formatsOf(section: string): string[] {
  return (section.split(/\r?\n/, 1)[0] ?? '').split(' ').slice(3);
}

function rejected(section: string): string {
  return (section.split(/\r?\n/, 1)[0] ?? '').replace(/^(m=\S+) \d+/, '$1 0');
}

function attributes(event: string | undefined, direction: string): string[] {
  const telephoneEvent = event ? [`a=rtpmap:${event} telephone-event/8000`, `a=fmtp:${event} 0-16`] : [];
  return ['a=rtpmap:8 PCMA/8000', 'a=rtpmap:0 PCMU/8000', ...telephoneEvent, `a=${direction}`];
}

function mirrored(direction = 'sendrecv'): string {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}
