import assert from 'node:assert/strict';
import type { CallTimers } from '../../../src/sip/calls/call-timers.ts';
import { ConferenceFactory } from '../../../src/sip/index.ts';
import type { SipMethodOptions } from '../../../src/sip/methods/method-options.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, SipBench } from '../../support/sip-bench.ts';

const FACTORY = 'sip:factory@conf.example.com';
const MADE = 'sip:made-17@conf.example.com';

describe('a conference factory', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;
  const order = () => ({
    conferenceId: 'conference-1',
    subject: 'Ward 3',
    save: (record: object) => bench.journal.save(record as never),
  });

  function factory(
    timers: Partial<CallTimers> = {},
    more: Partial<SipMethodOptions> = {},
    userAgent = bench.userAgent,
  ): ConferenceFactory {
    return new ConferenceFactory({ ...bench.options(timers, more), userAgent, factoryUri: FACTORY });
  }

  const make = (one = factory(), signal = new AbortController().signal) => one.make(order(), signal);

  /** Answers as a conference that has just been made. */
  function answer(invite: SipText, contact = `<${MADE}>;isfocus`): void {
    const headers = [`Contact: ${contact}`];
    peer().reply(invite, 200, { body: CONFERENCE_SDP, contact: undefined, headers });
  }

  async function made() {
    const making = make();
    const invite = await peer().request('INVITE');
    answer(invite);
    await peer().request('ACK');
    const result = await making;
    assert(result.kind === 'made');
    return { invite, ...result };
  }

  it('is called without media, and the Contact of the focus that answers is the conference (RFC 4579 5.4)', async () => {
    const { invite, uri } = await made();
    assert.equal(invite.uri, FACTORY);
    assert.equal(invite.header('Subject'), 'Ward 3');
    assert.match(invite.body, /^m=audio 9 RTP\/AVP 8 0 101\r$/m);
    assert.match(invite.body, /^a=inactive\r$/m);
    assert.equal(uri, MADE);
    assert.deepEqual(
      bench.journal.history.map(({ state, leg, invitationId }) => [state, leg, invitationId]),
      [
        ['inviting', 'conference', 'conference-1'],
        ['confirmed', 'conference', 'conference-1'],
      ],
    );
  });

  it('is held until we hang up', async () => {
    const { call } = await made();
    const hungUp = call.hangUp();
    const bye = await peer().request('BYE');
    assert.equal(bye.uri, MADE);
    peer().reply(bye, 200);
    await hungUp;
    assert.equal(await call.ended, 'local');
    assert.equal(bench.journal.of('conference')?.state, 'ended');
  });

  it('is over when the conference hangs up', async () => {
    const { call, invite } = await made();
    peer().sendInDialog(invite, 'BYE');
    assert.equal(await call.ended, 'remote');
  });

  it('answers a session refresh without media, as it was offered', async () => {
    const { invite } = await made();
    const body = `${CONFERENCE_SDP}a=rtpmap:96 VP8/90000\r\na=sendrecv\r\n`;
    peer().sendInDialog(invite, 'INVITE', { body, cseq: 7 });
    const answered = await peer().response(200, invite.callId, 'INVITE');
    assert.deepEqual(answered.body.match(/^(?:m=|a=)[^\r]*/gm), [
      'm=audio 9 RTP/AVP 8',
      'a=inactive',
      'm=video 0 RTP/AVP 96',
      'a=inactive',
      'a=rtpmap:96 VP8/90000',
    ]);
    peer().sendInDialog(invite, 'ACK', { cseq: 7 });
  });

  for (const [what, contact] of [
    ['without isfocus', `<${MADE}>`],
    ['with isfocus in the URI only', `<${MADE};isfocus>`],
  ] as const) {
    it(`is none ${what}: hung up, and said so`, async () => {
      const making = make();
      answer(await peer().request('INVITE'), contact);
      await peer().request('ACK');
      peer().reply(await peer().request('BYE'), 200);
      assert.deepEqual(await making, { kind: 'failed', outcome: { word: 'failed', detail: 'no-focus' } });
    });
  }

  for (const code of [302, 403, 486, 503]) {
    it(`refuses with ${code}: there is no conference`, async () => {
      const making = make();
      peer().reply(await peer().request('INVITE'), code);
      const result = await making;
      assert(result.kind === 'failed');
      const { word, detail, answer: refusal } = result.outcome ?? assert.fail();
      assert.deepEqual([word, detail, refusal?.code], ['failed', 'factory-refused', code]);
      assert.equal(bench.journal.of('conference')?.state, 'ended');
    });
  }

  it('is silent: cancelled, and said so', async () => {
    const making = make(factory({ conferenceMs: 20, cancelMs: 20 }));
    const invite = await peer().request('INVITE');
    peer().reply(invite, 100);
    await peer().request('CANCEL');
    assert.deepEqual(await making, {
      kind: 'failed',
      outcome: { word: 'failed', detail: 'factory-refused' },
    });
  });

  it('is asked of the gate, and so is what it makes', async () => {
    const gate = (allowed: RegExp) => factory({}, { mayCall: (uri) => allowed.test(uri) });
    const refused = { kind: 'failed', outcome: { word: 'failed', detail: 'conference-not-allowed' } };
    assert.deepEqual(await make(gate(/nothing/)), refused);
    assert.equal(peer().has('INVITE'), false);
    const making = make(gate(/factory/));
    answer(await peer().request('INVITE'));
    await peer().request('ACK');
    peer().reply(await peer().request('BYE'), 200);
    assert.deepEqual(await making, refused);
  });

  it('tells the far end our new Contact', async () => {
    const { invite } = await made();
    peer().drop();
    const refresh = await peer().request('INVITE', 'made-17');
    assert.equal(refresh.callId, invite.callId);
    assert.notEqual(refresh.header('Contact'), invite.header('Contact'));
    assert.match(refresh.body, /^a=inactive\r$/m);
    answer(refresh);
    await peer().request('ACK');
  });

  describe('races', () => {
    it('withdrawn × answer: withdrawn first, so the answer is hung up', async () => {
      const abort = new AbortController();
      const making = make(factory(), abort.signal);
      const invite = await peer().request('INVITE');
      peer().reply(invite, 100);
      await bench.roundTrip();
      abort.abort();
      await peer().request('CANCEL');
      answer(invite);
      await peer().request('ACK');
      peer().reply(await peer().request('BYE'), 200);
      assert.deepEqual(await making, { kind: 'failed' });
    });

    it('withdrawn × journal: taken back before anything has left', async () => {
      const abort = new AbortController();
      bench.journal.before = async () => abort.abort();
      assert.deepEqual(await make(factory(), abort.signal), { kind: 'failed' });
      assert.equal(peer().has('INVITE'), false);
    });
  });

  describe('whose process has died', () => {
    async function crash() {
      await bench.userAgent.stop();
      const successor = await bench.agent();
      const record = JSON.parse(JSON.stringify(bench.journal.of('conference')));
      return { record, heir: factory({}, {}, successor) };
    }

    it('goes on with the successor, which can hang up', async () => {
      const { invite } = await made();
      const { record, heir } = await crash();
      const adopting = heir.adopt(order(), MADE, record);
      const refresh = await peer().request('INVITE', 'made-17');
      assert.deepEqual([refresh.callId, refresh.uri], [invite.callId, MADE]);
      answer(refresh);
      const result = await adopting;
      assert(result.kind === 'made');
      assert.equal(result.uri, MADE);
      const hungUp = result.call.hangUp();
      peer().reply(await peer().request('BYE'), 200);
      await hungUp;
    });

    it('is over where the conference does not know the call any more', async () => {
      await made();
      const { record, heir } = await crash();
      const adopting = heir.adopt(order(), MADE, record);
      peer().reply(await peer().request('INVITE', 'made-17'), 481);
      assert.deepEqual(await adopting, { kind: 'failed' });
    });

    it('leaves no half call: what rang is cancelled', async () => {
      void make();
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      await bench.roundTrip();
      const { record, heir } = await crash();
      const down = heir.takeDown(order(), record);
      const cancel = await peer().request('CANCEL');
      assert.equal(cancel.callId, invite.callId);
      for (let n = 0; n < 2; n += 1) peer().reply(await peer().request('CANCEL'), 481);
      peer().reply(cancel, 200);
      peer().reply(await peer().request('BYE'), 481);
      await down;
      assert.equal(bench.journal.of('conference')?.state, 'ended');
    });

    it('leaves no half call: what was answered is hung up', async () => {
      const { invite } = await made();
      const { record, heir } = await crash();
      const down = heir.takeDown(order(), record);
      const bye = await peer().request('BYE');
      assert.equal(bye.callId, invite.callId);
      peer().reply(bye, 200);
      await down;
      assert.equal(bench.journal.of('conference')?.state, 'ended');
    });
  });
});
