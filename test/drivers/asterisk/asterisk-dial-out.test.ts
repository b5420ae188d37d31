import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { AriWorld, CHANNEL, MARY, ROOM } from '../../support/ari-world.ts';
import type { ScriptedAri } from '../../support/scripted-ari.ts';

const DIALLED = `POST /channels/${CHANNEL}`;
const HUNG_UP = `DELETE /channels/${CHANNEL}`;
/** What is asked last before we only wait for events. */
const LOOKED = `GET /channels/${CHANNEL}`;

describe('dial-out by Asterisk', () => {
  let world: AriWorld;
  let ari: ScriptedAri;

  const start = async (more?: Parameters<typeof AriWorld.start>[0]) => {
    world = await AriWorld.start(more);
    ari = world.ari;
  };
  const states = () => world.written.map(({ state }) => state);

  afterEach(() => world.stop());

  it('has her dialled into the room, under the name of the inviter, and tells that she has answered', async () => {
    await start();
    const invited = world.invite({ inviteeName: 'Mary Smith', fromName: 'Ann: "Standup"' });
    const { query, body } = await ari.heard(DIALLED);
    assert.deepEqual(query, {
      ...{
        endpoint: 'PJSIP/mary',
        timeout: '55',
        context: 'conferences',
        extension: 'conf77',
        priority: '1',
      },
    });
    assert.deepEqual(body, {
      variables: {
        USHER_ADDRESS: MARY,
        'CONNECTEDLINE(all)': '"Ann: Standup" <usher>',
        'CALLERID(all)': '"Mary Smith" <mary>',
        'PJSIP_HEADER(add,Subject)': 'Standup',
      },
    });
    await ari.heard(LOOKED);
    ari.ring(CHANNEL);
    ari.pickUp(CHANNEL);
    ari.enter(CHANNEL, 'conf77');

    const { outcome, changes, response } = await invited;

    assert.equal(outcome?.word, 'answered', 'and never accepted: it may be a voicemail');
    assert.equal(response?.acceptedBy, MARY);
    assert.equal(response?.participant?.presence, 'independent');
    assert.deepEqual(changes, [
      ...['Delivering None', 'Delivering Ringing', 'Terminating Accepted', 'Terminated Accepted'],
    ]);
    assert.deepEqual(states(), ['inviting', 'confirmed']);
    assert.equal(world.written[0]?.callId, CHANNEL);
  });

  it('is told when she hangs up', async () => {
    await start();
    const invited = world.invite();
    await ari.heard(LOOKED);
    ari.enter(CHANNEL, 'conf77');
    ari.pickUp(CHANNEL);
    const { response } = await invited;

    ari.hangUp(CHANNEL);

    assert.deepEqual(await response?.participant?.ended, { how: 'left', by: 'person' });
    assert.deepEqual(states(), ['inviting', 'confirmed', 'ended']);
  });

  it('is told when the conference puts her out, and hangs up itself', async () => {
    await start();
    for (const [act, end] of [
      [async () => ari.end(CHANNEL), { how: 'left', by: 'conference' }],
      [async (hangUp: () => Promise<void>) => hangUp(), { how: 'hung-up' }],
    ] as const) {
      const looks = ari.asked(LOOKED).length;
      const invited = world.invite();
      await ari.heard(LOOKED, looks + 1);
      ari.pickUp(CHANNEL);
      ari.enter(CHANNEL, 'conf77');
      const participant = (await invited).response?.participant;
      await act(async () => participant?.hangUp());
      assert.deepEqual(await participant?.ended, end);
    }
  });

  it('hangs up when Asterisk is back, where it was lost when we wanted to', async () => {
    await start();
    const invited = world.invite();
    await ari.heard(LOOKED);
    ari.enter(CHANNEL, 'conf77');
    const participant = (await invited).response?.participant;
    ari.when(HUNG_UP, () => undefined);
    await participant?.hangUp();
    ari.when(HUNG_UP, (request) => ari.answerAsAsterisk(request));

    ari.dropEvents();

    assert.deepEqual(await participant?.ended, { how: 'hung-up' });
  });

  it('sees what happened while the connection was lost, when it is dialled', async () => {
    await start();
    ari.when(DIALLED, (request) => {
      const answer = ari.answerAsAsterisk(request);
      ari.isMute = true;
      ari.ring(CHANNEL);
      ari.enter(CHANNEL, 'conf77');
      ari.isMute = false;
      return answer;
    });

    assert.equal((await world.invite()).outcome?.word, 'answered');
  });

  const ENDS: readonly (readonly [
    what: string,
    rings: boolean,
    event: { cause: number; tech_cause?: number },
    word: string,
    detail?: string,
  ])[] = [
    ['486 of a phone that rang', true, { cause: 17, tech_cause: 486 }, 'declined'],
    ['486 at once', false, { cause: 17, tech_cause: 486 }, 'busy'],
    ['603', true, { cause: 21, tech_cause: 603 }, 'declined'],
    ['403 at once', false, { cause: 21, tech_cause: 403 }, 'not-allowed'],
    ['404', false, { cause: 1, tech_cause: 404 }, 'not-found'],
    ['480 at once', false, { cause: 19, tech_cause: 480 }, 'offline'],
    ['480 of a phone that rang', true, { cause: 19, tech_cause: 480 }, 'no-answer'],
    ['488', false, { cause: 58, tech_cause: 488 }, 'cannot'],
    ['503', false, { cause: 34, tech_cause: 503 }, 'failed', 'retry-later'],
    ['a telephone exchange: busy', true, { cause: 17 }, 'busy'],
    ['a telephone exchange: nobody answers', true, { cause: 19 }, 'no-answer'],
    ['a telephone exchange: rejected', true, { cause: 21 }, 'declined'],
    ['a telephone exchange: no such number', false, { cause: 1 }, 'not-found'],
    ['a telephone exchange: congestion', false, { cause: 42 }, 'failed', 'retry-later'],
    ['somebody else takes the call down', true, { cause: 16 }, 'failed', 'cancelled-elsewhere'],
  ];
  for (const [what, rings, event, word, detail] of ENDS) {
    it(`${what}: ${word}`, async () => {
      await start();
      const invited = world.invite();
      await ari.heard(LOOKED);
      if (rings) ari.ring(CHANNEL);
      ari.end(CHANNEL, event);

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
      const invited = world.invite({}, withdrawal.signal);
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      withdrawal.abort();

      assert.equal((await invited).outcome?.word, 'withdrawn');
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('withdrawn while Asterisk is asked: hung up as soon as it has answered', async () => {
      await start();
      const withdrawal = new AbortController();
      ari.when(DIALLED, (request) => {
        withdrawal.abort();
        return ari.answerAsAsterisk(request);
      });

      const { outcome } = await world.invite({}, withdrawal.signal);

      assert.equal(outcome?.word, 'withdrawn');
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('withdrawn while it was written down: Asterisk is never asked', async () => {
      const withdrawal = new AbortController();
      await start({ journal: { save: async () => withdrawal.abort() } });

      assert.equal((await world.invite({}, withdrawal.signal)).outcome?.word, 'withdrawn');
      assert.equal(ari.asked(DIALLED).length, 0);
    });

    it('a withdrawal that crosses her answer: hung up, withdrawn', async () => {
      await start();
      const withdrawal = new AbortController();
      const invited = world.invite({}, withdrawal.signal);
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      ari.pickUp(CHANNEL);
      withdrawal.abort();
      ari.enter(CHANNEL, 'conf77');

      assert.equal((await invited).outcome?.word, 'withdrawn');
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('a withdrawal that crosses her refusal: declined, which tells more', async () => {
      await start();
      const withdrawal = new AbortController();
      ari.when(HUNG_UP, () => {
        ari.end(CHANNEL, { cause: 21, tech_cause: 603 });
        return { code: 404 };
      });
      const invited = world.invite({}, withdrawal.signal);
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      withdrawal.abort();

      assert.equal((await invited).outcome?.word, 'declined');
    });

    it('rung for long enough: hung up, no answer', async () => {
      await start();
      const invited = world.invite({ ringSeconds: 0.05 });
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);

      assert.deepEqual((await invited).outcome, { word: 'no-answer' });
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('an answer that crosses the ring timer: hung up, no answer', async () => {
      await start();
      ari.when(HUNG_UP, (request) => {
        ari.enter(CHANNEL, 'conf77');
        return ari.answerAsAsterisk(request);
      });
      const invited = world.invite({ ringSeconds: 0.02 });
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);

      assert.deepEqual((await invited).outcome, { word: 'no-answer' });
      assert.equal(ari.channels.size, 0);
    });

    it('an answer before the ring timer: the timer is gone', async () => {
      await start();
      const invited = world.invite({ ringSeconds: 0.05 });
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      ari.pickUp(CHANNEL);
      await sleep(100);
      ari.enter(CHANNEL, 'conf77');

      assert.equal((await invited).outcome?.word, 'answered');
    });

    it('not confirmed that it was hung up: unknown, and it is hung up when Asterisk is back', async () => {
      await start();
      const withdrawal = new AbortController();
      const invited = world.invite({}, withdrawal.signal);
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      ari.when(HUNG_UP, () => undefined);
      withdrawal.abort();
      assert.deepEqual((await invited).outcome, { word: 'unknown', detail: 'cancel-unanswered' });
      ari.when(HUNG_UP, (request) => ari.answerAsAsterisk(request));

      ari.dropEvents();

      await ari.heard(HUNG_UP, 2);
      assert.equal(ari.channels.size, 0);
    });
  });

  describe('CONFIRM', () => {
    const PLAYED = `${DIALLED}/play/`;
    let withdrawal: AbortController;
    let invited: ReturnType<AriWorld['invite']>;

    beforeEach(async () => {
      await start({ confirmPrompt: 'sound:followme/options' });
      withdrawal = new AbortController();
      invited = world.invite({}, withdrawal.signal);
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      ari.pickUp(CHANNEL, 'Stasis');
      await ari.heard(PLAYED);
    });

    it('has her dialled to us, and asks her', () => {
      const [dialled] = ari.asked(DIALLED);
      assert.match(dialled?.query.app ?? '', /^usher-.*-holding$/);
      assert.equal(dialled?.query.context, undefined);
      assert.deepEqual(ari.asked(PLAYED)[0]?.query, { media: 'sound:followme/options' });
    });

    it('1: the prompt stops, and she is joined once in the room, for a human being has said so', async () => {
      ari.press(CHANNEL, '1');
      const { query } = await ari.heard(`${DIALLED}/continue`);
      assert.deepEqual(query, { context: 'conferences', extension: 'conf77', priority: '1' });
      assert.equal(ari.asked('DELETE /playbacks/').length, 1);
      ari.enter(CHANNEL, 'conf77');

      const { outcome, response } = await invited;

      assert.equal(outcome?.word, 'joined');
      assert.ok(response?.participant);
    });

    it('1, and Asterisk does not lead her into the room: hung up, failed', async () => {
      ari.when(`${DIALLED}/continue`, () => undefined);
      ari.press(CHANNEL, '1');

      assert.deepEqual((await invited).outcome, { word: 'failed', detail: 'conference-unreachable' });
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('1, and then she hangs up before the room: failed', async () => {
      ari.press(CHANNEL, '1');
      ari.hangUp(CHANNEL);

      assert.deepEqual((await invited).outcome, { word: 'failed', detail: 'hung-up-early' });
    });

    it('1 that crosses a withdrawal: hung up, withdrawn', async () => {
      withdrawal.abort();
      ari.press(CHANNEL, '1');

      assert.equal((await invited).outcome?.word, 'withdrawn');
      assert.equal(ari.asked(`${DIALLED}/continue`).length, 0);
    });

    it('2: declined, as the prompt says', async () => {
      ari.press(CHANNEL, '2');

      assert.deepEqual((await invited).outcome, { word: 'declined' });
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('another key: not confirmed', async () => {
      ari.press(CHANNEL, '5');

      assert.deepEqual((await invited).outcome, { word: 'no-answer', detail: 'not-confirmed' });
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('no key, though she was asked twice: not confirmed, and hung up', async () => {
      ari.endPlayback(CHANNEL);
      await ari.heard(PLAYED, 2);
      ari.endPlayback(CHANNEL);

      assert.deepEqual((await invited).outcome, { word: 'no-answer', detail: 'not-confirmed' });
      assert.equal(ari.asked(HUNG_UP).length, 1);
      assert.equal(ari.asked(`${DIALLED}/continue`).length, 0);
    });

    it('a prompt that cannot be played: she may press 1 all the same', async () => {
      ari.endPlayback(CHANNEL, 'failed');
      ari.press(CHANNEL, '1');
      await ari.heard(`${DIALLED}/continue`);
      ari.enter(CHANNEL, 'conf77');

      assert.equal((await invited).outcome?.word, 'joined');
    });

    it('she, or a voicemail, hangs up: not confirmed', async () => {
      ari.hangUp(CHANNEL);

      assert.deepEqual((await invited).outcome, { word: 'no-answer', detail: 'not-confirmed' });
    });

    it('withdrawn while she is asked: hung up', async () => {
      withdrawal.abort();

      assert.equal((await invited).outcome?.word, 'withdrawn');
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });
  });

  it('has the dialplan lead her nowhere: the conference could not be reached', async () => {
    await start();
    const invited = world.invite();
    await ari.heard(LOOKED);
    ari.pickUp(CHANNEL);
    ari.end(CHANNEL);

    assert.deepEqual((await invited).outcome, { word: 'failed', detail: 'conference-unreachable' });
  });

  it('hears that she hung up before the room', async () => {
    await start();
    const invited = world.invite();
    await ari.heard(LOOKED);
    ari.pickUp(CHANNEL);
    ari.hangUp(CHANNEL);

    assert.deepEqual((await invited).outcome, { word: 'failed', detail: 'hung-up-early' });
  });

  it('calls her answered also where the way into the room is long', async () => {
    await start({ timers: { enterMs: 10 } });
    const invited = world.invite();
    await ari.heard(LOOKED);
    ari.pickUp(CHANNEL);

    const { outcome, response } = await invited;

    assert.equal(outcome?.word, 'answered');
    assert.ok(response?.participant);
  });

  describe('an Asterisk that does not do it', () => {
    it('refuses to dial: failed, and nothing about her', async () => {
      await start();
      ari.when(DIALLED, () => ({ code: 500, body: { error: 'Allocation failed' } }));

      const { outcome } = await world.invite();

      assert.deepEqual([outcome?.word, outcome?.detail], ['failed', 'conference-refused']);
      assert.deepEqual([outcome?.answer?.code, outcome?.answer?.answeredBy], [500, 'conference']);
    });

    it('does not answer, and then hangs up what it may have dialled: nobody was called', async () => {
      await start();
      ari.when(DIALLED, () => undefined);

      assert.deepEqual((await world.invite()).outcome, { word: 'failed', detail: 'no-conference-server' });
      assert.equal(ari.asked(HUNG_UP).length, 1);
    });

    it('does not answer at all: unknown', async () => {
      await start();
      ari.when(DIALLED, () => undefined);
      ari.when(HUNG_UP, () => undefined);

      assert.deepEqual((await world.invite()).outcome, { word: 'unknown', detail: 'connection-lost' });
    });

    it('is not there: nothing is even written down', async () => {
      await start();
      await ari.stop();
      while (!world.server.problem) await new Promise((resolve) => setImmediate(resolve));

      assert.deepEqual((await world.invite()).outcome, { word: 'failed', detail: 'no-conference-server' });
      assert.deepEqual(states(), []);
      await ari.listen(0);
    });

    it('is lost while her phone rings, and comes back: what she did meanwhile counts', async () => {
      await start();
      const invited = world.invite();
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      ari.isMute = true;
      ari.enter(CHANNEL, 'conf77');
      ari.isMute = false;

      ari.dropEvents();

      assert.equal((await invited).outcome?.word, 'answered');
    });

    it('is lost while her phone rings, and her call with it: unknown', async () => {
      await start();
      const invited = world.invite();
      await ari.heard(LOOKED);
      ari.ring(CHANNEL);
      ari.channels.clear();

      ari.dropEvents();

      assert.deepEqual((await invited).outcome, { word: 'unknown', detail: 'connection-lost' });
    });
  });

  describe('what may not be called', () => {
    for (const [what, address, room, word, detail] of [
      ['an address that the gate refuses', 'sip:sue@elsewhere.com', ROOM, 'not-allowed', 'gate'],
      ['a conference that it refuses', MARY, 'sip:conf77@elsewhere.com', 'failed', 'conference-not-allowed'],
      [
        'an address that means something else in a dial string',
        'sip:trunk/mary@contoso.com',
        ROOM,
        'not-found',
        'address',
      ],
      ['a room that does', MARY, 'sip:conf%2577@contoso.com', 'failed', 'conference-address'],
    ] as const) {
      it(`${what}: ${detail}`, async () => {
        await start({ mayCall: (uri) => !uri.includes('elsewhere') });

        const { outcome } = await world.invite({}, undefined, address, room);

        assert.deepEqual([outcome?.word, outcome?.detail], [word, detail]);
        assert.equal(ari.asked('POST /channels').length, 0);
      });
    }

    it('an invitation that another process has taken over', async () => {
      await start({ journal: { save: async () => Promise.reject(new Error('not the owner')) } });

      assert.deepEqual((await world.invite()).outcome, { word: 'unknown', detail: 'ownership-lost' });
      assert.equal(ari.asked(DIALLED).length, 0);
    });
  });
});
