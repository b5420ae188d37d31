import type { ScriptedSipPeer, SipText } from './scripted-sip-peer.ts';

/** A NOTIFY about a REFER: `refer` is the REFER outside a dialog, or the INVITE whose dialog it was sent in. */
export function notify(
  peer: ScriptedSipPeer,
  refer: SipText,
  body: string,
  state = 'active;expires=60',
  more: { cseq?: number; toTag?: string } = {},
): void {
  cseq += 1;
  const headers = ['Event: refer', `Subscription-State: ${state}`];
  peer.sendInDialog(refer, 'NOTIFY', { headers, body, contentType: 'message/sipfrag', cseq, ...more });
}

/** Rises over all tests: no dialog here sees it fall. */
let cseq = 10;

export const ENDED = 'terminated;reason=noresource';
