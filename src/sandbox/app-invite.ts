import type { URI } from 'sip.js/lib/core/index.js';
import { newCallId, newTag } from '../sip/user-agent/identifiers.ts';
import type { Line } from './line.ts';

/** What somebody of the sandbox invites others to. */
export interface OwnConference {
  readonly uri: string;
  readonly subject: string;
  /** Shown in the toast. */
  readonly words: string;
}

/**
 * Invites somebody to a conference as Lync does: an INVITE without media, acknowledged and hung up as soon as it is accepted.
 * Leaves over the connection that `target` has opened to us, since it listens nowhere.
 */
export function sendAppInvite(line: Line, target: URI, { uri, subject, words }: OwnConference): void {
  const identity = { callId: newCallId(), fromTag: newTag(), fromDisplayName: line.name };
  const toast = Buffer.from(words).toString('base64');
  const headers = [line.contactHeader, `ms-text-format: text/plain; charset=UTF-8;ms-body=${toast}`];
  const message = line.core.makeOutgoingRequestMessage(
    'INVITE',
    target,
    line.uri,
    target,
    identity,
    headers,
    {
      contentDisposition: 'render',
      contentType: 'application/ms-conf-invite+xml',
      content: `<Conferencing version="2.0"><focus-uri>${uri}</focus-uri><subject>${subject}</subject></Conferencing>`,
    },
  );
  line.core.invite(message, {
    onAccept: ({ ack, session }) => {
      ack();
      session.bye();
    },
  });
}
