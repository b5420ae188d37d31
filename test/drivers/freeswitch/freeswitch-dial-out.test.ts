import assert from 'node:assert/strict';
import { EslWorld } from '../../support/esl-world.ts';
import { CHANNEL, MARY, ROOM } from '../../support/invite-through.ts';
import { atBlanks, readDialString, type ScriptedEsl } from '../../support/scripted-esl.ts';

const DIALLED = 'api conference conf77@wideband bgdial ';
const HUNG_UP = `api uuid_kill ${CHANNEL}`;
const LOOKED = `api uuid_dump ${CHANNEL} json`;

describe('dial-out by FreeSWITCH', () => {
  let world: EslWorld;
  let esl: ScriptedEsl;

  const start = async (more?: Parameters<typeof EslWorld.start>[0]) => {
    world = await EslWorld.start(more);
    esl = world.esl;
  };
  const states = () => world.written.map(({ state }) => state);
  /** Invites, and waits until her call is there. */
  const dialling = async (options?: Parameters<EslWorld['invite']>[0], signal?: AbortSignal) => {
    const invited = world.invite(options, signal);
    await esl.heard(DIALLED, esl.asked(DIALLED).length + 1);
    return { invited };
  };

  afterEach(() => world.stop());

  it('has her dialled into the room, under the name of the inviter, and tells that she has answered', async () => {
    await start();
    const { invited } = await dialling({ inviteeName: 'Mary Smith', fromName: 'Ann: "Standup"' });
    const [dial = ''] = atBlanks(esl.asked(DIALLED)[0]?.slice(DIALLED.length) ?? '');
    const { variables, dialled } = readDialString(dial);
    assert.equal(dialled, 'sofia/gateway/trunk/mary');
    assert.deepEqual(variables, {
      ...{ origination_uuid: CHANNEL, originate_timeout: '55', ignore_early_media: 'true' },
      ...{ origination_caller_id_name: 'Ann: Standup', origination_caller_id_number: 'usher' },
      ...{ usher_address: MARY, usher_name: 'Mary Smith', sip_h_Subject: 'Standup' },
    });
    esl.ring(CHANNEL);
    esl.pickUp(CHANNEL);
    esl.enter(CHANNEL, 'conf77');

    const { outcome, changes, response } = await invited;

    assert.equal(outcome?.word, 'answered', 'and never accepted: it may be a voicemail');
    assert.equal(response?.acceptedBy, MARY);
    assert.equal(response?.participant?.presence, 'independent');
    assert.deepEqual(changes, [
      ...['Delivering None', 'Delivering Ringing', 'Terminating Accepted', 'Terminated Accepted'],
    ]);
    assert.deepEqual(states(), ['inviting', 'confirmed']);
    assert.deepEqual([world.written[0]?.driver, world.written[0]?.callId], ['freeswitch', CHANNEL]);
  });

  it('takes a voice before the answer for ringing', async () => {
    await start();
    const { invited } = await dialling();
    esl.progress(CHANNEL);
    esl.enter(CHANNEL, 'conf77');
    assert.deepEqual((await invited).changes[1], 'Delivering Ringing');
  });

  it('is told who hangs up', async () => {
    await start();
    for (const [act, end] of [
      [async () => esl.hangUp(CHANNEL), { how: 'left', by: 'person' }],
      [
        async () => esl.end(CHANNEL, { variable_sip_hangup_disposition: 'send_bye' }),
        { how: 'left', by: 'conference' },
      ],
      [async (hangUp: () => Promise<void>) => hangUp(), { how: 'hung-up' }],
    ] as const) {
      const { invited } = await dialling();
      esl.pickUp(CHANNEL);
      esl.enter(CHANNEL, 'conf77');
      const participant = (await invited).response?.participant;
      await act(async () => participant?.hangUp());
      assert.deepEqual(await participant?.ended, end);
      assert.equal(states().at(-1), 'ended');
    }
  });

  const sip = (code: number, name: string, cause: number) => ({
    ...{ 'Hangup-Cause': name, variable_hangup_cause_q850: `${cause}` },
    ...{ variable_sip_term_status: `${code}`, variable_proto_specific_hangup_cause: `sip:${code}` },
  });
  const own = (name: string, cause = 16) => ({
    ...{ 'Hangup-Cause': name, variable_hangup_cause_q850: `${cause}` },
  });
  const ENDS: readonly (readonly [
    what: string,
    rings: boolean,
    event: Readonly<Record<string, string>>,
    word: string,
    detail?: string,
  ])[] = [
    ['486 of a phone that rang', true, sip(486, 'USER_BUSY', 17), 'declined'],
    ['486 at once', false, sip(486, 'USER_BUSY', 17), 'busy'],
    ['603', true, sip(603, 'CALL_REJECTED', 21), 'declined'],
    ['403 at once', false, sip(403, 'CALL_REJECTED', 21), 'not-allowed'],
    ['404', false, sip(404, 'UNALLOCATED_NUMBER', 1), 'not-found'],
    ['480 at once', false, sip(480, 'NO_USER_RESPONSE', 18), 'offline'],
    ['480 of a phone that rang', true, sip(480, 'NO_USER_RESPONSE', 18), 'no-answer'],
    ['488', false, sip(488, 'INCOMPATIBLE_DESTINATION', 88), 'cannot'],
    ['503', false, sip(503, 'NORMAL_TEMPORARY_FAILURE', 41), 'failed', 'retry-later'],
    ['a telephone exchange: busy', true, own('USER_BUSY', 17), 'busy'],
    ['a telephone exchange: nobody answers', true, own('NO_ANSWER', 19), 'no-answer'],
    ['a telephone exchange: no such number', false, own('UNALLOCATED_NUMBER', 1), 'not-found'],
    ['no phone of hers is registered', false, own('USER_NOT_REGISTERED'), 'offline'],
    ['a gateway that is down', false, own('GATEWAY_DOWN'), 'failed', 'server-error'],
    ['causes that are none', false, { variable_hangup_cause_q850: 'x' }, 'failed', 'cancelled-elsewhere'],
    ['somebody else takes the call down', true, own('MANAGER_REQUEST'), 'failed', 'cancelled-elsewhere'],
  ];
  for (const [what, rings, event, word, detail] of ENDS) {
    it(`${what}: ${word}`, async () => {
      await start();
      const { invited } = await dialling();
      if (rings) esl.ring(CHANNEL);
      esl.end(CHANNEL, event);

      const { outcome } = await invited;

      assert.deepEqual([outcome?.word, outcome?.detail], [word, detail]);
      assert.equal(outcome?.answer?.rang, rings);
      assert.deepEqual(states(), ['inviting', 'ended']);
    });
  }

  describe('stopped from our side', () => {
    it('withdrawn while her phone rings: it is hung up', async () => {
      await start();
      const withdrawal = new AbortController();
      const { invited } = await dialling({}, withdrawal.signal);
      esl.ring(CHANNEL);
      withdrawal.abort();

      assert.equal((await invited).outcome?.word, 'withdrawn');
      assert.equal(esl.asked(HUNG_UP).length, 1);
      assert.equal(esl.channels.size, 0);
    });

    it('withdrawn before there is a channel: hung up as soon as there is one', async () => {
      await start({ timers: { beginMs: 5_000 } });
      const withdrawal = new AbortController();
      esl.when(DIALLED, (line) => {
        withdrawal.abort();
        setTimeout(() => esl.answerAsFreeswitch(line), 20);
        return 'OK Job-UUID: 1\n';
      });

      const { outcome } = await world.invite({}, withdrawal.signal);

      assert.equal(outcome?.word, 'withdrawn');
      assert.equal(esl.asked(HUNG_UP).length, 1);
      assert.equal(esl.channels.size, 0);
    });

    it('a withdrawal that crosses her answer: hung up, withdrawn', async () => {
      await start();
      const withdrawal = new AbortController();
      const { invited } = await dialling({}, withdrawal.signal);
      esl.ring(CHANNEL);
      esl.pickUp(CHANNEL);
      withdrawal.abort();

      assert.equal((await invited).outcome?.word, 'withdrawn');
      assert.equal(esl.channels.size, 0);
    });

    it('a withdrawal that comes after she is in: answered, and she can be hung up', async () => {
      await start();
      const withdrawal = new AbortController();
      const { invited } = await dialling({}, withdrawal.signal);
      esl.enter(CHANNEL, 'conf77');
      const { outcome, response } = await invited;
      withdrawal.abort();

      assert.equal(outcome?.word, 'answered');
      await response?.participant?.hangUp();
      assert.equal(esl.channels.size, 0);
    });

    it('a withdrawal that crosses her refusal: declined, which tells more', async () => {
      await start();
      const withdrawal = new AbortController();
      esl.when(HUNG_UP, () => {
        esl.end(CHANNEL, sip(603, 'CALL_REJECTED', 21));
        return '-ERR No such channel!\n';
      });
      const { invited } = await dialling({}, withdrawal.signal);
      esl.ring(CHANNEL);
      withdrawal.abort();

      assert.equal((await invited).outcome?.word, 'declined');
    });

    it('rung for long enough: hung up, no answer', async () => {
      await start();
      const { invited } = await dialling({ ringSeconds: 0.05 });
      esl.ring(CHANNEL);

      assert.deepEqual((await invited).outcome, { word: 'no-answer' });
      assert.equal(esl.asked(HUNG_UP).length, 1);
    });

    it('not confirmed that it was hung up: unknown, and it is hung up when FreeSWITCH is back', async () => {
      await start();
      const withdrawal = new AbortController();
      const { invited } = await dialling({}, withdrawal.signal);
      esl.ring(CHANNEL);
      let isBack = false;
      esl.when(HUNG_UP, (line) => {
        if (isBack) return esl.answerAsFreeswitch(line);
        isBack = true;
        esl.disconnect();
        return undefined;
      });
      withdrawal.abort();

      assert.deepEqual((await invited).outcome, { word: 'unknown', detail: 'cancel-unanswered' });
      await esl.heard(HUNG_UP, 2);
      assert.equal(esl.channels.size, 0);
    });
  });

  it('hears that she hung up before the room', async () => {
    await start();
    const { invited } = await dialling();
    esl.pickUp(CHANNEL);
    esl.hangUp(CHANNEL);

    assert.deepEqual((await invited).outcome, { word: 'failed', detail: 'hung-up-early' });
  });

  it('could not reach a conference that is locked', async () => {
    await start();
    const { invited } = await dialling();
    esl.pickUp(CHANNEL);
    esl.end(CHANNEL, { variable_sip_hangup_disposition: 'send_bye' });

    assert.deepEqual((await invited).outcome, { word: 'failed', detail: 'conference-unreachable' });
  });

  it('is not in by another room', async () => {
    await start({ timers: { enterMs: 10_000 } });
    const { invited } = await dialling();
    esl.enter(CHANNEL, 'conf78');
    esl.hangUp(CHANNEL);

    assert.equal((await invited).outcome?.word, 'failed');
  });

  describe('a FreeSWITCH that does not do it', () => {
    it('refuses the command: failed, and nothing about her', async () => {
      await start();
      esl.when(DIALLED, () => 'Bad Args\n');

      assert.deepEqual((await world.invite()).outcome, { word: 'failed', detail: 'conference-refused' });
      assert.deepEqual(states(), ['inviting', 'ended']);
    });

    it('makes no channel, as there is no such gateway: failed, and nothing about her', async () => {
      await start();
      esl.when(DIALLED, () => 'OK Job-UUID: 1\n');

      assert.deepEqual((await world.invite()).outcome, { word: 'failed', detail: 'conference-refused' });
      assert.equal(esl.asked(LOOKED).length, 1);
    });

    it('does not answer: unknown, and hung up when it is back', async () => {
      await start({ timers: { requestMs: 60 } });
      esl.when(DIALLED, (line) => void esl.answerAsFreeswitch(line));

      assert.deepEqual((await world.invite()).outcome, { word: 'unknown', detail: 'connection-lost' });
      await esl.heard(HUNG_UP);
      assert.equal(esl.channels.size, 0);
    });

    it('is not there: nothing is even written down', async () => {
      await start();
      await esl.stop();
      while (!world.server.problem) await new Promise((resolve) => setImmediate(resolve));

      assert.deepEqual((await world.invite()).outcome, { word: 'failed', detail: 'no-conference-server' });
      assert.deepEqual(states(), []);
      await esl.listen(0);
    });

    it('is lost while her phone rings, and comes back: what she did meanwhile counts', async () => {
      await start();
      const { invited } = await dialling();
      esl.ring(CHANNEL);
      esl.isMute = true;
      esl.enter(CHANNEL, 'conf77');
      esl.isMute = false;

      esl.disconnect();

      const { outcome, response } = await invited;
      assert.equal(outcome?.word, 'answered');
      esl.hangUp(CHANNEL);
      assert.deepEqual(await response?.participant?.ended, { how: 'left', by: 'person' });
    });

    it('is lost before her phone rings, and comes back: it rings', async () => {
      await start();
      const { invited } = await dialling();
      esl.isMute = true;
      esl.ring(CHANNEL);
      esl.isMute = false;
      esl.disconnect();
      await esl.heard(LOOKED);
      esl.enter(CHANNEL, 'conf77');

      assert.ok((await invited).changes.includes('Delivering Ringing'));
    });

    it('is lost while her phone rings, and her call with it: unknown', async () => {
      await start();
      const { invited } = await dialling();
      esl.ring(CHANNEL);
      esl.channels.clear();

      esl.disconnect();

      assert.deepEqual((await invited).outcome, { word: 'unknown', detail: 'connection-lost' });
    });
  });

  describe('what may not be called', () => {
    for (const [what, address, room, word, detail] of [
      ['an address that the gate refuses', 'sip:sue@elsewhere.com', ROOM, 'not-allowed', 'gate'],
      ['a conference that it refuses', MARY, 'sip:conf77@elsewhere.com', 'failed', 'conference-not-allowed'],
      [
        'an address that means something else in a dial string',
        'sip:mary,bob@contoso.com',
        ROOM,
        'not-found',
        'address',
      ],
      ['a room that does', MARY, 'sip:conf77+1@contoso.com', 'failed', 'conference-address'],
    ] as const) {
      it(`${what}: ${detail}`, async () => {
        await start({ mayCall: (uri) => !uri.includes('elsewhere') });

        const { outcome } = await world.invite({}, undefined, address, room);

        assert.deepEqual([outcome?.word, outcome?.detail], [word, detail]);
        assert.equal(esl.asked('api conference').length, 0);
      });
    }
  });
});
