import assert from 'node:assert/strict';
import { ToastMessage } from '../../../src/core/index.ts';
import { type BgdialOptions, bgdial } from '../../../src/drivers/freeswitch/bgdial.ts';
import { atBlanks, readDialString } from '../../support/scripted-esl.ts';

const DELIVERY: BgdialOptions['delivery'] = {
  ...{ destination: 'sip:mary@contoso.com;user=phone', inviteeName: 'Mary Smith', fromName: 'Ann: Standup' },
  ...{
    toast: undefined,
    conference: { uri: 'sip:conf77@conf.contoso.com', subject: 'Standup' },
    headers: [],
  },
};

const commandFor = (delivery: Partial<BgdialOptions['delivery']> = {}, more: Partial<BgdialOptions> = {}) =>
  bgdial({
    ...{ callId: 'usher-1', room: 'conf77', profile: 'default', dialString: 'user/mary' },
    ...{ timeoutSeconds: 55, callerNumber: 'usher', delivery: { ...DELIVERY, ...delivery } },
    ...more,
  });

/** What FreeSWITCH makes of it. */
const heard = (command: string) => {
  const parts = atBlanks(command);
  assert.equal(parts.length, 4, 'nothing has got out of its place');
  const [api, room, verb, dial = ''] = parts;
  return { api, room, verb, ...readDialString(dial) };
};

describe('the command that has FreeSWITCH dial', () => {
  it('names the call, says who calls whom, and waits for the answer', () => {
    assert.deepEqual(heard(commandFor()), {
      ...{ api: 'conference', room: 'conf77@default', verb: 'bgdial', dialled: 'user/mary' },
      variables: {
        ...{ origination_uuid: 'usher-1', originate_timeout: '55', ignore_early_media: 'true' },
        ...{ origination_caller_id_name: 'Ann: Standup', origination_caller_id_number: 'usher' },
        ...{ usher_address: 'sip:mary@contoso.com;user=phone', usher_name: 'Mary Smith' },
        sip_h_Subject: 'Standup',
      },
    });
  });

  it('has the toast as Subject, and the extra headers that can be sent as they are', () => {
    const headers = [
      { name: 'X-Team', value: 'Red-1' },
      { name: 'X-Bad', value: 'a,origination_caller_id_number=110' },
      { name: 'X Bad', value: 'b' },
    ];
    const { variables } = heard(commandFor({ toast: new ToastMessage('Join us\nnow'), headers }));
    assert.equal(variables.sip_h_Subject, 'Join us now');
    const others = Object.keys(variables).filter((name) => name.startsWith('sip_h_X'));
    assert.deepEqual(others, ['sip_h_X-Team']);
  });

  it('shows no name where there is none', () => {
    const { variables } = heard(commandFor({ fromName: ' ', inviteeName: '' }, { callerNumber: 'a b' }));
    for (const name of ['origination_caller_id_name', 'origination_caller_id_number', 'usher_name'])
      assert.ok(!(name in variables));
  });

  for (const [text, shown] of [
    ["Tim O'Brien", 'Tim O’Brien'],
    ['Ann\n\napi fsctl shutdown\n\n', 'Ann api fsctl shutdown'],
    ['Ann\r\nauth x', 'Ann auth x'],
    ['Ann,origination_uuid=other', 'Ann origination uuid other'],
    ['Ann}user/bob,{x=y', 'Ann user bob x y'],
    ["' api x '", '’ api x ’'],
    ['"Ann" \\ [leg] <a> |b| ^^: $\u007bsystem reboot} :_: &park()', 'Ann leg a b : system reboot : : park'],
    ['Zoë 王 Ñandú 7', 'Zoë 王 Ñandú 7'],
    ['ä'.repeat(50), 'ä'.repeat(40)],
    ['a\u2028b\u0000c\ud800d', 'a b c d'],
  ] as const) {
    it(`keeps ${JSON.stringify(text).slice(0, 60)} in its place`, () => {
      const { variables } = heard(commandFor({ fromName: text }));
      assert.equal(variables.origination_caller_id_name, shown);
      const names = Object.keys(heard(commandFor()).variables);
      assert.deepEqual(Object.keys(variables), names, 'no other variable');
    });
  }

  for (const more of [
    { room: 'conf77 kick all' },
    { profile: "default'" },
    { dialString: 'user/mary,user/bob' },
    { dialString: 'user/mary\n\napi x' },
    { callId: 'usher-{1}' },
  ]) {
    it(`is none with ${JSON.stringify(more)}`, () => {
      assert.throws(() => commandFor({}, more), TypeError);
    });
  }
});
