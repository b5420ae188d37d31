import assert from 'node:assert/strict';
import { ToastMessage } from '../../../src/core/index.ts';
import { readConfInvite } from '../../../src/sip/invitations/conf-invite-body.ts';
import { readToast } from '../../../src/sip/invitations/toast-header.ts';
import { appInviteBody, appInviteHeaders } from '../../../src/sip/lync/app-invite.ts';
import { childElements, localName, readXml } from '../../../src/sip/xml.ts';
import { FOCUS } from '../../support/lync-peers.ts';

describe('sip/lync/app-invite', () => {
  it('says which conference, what about, and with which media', () => {
    const subject = 'Q&A: "A < B"';
    const { content, contentType } = appInviteBody({ conference: { uri: FOCUS, subject } });
    assert.equal(contentType, 'application/ms-conf-invite+xml');
    const root = readXml(content) ?? assert.fail();
    assert.deepEqual([localName(root), root.attributes.version], ['Conferencing', '2.0']);
    const parts = childElements(root);
    assert.deepEqual(parts.map(localName), ['focus-uri', 'subject', 'audio', 'im']);
    const [focus, about, audio, im] = parts;
    assert.deepEqual([focus?.text, about?.text], [FOCUS, subject]);
    assert.deepEqual([audio?.attributes.available, im?.attributes.available], ['true', 'true']);
    assert.deepEqual(im && childElements(im).map(localName), ['first-im']);
  });

  it('carries the toast as plain text, on one line whatever it holds', () => {
    const words = 'Join “us”\r\nX-Evil: yes 😀';
    const [supported, toast, ...more] = appInviteHeaders({ toast: new ToastMessage(words) });
    assert.equal(supported, 'Supported: ms-conf-invite, ms-sender');
    assert.deepEqual(more, []);
    const sent = /^ms-text-format: text\/plain; charset=UTF-8;ms-body=([A-Za-z0-9+/=]+)$/.exec(
      toast ?? '',
    )?.[1];
    assert.equal(Buffer.from(sent ?? '', 'base64').toString(), 'Join “us”\nX-Evil: yes 😀');
  });

  it('says nothing where there is no toast', () => {
    assert.equal(appInviteHeaders({ toast: undefined }).length, 1);
  });

  it('is read by what takes invitations of others', () => {
    const { content } = appInviteBody({ conference: { uri: FOCUS, subject: 'Q&A' } });
    assert.deepEqual(readConfInvite(content), { conferenceUri: FOCUS, subject: 'Q&A' });
    const [, toast = ''] = appInviteHeaders({ toast: new ToastMessage('Join “us”') });
    assert.equal(readToast([toast.slice('ms-text-format: '.length)])?.message, 'Join “us”');
  });
});
