/**
 * What an App-INVITE carries beside an ordinary INVITE: which conference, which media, and the words of the toast, as
 * UCMA and Lync send them (the format was never published; it is known from what is on the wire).
 */
import type { Body } from 'sip.js/lib/core/index.js';
import type { Delivery } from '../../core/index.ts';
import { CONF_INVITE_TYPE } from '../invitations/conf-invite-body.ts';
import { xml } from '../xml.ts';

export function appInviteBody({ conference: { uri, subject } }: Pick<Delivery, 'conference'>): Body {
  const { text } =
    xml`<Conferencing version="2.0"><focus-uri>${uri}</focus-uri><subject>${subject}</subject><audio available="true"/><im available="true"><first-im/></im></Conferencing>`;
  return { content: text, contentType: CONF_INVITE_TYPE, contentDisposition: 'render' };
}

/** UCMA ToastMessage on the wire. */
export function appInviteHeaders({ toast }: Pick<Delivery, 'toast'>): string[] {
  const supported = 'Supported: ms-conf-invite, ms-sender';
  if (!toast) return [supported];
  const words = Buffer.from(toast.message.toWellFormed()).toString('base64');
  return [supported, `ms-text-format: text/plain; charset=UTF-8;ms-body=${words}`];
}
