import assert from 'node:assert/strict';
import { ToastMessage } from '../../../src/core/index.ts';
import { identities, sipHeaders } from '../../../src/drivers/asterisk/dial-variables.ts';

const ABOUT = { conference: { uri: 'sip:conf77@conf.contoso.com', subject: 'Standup' }, headers: [] };

describe('what a channel is dialled with', () => {
  for (const [name, shown] of [
    ['Ann: Standup', '"Ann: Standup" <usher>'],
    ['Ann "<x>" \\\r\nVia: y', '"Ann x Via: y" <usher>'],
    ['Ä'.repeat(50), `"${'Ä'.repeat(40)}" <usher>`],
    [' ', '<usher>'],
  ] as const) {
    it(`shows ${JSON.stringify(name)} as one line without what could end it`, () => {
      const of = { destination: 'tel:+4930123456', inviteeName: 'Mary', fromName: name };
      assert.deepEqual(identities(of, 'usher'), {
        USHER_ADDRESS: 'tel:+4930123456',
        'CONNECTEDLINE(all)': shown,
        'CALLERID(all)': '"Mary" <+4930123456>',
      });
    });
  }

  it('has the toast as Subject, or what the conference is about, and the extra headers', () => {
    const headers = [{ name: 'X-Team', value: 'blue' }];
    assert.deepEqual(sipHeaders({ ...ABOUT, toast: new ToastMessage('Join us\nnow'), headers }), {
      'PJSIP_HEADER(add,Subject)': 'Join us now',
      'PJSIP_HEADER(add,X-Team)': 'blue',
    });
    assert.deepEqual(sipHeaders({ ...ABOUT, toast: undefined }), { 'PJSIP_HEADER(add,Subject)': 'Standup' });
  });

  it('cuts a toast that is too long for a phone, and sends none that is empty', () => {
    const long = sipHeaders({ ...ABOUT, toast: new ToastMessage('ä'.repeat(500)) });
    assert.equal(long['PJSIP_HEADER(add,Subject)'], 'ä'.repeat(100));
    const nothing = { ...ABOUT, conference: { ...ABOUT.conference, subject: ' ' }, toast: undefined };
    assert.deepEqual(sipHeaders(nothing), {});
  });
});
