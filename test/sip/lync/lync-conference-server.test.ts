import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { ConferenceServer, Roster, RosterEntry } from '../../../src/core/index.ts';
import type { LegRecord } from '../../../src/sip/calls/call-journal.ts';
import type { CallTimers } from '../../../src/sip/calls/call-timers.ts';
import { recoverCall, SipConferenceServer } from '../../../src/sip/index.ts';
import { LyncConferenceServer } from '../../../src/sip/lync/lync-conference-server.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import { conferenceInfo, userInfo } from '../../support/conference-info.ts';
import { AV_MCU, FOCUS, LyncFocus } from '../../support/lync-peers.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';

const conference = { uri: FOCUS, subject: 'Standup' };
const MARY = { address: 'sip:mary@example.com' };

describe('the conference server of Lync', () => {
  let bench: SipBench;
  let focus: LyncFocus;
  let follow: (listener: (roster: Roster) => void) => void = () => {};
  beforeEach(async () => {
    bench = await SipBench.start();
    focus = new LyncFocus(bench.peer);
    follow = () => {};
  });
  afterEach(() => {
    mock.timers.reset();
    return bench.stop();
  });

  const peer = () => bench.peer;
  const call = (more = {}) => deliveryTo('sip:mary@example.com', { conference, ...more });
  const roster: Pick<ConferenceServer, 'followRoster'> = {
    followRoster: (uri, listener) => {
      assert.equal(uri, FOCUS);
      follow(listener);
      return async () => {};
    },
  };

  function server(timers: Partial<CallTimers> = {}, userAgent = bench.userAgent): LyncConferenceServer {
    return new LyncConferenceServer({ ...bench.options(timers, { userAgent }), roster });
  }

  /** Joined, and asked to call Mary. */
  async function dialling(more = {}, timers: Partial<CallTimers> = {}) {
    const lync = server(timers);
    const delivered = lync.dialOut.deliver(call(more));
    const joined = await focus.join();
    const command = await focus.command();
    return { lync, delivered, joined, command };
  }

  describe('dial-out', () => {
    it('joins the focus, has her called, and leaves when it is known what became of her', async () => {
      const delivered = server().dialOut.deliver(call());
      const joined = await focus.join();
      assert.equal(joined.sip.uri, FOCUS);
      assert.equal(joined.sip.header('Content-Type'), 'application/cccp+xml');
      assert.deepEqual(joined.sip.all('Supported'), ['timer, ms-sender']);
      assert.equal(joined.sip.header('Session-Expires'), '1800;refresher=uac');
      assert.ok(joined.sip.all('Allow').includes('INFO'));
      assert.deepEqual([joined.command, joined.attribute('from')], ['addUser', 'sip:usher@example.com']);
      assert.deepEqual([joined.attribute('to'), joined.attribute('confEntity')], [FOCUS, FOCUS]);
      assert.equal(joined.element('entry'), 'presenter');

      const command = await focus.command();
      assert.equal(command.sip.callId, joined.sip.callId);
      assert.equal(command.sip.header('Content-Type'), 'application/cccp+xml');
      assert.equal(command.attribute('mcuUri'), AV_MCU);
      assert.equal(command.attribute('confEntity'), FOCUS);
      assert.equal(command.element('joining-method'), 'dialed-out');
      assert.equal(command.element('display-text'), 'Mary Poppins');
      assert.match(command.sip.body, /entity="sip:mary@example\.com"/);
      assert.notEqual(command.attribute('requestId'), joined.attribute('requestId'));
      const record = bench.journal.of('person');
      assert.deepEqual(
        [record?.form, record?.state, record?.requestUri, record?.referTo],
        ['c3p', 'inviting', FOCUS, 'sip:mary@example.com'],
      );

      focus.answer(command, 'success');
      await focus.left();
      const { outcome, acceptedBy, participant } = await delivered;
      assert.deepEqual(outcome, { word: 'answered' });
      assert.equal(acceptedBy, 'sip:mary@example.com');
      assert.equal(participant?.presence, 'independent');
      assert.equal(bench.journal.of('person')?.state, 'confirmed');
    });

    it('waits for the response in a later INFO, through any number of pending ones', async () => {
      const { delivered, joined, command } = await dialling();
      focus.take(command);
      await focus.tell(joined, command, 'pending');
      await focus.tell(joined, command, 'pending');
      await focus.tell(joined, command, 'success');
      await focus.left();
      assert.equal((await delivered).outcome.word, 'answered');
    });

    it('takes a response that overtakes the 202', async () => {
      const { delivered, joined, command } = await dialling();
      await focus.tell(joined, command, 'failure', 'UserBusy');
      assert.equal((await delivered).outcome.word, 'busy');
      focus.take(command);
      await focus.left();
    });

    for (const [reason, word, detail] of [
      ['UserBusy', 'busy', undefined],
      ['userDeclined', 'declined', undefined],
      ['UserNotAnswered', 'no-answer', undefined],
      ['UserUnknown', 'not-found', undefined],
      ['UserDoesNotExist', 'not-found', undefined],
      ['Forbidden', 'not-allowed', 'conference-policy'],
      ['FederatedUsersNotAllowed', 'not-allowed', 'conference-policy'],
      ['NotSupported', 'cannot', undefined],
      ['OtherFailure', 'failed', 'conference-refused'],
      ['', 'failed', 'conference-refused'],
      ['constructor', 'failed', 'conference-refused'],
    ] as const) {
      it(`is ${word} when the reason is ${reason || 'not told'}`, async () => {
        const { delivered, command } = await dialling();
        focus.answer(command, 'failure', reason);
        const { outcome, participant } = await delivered;
        assert.deepEqual([outcome.word, outcome.detail, participant], [word, detail, undefined]);
        assert.equal(bench.journal.of('person')?.state, 'ended');
      });
    }

    it('is joined where she is in already', async () => {
      const { delivered, command } = await dialling();
      focus.answer(command, 'failure', 'UserExists');
      assert.equal((await delivered).outcome.word, 'joined');
    });

    for (const [code, headers, word, detail] of [
      [503, [], 'failed', 'retry-later'],
      [603, [], 'failed', 'conference-refused'],
      [403, ['ms-diagnostics: 3015;reason="x";source="fe.example.com"'], 'not-allowed', 'conference-policy'],
      [403, ['ms-diagnostics-public: 3014;reason="x"'], 'not-allowed', 'conference-policy'],
      [400, ['ms-diagnostics: 3002;reason="x"'], 'not-found', undefined],
      [404, ['ms-diagnostics: 3012;reason="x"'], 'failed', 'conference-address'],
      [400, ['ms-diagnostics: 3007;reason="x"'], 'failed', 'conference-refused'],
    ] as const) {
      it(`is ${word} where the INFO is answered ${code} ${headers}`, async () => {
        const { delivered, command } = await dialling();
        peer().reply(command.sip, code, { headers });
        const { outcome } = await delivered;
        assert.deepEqual([outcome.word, outcome.detail, outcome.answer?.code], [word, detail, code]);
      });
    }

    for (const [code, headers, word, detail] of [
      [403, ['ms-diagnostics: 3014;reason="x"'], 'not-allowed', 'conference-policy'],
      [404, [], 'failed', 'conference-refused'],
      [503, ['Retry-After: 30'], 'failed', 'retry-later'],
    ] as const) {
      it(`is ${word} where the focus lets us not in (${code} ${headers})`, async () => {
        const delivered = server().dialOut.deliver(call());
        peer().reply((await focus.joining()).sip, code, { headers });
        const { outcome } = await delivered;
        assert.deepEqual([outcome.word, outcome.detail], [word, detail]);
        assert.equal(bench.journal.of('person')?.state, 'ended');
      });
    }

    it('leaves, and fails, where the join fails in the body of a 200', async () => {
      const delivered = server().dialOut.deliver(call());
      const joining = await focus.joining();
      const body = joining.response('failure', '<addUser/>', 'Unauthorized');
      peer().reply(joining.sip, 200, { body, contentType: 'application/cccp+xml' });
      await focus.left();
      assert.equal((await delivered).outcome.word, 'not-allowed');
    });

    it('needs a focus URI', async () => {
      const { outcome } = await server().dialOut.deliver(deliveryTo());
      assert.deepEqual(outcome, { word: 'failed', detail: 'conference-address' });
      assert.equal(bench.journal.history.length, 0);
    });

    it('calls nobody whom another process owns', async () => {
      bench.journal.before = async () => {
        throw new Error('fenced off');
      };
      const { outcome } = await server().dialOut.deliver(call());
      assert.deepEqual(outcome, { word: 'unknown', detail: 'ownership-lost' });
      await bench.roundTrip();
      assert.equal(peer().has('INVITE'), false);
    });

    it('joins anew, once, where the focus has forgotten us: it has done nothing', async () => {
      const { delivered, command } = await dialling();
      peer().reply(command.sip, 481);
      await focus.join();
      const again = await focus.command();
      assert.notEqual(again.sip.callId, command.sip.callId);
      focus.answer(again, 'success');
      assert.equal((await delivered).outcome.word, 'answered');
    });

    it('does not know what became of her when the focus ends under it', async () => {
      const { delivered, joined, command } = await dialling();
      focus.take(command);
      peer().sendInDialog(joined.sip, 'BYE');
      const { outcome } = await delivered;
      assert.deepEqual(outcome, { word: 'unknown', detail: 'no-response' });
    });

    it('does not know when the connection is lost, and has her taken out over the next one', async () => {
      const { delivered } = await dialling();
      peer().drop();
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'connection-lost' });
      await focus.join();
      const command = await focus.command();
      assert.equal(command.command, 'deleteUser');
      focus.answer(command, 'success');
      await bench.journal.reaches('person', 'ended');
    });
  });

  describe('patience', () => {
    it('ends without a response: she is taken out, and has not answered', async () => {
      const { delivered, joined, command } = await dialling({}, { commandMs: 50 });
      focus.take(command);
      await focus.tell(joined, command, 'pending');
      const taking = await focus.command();
      assert.equal(taking.command, 'deleteUser');
      focus.answer(taking, 'failure', 'UserDoesNotExist');
      assert.equal((await delivered).outcome.word, 'no-answer');
    });

    it('takes nobody out where the response may have been lost with a connection: she may be in', async () => {
      const { delivered, joined, command } = await dialling({}, { commandMs: 200 });
      focus.take(command);
      await focus.tell(joined, command, 'pending');
      peer().drop();
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'no-response' });
      await bench.roundTrip();
      assert.equal(peer().has('INFO'), false);
    });

    it('is three minutes, and begins anew with each pending', async () => {
      const lync = server();
      lync.followRoster(FOCUS, () => {});
      const joined = await focus.join();
      mock.timers.enable({ apis: ['setTimeout'] });
      const delivered = lync.dialOut.deliver(call());
      const command = await focus.command();
      focus.take(command);
      for (let count = 0; count < 3; count += 1) {
        await focus.tell(joined, command, 'pending');
        mock.timers.tick(179_000);
      }
      assert.equal(peer().has('INFO'), false);
      mock.timers.tick(1_000);
      const taking = await focus.command();
      assert.equal(taking.command, 'deleteUser');
      focus.answer(taking, 'success');
      assert.equal((await delivered).outcome.word, 'no-answer');
    });
  });

  describe('withdrawn', () => {
    async function withdrawing() {
      const withdrawal = new AbortController();
      const all = await dialling({ signal: withdrawal.signal });
      focus.take(all.command);
      await focus.tell(all.joined, all.command, 'pending');
      withdrawal.abort();
      const taking = await focus.command();
      assert.equal(taking.command, 'deleteUser');
      assert.equal(taking.attribute('userEntity'), 'sip:mary@example.com');
      assert.equal(taking.sip.callId, all.joined.sip.callId);
      return { ...all, taking };
    }

    it('has her taken out while she is being called', async () => {
      const { delivered, taking } = await withdrawing();
      focus.answer(taking, 'success');
      await focus.left();
      assert.deepEqual((await delivered).outcome, { word: 'withdrawn' });
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });

    it('× success: who was brought in meanwhile is taken out', async () => {
      const { delivered, joined, command, taking } = await withdrawing();
      await focus.tell(joined, command, 'success');
      focus.answer(taking, 'success');
      assert.deepEqual((await delivered).outcome, { word: 'withdrawn' });
    });

    it('× success, and she cannot be taken out: she is in', async () => {
      const { delivered, joined, command, taking } = await withdrawing();
      await focus.tell(joined, command, 'success');
      peer().reply(taking.sip, 603);
      const { outcome, participant } = await delivered;
      assert.equal(outcome.word, 'answered');
      assert.equal(participant?.presence, 'independent');
    });

    it('× declined: that she has declined tells more', async () => {
      const { delivered, joined, command, taking } = await withdrawing();
      await focus.tell(joined, command, 'failure', 'UserDeclined');
      focus.answer(taking, 'failure', 'UserDoesNotExist');
      assert.equal((await delivered).outcome.word, 'declined');
    });

    it('says that nobody knows where she is not in yet, and may still be called', async () => {
      const { delivered, taking } = await withdrawing();
      focus.answer(taking, 'failure', 'UserDoesNotExist');
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'cancel-unanswered' });
    });

    it('while we join: nobody is called', async () => {
      const withdrawal = new AbortController();
      const delivered = server().dialOut.deliver(call({ signal: withdrawal.signal }));
      const joining = await focus.joining();
      withdrawal.abort();
      assert.deepEqual((await delivered).outcome, { word: 'withdrawn' });
      peer().reply(joining.sip, 200);
      await focus.left();
      assert.equal(peer().has('INFO'), false);
    });
  });

  describe('remove', () => {
    it('asks the focus to take her out, who tells later what became of it', async () => {
      const removal = server().remove(FOCUS, MARY);
      const joined = await focus.join();
      const command = await focus.command();
      assert.deepEqual(
        [command.command, command.attribute('confEntity'), command.attribute('userEntity')],
        ['deleteUser', FOCUS, 'sip:mary@example.com'],
      );
      focus.take(command);
      await focus.tell(joined, command, 'success');
      assert.deepEqual(await removal, { kind: 'removed' });
    });

    it('finds a telephone by the address under which it was called', async () => {
      void server().remove(FOCUS, { address: 'tel:+4930123' });
      await focus.join();
      const command = await focus.command();
      assert.equal(command.attribute('userEntity'), 'sip:+4930123@example.com;user=phone');
    });

    for (const [code, reason, expected] of [
      ['failure', 'UserDoesNotExist', { kind: 'not-in' }],
      ['failure', 'Forbidden', { kind: 'refused', code: 603 }],
    ] as const) {
      it(`tells of ${reason}`, async () => {
        const removal = server().remove(FOCUS, MARY);
        await focus.join();
        focus.answer(await focus.command(), code, reason);
        assert.deepEqual(await removal, expected);
      });
    }

    it('tells the code where the focus refuses, the command or us', async () => {
      const first = server().remove(FOCUS, MARY);
      await focus.join();
      peer().reply((await focus.command()).sip, 403);
      assert.deepEqual(await first, { kind: 'refused', code: 403 });
      const second = server().remove(FOCUS, MARY);
      peer().reply((await focus.joining()).sip, 404);
      assert.deepEqual(await second, { kind: 'refused', code: 404 });
    });

    it('has no code where nobody answers, and for an address that is none', async () => {
      const silent = server({ cancelMs: 20 }).remove(FOCUS, MARY);
      await focus.join();
      focus.take(await focus.command());
      assert.deepEqual(await silent, { kind: 'refused', code: 0 });
      assert.deepEqual(await server().remove(FOCUS, { address: '' }), { kind: 'refused', code: 0 });
    });
  });

  describe('the focus', () => {
    it('is joined once for commands at the same time, and left after the last', async () => {
      const lync = server();
      const removals = [lync.remove(FOCUS, MARY), lync.remove(FOCUS, { address: 'sip:bob@example.com' })];
      await focus.join();
      const commands = [await focus.command(), await focus.command()];
      const ids = commands.map((command) => command.attribute('requestId'));
      assert.equal(new Set(ids).size, 2);
      for (const command of commands) focus.answer(command, 'success');
      await Promise.all(removals);
      await focus.left();
      assert.equal(peer().has('INVITE'), false);
    });

    it('is told nothing by responses to nobody, and refuses what is no response', async () => {
      const lync = server();
      lync.followRoster(FOCUS, () => {});
      const joined = await focus.join();
      const delivered = lync.dialOut.deliver(call());
      const command = await focus.command();
      await focus.sendInfo(joined, command.response('success').replace(/requestId="\d+"/, 'requestId="0"'));
      await focus.sendInfo(joined, '<!DOCTYPE a><a/>', 415);
      await focus.sendInfo(joined, '', 415);
      focus.answer(command, 'failure', 'UserBusy');
      assert.equal((await delivered).outcome.word, 'busy');
      // Late: it means nothing any more.
      await focus.tell(joined, command, 'success');
    });

    it('keeps the session by UPDATE at half of its time', async () => {
      mock.timers.enable({ apis: ['setInterval'] });
      server().followRoster(FOCUS, () => {});
      const joined = await focus.join('600;refresher=uac');
      mock.timers.tick(299_000);
      assert.equal(peer().has('UPDATE'), false);
      for (let count = 0; count < 2; count += 1) {
        mock.timers.tick(300_000);
        const update = await peer().request('UPDATE');
        assert.equal(update.callId, joined.sip.callId);
        assert.equal(update.header('Session-Expires'), '1800;refresher=uac');
        peer().reply(update, 200);
      }
    });

    for (const granted of ['600;refresher=uas', '1;refresher=uac']) {
      it(`does not hurry where the session is granted as ${granted}`, async () => {
        mock.timers.enable({ apis: ['setInterval'] });
        server().followRoster(FOCUS, () => {});
        await focus.join(granted);
        mock.timers.tick(44_000);
        await bench.roundTrip();
        assert.equal(peer().has('UPDATE'), false);
      });
    }

    it('is told our new Contact, and joined anew where it knows us no more', async () => {
      const lync = server();
      lync.followRoster(FOCUS, () => {});
      await focus.join();
      bench.userAgent.emit('contactChanged');
      const update = await peer().request('UPDATE');
      assert.equal(update.header('Contact'), bench.userAgent.contact);
      peer().reply(update, 481);
      await bench.roundTrip();
      void lync.remove(FOCUS, MARY);
      await focus.join();
    });

    it('answers a re-INVITE of the focus, and leaves all as it is', async () => {
      const { delivered, joined, command } = await dialling();
      peer().sendInDialog(joined.sip, 'INVITE', { cseq: 50 });
      await peer().response(200, joined.sip.callId, 'INVITE');
      peer().sendInDialog(joined.sip, 'ACK', { cseq: 50 });
      focus.answer(command, 'success');
      assert.equal((await delivered).outcome.word, 'answered');
    });

    it('is left when the program stops, though the roster is followed', async () => {
      const lync = server();
      lync.followRoster(FOCUS, () => {});
      await focus.join();
      const stopped = lync.stop();
      await focus.left();
      await stopped;
    });
  });

  describe('the roster', () => {
    const entry = (address: string): RosterEntry => ({
      key: address,
      address,
      name: '',
      status: 'connected',
    });

    it('is followed as a participant, without ourselves', async () => {
      const followed = Promise.withResolvers<(roster: Roster) => void>();
      follow = followed.resolve;
      const seen: Roster[] = [];
      const stop = server().followRoster(FOCUS, (known) => seen.push(known));
      await focus.join();
      const tell = await followed.promise;
      tell({ kind: 'known', entries: [entry('sip:usher@example.com'), entry('sip:mary@example.com')] });
      tell({ kind: 'unknown' });
      assert.deepEqual(seen, [
        { kind: 'known', entries: [entry('sip:mary@example.com')] },
        { kind: 'unknown' },
      ]);
      const stopped = stop();
      await focus.left();
      await stopped;
    });

    it('comes by the event package of any focus, once we are in', async () => {
      const options = bench.options();
      const lync = new LyncConferenceServer({ ...options, roster: new SipConferenceServer(options) });
      const known = Promise.withResolvers<Roster>();
      const stop = lync.followRoster(FOCUS, (told) => told.kind === 'known' && known.resolve(told));
      const joining = await focus.joining();
      assert.equal(peer().has('SUBSCRIBE'), false);
      peer().reply(joining.sip, 200);
      const subscribe = await peer().request('SUBSCRIBE');
      assert.deepEqual([subscribe.uri, subscribe.header('Event')], [FOCUS, 'conference']);
      peer().reply(subscribe, 200, { headers: ['Expires: 3600'] });
      peer().sendInDialog(subscribe, 'NOTIFY', {
        headers: ['Event: conference', 'Subscription-State: active;expires=3600'],
        contentType: 'application/conference-info+xml',
        body: conferenceInfo(`<users>${userInfo('usher')}${userInfo('mary')}</users>`, {
          state: 'full',
          version: 1,
          entity: FOCUS,
        }),
      });
      const told = await known.promise;
      assert.deepEqual(told.kind === 'known' && told.entries.map(({ address }) => address), [
        'sip:mary@example.com',
      ]);
      void stop();
      peer().reply(await peer().request('SUBSCRIBE'), 200, { headers: ['Expires: 0'] });
    });

    it('is asked for also where we may not join: it says itself why there is none', async () => {
      const followed = Promise.withResolvers<(roster: Roster) => void>();
      follow = followed.resolve;
      const stop = server().followRoster(FOCUS, () => {});
      peer().reply((await focus.joining()).sip, 403);
      await followed.promise;
      await stop();
    });

    it('is unknown when the dialog ends, and followed again when we are in again', async () => {
      const followed: ((roster: Roster) => void)[] = [];
      follow = (listener) => followed.push(listener);
      const seen: Roster[] = [];
      const stop = server({ rejoinMs: 5 }).followRoster(FOCUS, (told) => seen.push(told));
      const joined = await focus.join();
      peer().sendInDialog(joined.sip, 'BYE');
      await focus.join();
      assert.deepEqual(seen, [{ kind: 'unknown' }]);
      while (followed.length < 2) await bench.roundTrip();
      void stop();
      await focus.left();
    });

    it('waits for the connection, and for a focus that does not answer', async () => {
      peer().drop();
      const followed = Promise.withResolvers<unknown>();
      follow = followed.resolve;
      server({ rejoinMs: 5 }).followRoster(FOCUS, () => {});
      peer().reply((await focus.joining()).sip, 503);
      await focus.join();
      await followed.promise;
    });

    it('can be given up while there is no connection', async () => {
      await bench.userAgent.stop();
      await server().followRoster(FOCUS, () => {})();
    });

    it('is not followed any more when it was given up while we joined', async () => {
      follow = () => assert.fail('nobody wants it');
      const stop = server().followRoster(FOCUS, () => {});
      const joining = await focus.joining();
      const stopped = stop();
      peer().reply(joining.sip, 200);
      await focus.left();
      await stopped;
    });
  });

  describe('after a crash', () => {
    let successor: SipUserAgent;

    async function crash(): Promise<LegRecord[]> {
      await bench.userAgent.stop();
      successor = await bench.agent();
      return JSON.parse(JSON.stringify(bench.journal.latest));
    }
    const recover = (records: readonly LegRecord[], isKnown = true) => {
      const conferenceServer = server({}, successor);
      const known = isKnown ? { conferenceServer } : {};
      return recoverCall({ userAgent: successor, journal: bench.journal, records, ...known });
    };

    for (const [code, reason, kind] of [
      ['success', '', 'cancelled'],
      ['failure', 'UserDoesNotExist', 'ended'],
      ['failure', 'Forbidden', 'unknown'],
    ] as const) {
      it(`has who was being called taken out: ${kind} after ${reason || code}`, async () => {
        await dialling();
        const recovered = recover(await crash());
        await focus.join();
        const command = await focus.command();
        assert.equal(command.attribute('userEntity'), 'sip:mary@example.com');
        focus.answer(command, code, reason);
        assert.deepEqual(await recovered, { kind });
        assert.equal(bench.journal.of('person')?.state, 'ended');
      });
    }

    it('leaves who is in where she is, and can still have her taken out', async () => {
      const { delivered, command } = await dialling();
      focus.answer(command, 'success');
      await delivered;
      const result = await recover(await crash());
      assert.ok(result.kind === 'adopted');
      void result.participant.hangUp();
      await focus.join();
      assert.equal((await focus.command()).command, 'deleteUser');
    });

    it('does not know where another kind of conference server is configured now', async () => {
      await dialling();
      assert.deepEqual(await recover(await crash(), false), { kind: 'unknown' });
    });

    it('asks once more when the connection was lost before the focus answered', async () => {
      await dialling();
      const recovered = recover(await crash());
      await focus.join();
      await focus.command();
      peer().drop();
      await focus.join();
      focus.answer(await focus.command(), 'success');
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });
  });
});
