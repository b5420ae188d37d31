import assert from 'node:assert/strict';
import {
  Conference,
  ConferenceInvitation,
  type ConferenceInvitationResponse,
  type DeliverOptions,
  ToastMessage,
} from '../../src/core/index.ts';
import { type PersonId, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { LegRecord } from '../../src/sip/calls/call-journal.ts';
import { cancelInvite } from '../../src/sip/calls/resumed-invite.ts';
import { SipUserAgent } from '../../src/sip/index.ts';
import { Bridge } from '../../src/sip/methods/bridge.ts';
import { DialOut } from '../../src/sip/methods/dial-out.ts';
import type { SipMethodOptions } from '../../src/sip/methods/method-options.ts';
import { Pacer } from '../../src/sip/methods/pacer.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('inviting the people of the sandbox', () => {
  let sandbox: Sandbox;
  let userAgent: SipUserAgent;
  let conference: Conference;
  let room: string;
  let options: SipMethodOptions;

  beforeEach(async () => {
    sandbox = await startSandbox({ delays: { answerMs: 20, declineMs: 20 }, log: quietLog });
    userAgent = new SipUserAgent({ server: sandbox.server, uri: sandbox.uri, log: quietLog });
    await userAgent.start();
    room = sandbox.conferenceUri.replace('{id}', 'x7k2m9q4wz');
    options = { userAgent, journal: { save: async () => {} }, pacer: new Pacer(50), mayCall: () => true };
    conference = new Conference({
      uri: room,
      subject: 'Standup',
      methods: [new Bridge(options), new DialOut(options)],
    });
  });
  afterEach(async () => {
    await userAgent.stop();
    await sandbox.stop();
  });

  /** Invites somebody, and resolves with how it ended and by which reasons it came there. */
  async function invite(id: PersonId, deliverOptions: DeliverOptions = {}, signal?: AbortSignal) {
    const { sip, name } = sandbox.phone(id).person;
    const reasons: string[] = [];
    const invitation = new ConferenceInvitation(conference).onStateChanged(({ state, reason }) => {
      if (state === 'Delivering' && reason !== 'None') reasons.push(reason);
    });
    const accepted: ConferenceInvitationResponse | undefined = await invitation
      .deliver(sip, { inviteeName: name, fromName: 'Robin Doe: Standup', ...deliverOptions }, signal)
      .catch(() => undefined);
    return { word: invitation.outcome?.word, outcome: invitation.outcome, reasons, accepted };
  }

  const idle = (id: PersonId) => sandbox.until(({ phones }) => phones[id].state === 'idle');

  it('Mary joins, and then by herself: the bot may go', async () => {
    const { word, reasons, accepted } = await invite('mary', { toast: new ToastMessage('Join us') });
    assert.equal(word, 'joined');
    assert.deepEqual(reasons, ['Ringing']);
    assert.deepEqual(sandbox.phone('mary').toast, { from: 'Robin Doe: Standup', subject: 'Join us' });
    assert.deepEqual(await accepted?.participant?.ended, { how: 'stepped-out' });
    await userAgent.stop();
    const { name, sip } = sandbox.phone('mary').person;
    await sandbox.until(({ rooms }) => rooms.x7k2m9q4wz?.length === 1);
    assert.deepEqual(sandbox.room(room).roster, [{ name, uri: sip, leg: 'own' }]);
    assert.equal(sandbox.phone('mary').state, 'talking');
  });

  it('Lee stays bridged, under his own name, until he hangs up', async () => {
    const { word, accepted } = await invite('lee');
    assert.equal(word, 'joined');
    assert.equal(accepted?.participant?.presence, 'bridged');
    assert.deepEqual(sandbox.room(room).roster, [{ name: 'Lee Chen', uri: sandbox.uri, leg: 'bridged' }]);
    await sandbox.until(({ phones }) => phones.lee.calls[0]?.media === 'connected');
    sandbox.phone('lee').hangUp();
    assert.deepEqual(await accepted?.participant?.ended, { how: 'left', by: 'person' });
    await sandbox.until(({ rooms }) => rooms.x7k2m9q4wz?.length === 0);
  });

  it('Lee is hung up when the conference ends, and when he is taken out', async () => {
    const first = await invite('lee');
    sandbox.room(room).end();
    assert.deepEqual(await first.accepted?.participant?.ended, { how: 'left', by: 'conference' });
    await idle('lee');
    const second = await invite('lee');
    await second.accepted?.participant?.hangUp();
    await idle('lee');
    assert.deepEqual(sandbox.room(room).roster, []);
  });

  it('Bob declines', async () => {
    const { word, reasons } = await invite('bob');
    assert.equal(word, 'declined');
    assert.deepEqual(reasons, ['Ringing']);
    await idle('bob');
  });

  it('Sue does not answer, and her phone stops ringing', async () => {
    const { word } = await invite('sue', { ringSeconds: 0.1 });
    assert.equal(word, 'no-answer');
    await idle('sue');
  });

  it('Sue stops ringing when she is withdrawn', async () => {
    const withdrawal = new AbortController();
    const invited = invite('sue', {}, withdrawal.signal);
    await sandbox.until(({ phones }) => phones.sue.state === 'ringing');
    withdrawal.abort();
    assert.equal((await invited).word, 'withdrawn');
    await idle('sue');
  });

  it('Max is busy', async () => {
    const { word, reasons } = await invite('max');
    assert.equal(word, 'busy');
    assert.deepEqual(reasons, []);
  });

  it('Fay cannot join conferences, whoever calls her', async () => {
    const { word, reasons } = await invite('fay');
    assert.equal(word, 'cannot');
    assert.deepEqual(reasons, ['FallingBackToMcuDialOut']);
  });

  it('nobody is not found', async () => {
    const invitation = new ConferenceInvitation(conference);
    await assert.rejects(invitation.deliver('sip:nobody@usher.example'));
    assert.equal(invitation.outcome?.word, 'not-found');
  });

  it('Mary is hung up when the conference cannot be reached, and her audio is refused properly', async () => {
    sandbox.conferenceHabit = { answerMs: 0, takesRefer: true, refuse: 404 };
    const medias = new Set<string>();
    sandbox.watch(({ phones }) => medias.add(phones.mary.calls[0]?.media ?? 'none'));
    const { outcome } = await invite('mary');
    assert.equal(outcome?.word, 'failed');
    assert.equal(outcome.answer?.code, 404);
    assert.equal(outcome.answer.answeredBy, 'conference');
    await idle('mary');
    assert.ok(medias.has('rejected'));
  });

  it('the conference is not called any further when Mary hangs up before it answers', async () => {
    sandbox.conferenceHabit = { answerMs: 60_000, takesRefer: true };
    const invited = invite('mary');
    await sandbox.until(({ phones }) => phones.mary.state === 'talking');
    await sandbox.until(({ rooms }) => rooms.x7k2m9q4wz !== undefined);
    sandbox.phone('mary').hangUp();
    assert.equal((await invited).outcome?.detail, 'hung-up-early');
    assert.equal(sandbox.room(room).callers, 0);
  });

  it('Sue stops ringing when another process cancels what this one wrote down', async () => {
    const records: LegRecord[] = [];
    const journal = { save: async (record: LegRecord) => void records.push(record) };
    conference = new Conference({
      uri: room,
      subject: 'Standup',
      methods: [new Bridge({ ...options, journal, timers: { silenceMs: 200, cancelMs: 50 } })],
    });
    const invited = invite('sue', { ringSeconds: 0.2 });
    await sandbox.until(({ phones }) => phones.sue.state === 'ringing');
    // As a crash does: the connection is gone without a word.
    await userAgent.stop();
    const successor = new SipUserAgent({ server: sandbox.server, uri: sandbox.uri, log: quietLog });
    await successor.start();
    try {
      const [record] = records;
      assert.ok(record);
      assert.equal(await cancelInvite(successor, record), 'cancelled');
      await idle('sue');
      assert.equal((await invited).word, 'unknown');
    } finally {
      await successor.stop();
    }
  });

  describe('by dial-out', () => {
    beforeEach(() => {
      conference = new Conference({ uri: room, subject: 'Standup', methods: [new DialOut(options)] });
    });

    it('Mary is called by the conference, which shows who invites her', async () => {
      const { word, reasons } = await invite('mary', { toast: new ToastMessage('Join us') });
      assert.equal(word, 'answered');
      assert.deepEqual(reasons, ['Ringing']);
      assert.deepEqual(sandbox.phone('mary').toast, { from: 'Robin Doe: Standup', subject: 'Join us' });
      assert.equal(sandbox.room(room).roster[0]?.leg, 'dialled');
    });

    it('Lee is taken out again', async () => {
      const { accepted } = await invite('lee');
      await accepted?.participant?.hangUp();
      await idle('lee');
    });

    for (const [id, word] of Object.entries({ bob: 'declined', max: 'busy', fay: 'cannot' } as const)) {
      it(`${id} is ${word}`, async () => {
        assert.equal((await invite(id as PersonId)).word, word);
      });
    }

    it('Sue stops ringing when nobody answers, and when she is withdrawn', async () => {
      assert.equal((await invite('sue', { ringSeconds: 0.1 })).word, 'no-answer');
      await idle('sue');
      const withdrawal = new AbortController();
      const invited = invite('sue', {}, withdrawal.signal);
      await sandbox.until(({ phones }) => phones.sue.state === 'ringing');
      withdrawal.abort();
      assert.equal((await invited).word, 'withdrawn');
      await idle('sue');
    });

    it('nobody is called by a conference that takes no REFER', async () => {
      sandbox.conferenceHabit = { answerMs: 0, takesRefer: false };
      assert.equal((await invite('mary')).word, 'cannot');
      assert.equal(sandbox.phone('mary').toast, undefined);
    });
  });
});
