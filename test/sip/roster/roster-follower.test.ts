import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Roster } from '../../../src/core/index.ts';
import { Rosters, type RostersOptions } from '../../../src/sip/roster/rosters.ts';
import { CONFERENCE, conferenceInfo, fullInfo, userInfo } from '../../support/conference-info.ts';
import { expectedResponse } from '../../support/digest-check.ts';
import { FakeTimers } from '../../support/fake-timers.ts';
import type { ReplyOptions, SipText } from '../../support/scripted-sip-peer.ts';
import { SipBench } from '../../support/sip-bench.ts';

const TYPE = 'application/conference-info+xml';
/** Timer N, and what a subscription must last to be a steady one. */
const NOTIFY_MS = 32_000;
const STEADY_MS = 30_000;
/** Of 300 s granted, with the lot at 0. */
const REFRESH_MS = 210_000;

describe('following a roster', () => {
  let bench: SipBench;
  let timers: FakeTimers;
  let rosters: Rosters;
  /** What was told, in order: who is in, or `unknown`, `none 489`. */
  let told: string[];
  let stop: () => Promise<void>;
  let cseq: number;

  beforeEach(async () => {
    bench = await SipBench.start();
    timers = new FakeTimers();
    told = [];
    cseq = 0;
    rosters = begin();
    stop = async () => {};
  });
  afterEach(async () => {
    const stopped = stop();
    if (timers.pending.includes(1_000)) timers.end(1_000);
    await stopped;
    assert.deepEqual(timers.pending, [], 'a timer is left');
    await bench.stop();
  });

  function begin(more: Partial<RostersOptions> = {}): Rosters {
    return new Rosters({ userAgent: bench.userAgent, random: () => 0, later: timers.later, ...more });
  }

  const hear = (roster: Roster): void => {
    if (roster.kind === 'none') told.push(`none ${roster.code}`);
    else if (roster.kind === 'unknown') told.push('unknown');
    else told.push(roster.entries.map(({ name, status }) => `${name} ${status}`).join(', ') || 'nobody');
  };

  /** Follows the room; resolves with the SUBSCRIBE. */
  function follow(): Promise<SipText> {
    stop = rosters.follow(CONFERENCE, hear);
    return bench.peer.request('SUBSCRIBE');
  }

  /** NOTIFY inside the dialog of this SUBSCRIBE; resolves with the code of its answer. */
  async function notify(
    subscribe: SipText,
    body: string,
    options: ReplyOptions & { state?: string; cseq?: number; event?: string } = {},
  ): Promise<SipText> {
    const { state = 'active;expires=300', event = 'conference', headers = [], ...rest } = options;
    cseq += 1;
    const before = bench.peer.log.length;
    bench.peer.sendInDialog(subscribe, 'NOTIFY', {
      cseq,
      contentType: TYPE,
      body,
      headers: [
        `Event: ${event}`,
        ...(state === '' ? [] : [`Subscription-State: ${state}`]),
        `Contact: <sip:focus@127.0.0.1:${bench.peer.port};transport=tcp>`,
        ...headers,
      ],
      ...rest,
    });
    for (;;) {
      const { callId } = subscribe;
      const isAnswer = (m: SipText) =>
        m.isResponse && m.callId === callId && m.header('CSeq') === `${options.cseq ?? cseq} NOTIFY`;
      const answer = bench.peer.log.slice(before).find(isAnswer);
      if (answer) return answer;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A subscription that lives, with Mary in. */
  async function live(): Promise<SipText> {
    const subscribe = await follow();
    bench.peer.reply(subscribe, 200, { headers: ['Expires: 300'] });
    await notify(subscribe, fullInfo(1, 'mary'));
    await bench.roundTrip();
    return subscribe;
  }

  it('subscribes to the conference (RFC 4575 3)', async () => {
    const subscribe = await follow();
    assert.equal(subscribe.uri, CONFERENCE);
    assert.equal(subscribe.header('Event'), 'conference');
    assert.equal(subscribe.header('Accept'), TYPE);
    assert.equal(subscribe.header('Expires'), '300');
    assert.match(subscribe.header('Contact'), /^<sip:usher@127\.0\.0\.1:\d+;transport=tcp>$/);
    assert.match(subscribe.header('From'), /^<sip:usher@example\.com>;tag=/);
    assert.equal(subscribe.tagOf('To'), '');
    assert.deepEqual(told, []);
  });

  it('tells the roster when it is known, and each change', async () => {
    const subscribe = await live();
    await notify(
      subscribe,
      conferenceInfo(`<users state="partial">${userInfo('bob alerting')}</users>`, {
        state: 'partial',
        version: 2,
      }),
    );
    assert.deepEqual(told, ['mary connected', 'mary connected, bob alerting']);
    // The same once more, as after a refresh.
    await notify(subscribe, fullInfo(3, 'mary', 'bob alerting'));
    await notify(subscribe, fullInfo(4));
    assert.deepEqual(told.slice(2), ['nobody']);
  });

  it('hears a NOTIFY that comes before the answer to the SUBSCRIBE', async () => {
    const subscribe = await follow();
    assert.equal((await notify(subscribe, fullInfo(1, 'mary'))).code, 200);
    assert.deepEqual(told, ['mary connected']);
    bench.peer.reply(subscribe, 200, { headers: ['Expires: 300'] });
    await bench.roundTrip();
    assert.deepEqual(told, ['mary connected']);
    assert.deepEqual(timers.pending.sort(), [REFRESH_MS, STEADY_MS]);
  });

  it('answers a challenge', async () => {
    const agent = await bench.agent({ username: 'usher', password: 'secret' });
    rosters = begin({ userAgent: agent });
    const first = await follow();
    bench.peer.reply(first, 401, {
      headers: ['WWW-Authenticate: Digest realm="conf", nonce="n1", qop="auth", algorithm=MD5'],
    });
    const second = await bench.peer.request('SUBSCRIBE');
    const authorization = second.header('Authorization');
    assert.equal(
      /response="([^"]*)"/.exec(authorization)?.[1],
      expectedResponse(authorization, { hash: 'md5', method: 'SUBSCRIBE', password: 'secret' }),
    );
    assert.equal(second.header('CSeq'), '2 SUBSCRIBE');
    bench.peer.reply(second, 200, { headers: ['Expires: 300'] });
    await notify(second, fullInfo(1, 'mary'));
    await bench.roundTrip(agent);
    timers.end(REFRESH_MS);
    assert.equal((await bench.peer.request('SUBSCRIBE')).header('CSeq'), '3 SUBSCRIBE');
  });

  describe('refreshes', () => {
    it('in the dialog that the first NOTIFY has made', async () => {
      const subscribe = await follow();
      bench.peer.reply(subscribe, 202, { headers: ['Expires: 300'], toTag: 'another-branch' });
      await notify(subscribe, fullInfo(1, 'mary'), {
        headers: ['Record-Route: <sip:p1.example.com;lr>', 'Record-Route: <sip:p2.example.com;lr>'],
      });
      await bench.roundTrip();
      timers.end(REFRESH_MS);
      const refresh = await bench.peer.request('SUBSCRIBE');
      assert.equal(refresh.uri, `sip:focus@127.0.0.1:${bench.peer.port};transport=tcp`);
      assert.equal(refresh.callId, subscribe.callId);
      assert.equal(refresh.tagOf('From'), subscribe.tagOf('From'));
      assert.equal(refresh.tagOf('To'), 'peer-standup');
      assert.equal(refresh.header('CSeq'), '2 SUBSCRIBE');
      assert.deepEqual(refresh.all('Route'), ['<sip:p1.example.com;lr>', '<sip:p2.example.com;lr>']);
      bench.peer.reply(refresh, 200, { headers: ['Expires: 100'] });
      await notify(subscribe, fullInfo(2, 'mary'), { state: 'active' });
      await bench.roundTrip();
      assert.deepEqual(timers.pending.sort(), [STEADY_MS, 70_000]);
      assert.deepEqual(told, ['mary connected']);
    });

    const grants: [name: string, expires: string[], state: string, refreshMs: number][] = [
      ['what the answer grants', ['Expires: 60'], 'active', 42_000],
      ['what the NOTIFY grants, where that is less', ['Expires: 300'], 'active;expires=20', 14_000],
      ['no more than was asked for', ['Expires: 4000000000'], 'active;expires=4000000000', REFRESH_MS],
      ['what was asked for, where nobody says', [], 'active', REFRESH_MS],
      ['not all the time, whatever is granted', ['Expires: 0'], 'active;expires=0', 1_000],
    ];
    for (const [name, headers, state, refreshMs] of grants) {
      it(`within ${name}`, async () => {
        const subscribe = await follow();
        bench.peer.reply(subscribe, 200, { headers });
        await notify(subscribe, fullInfo(1, 'mary'), { state });
        await bench.roundTrip();
        assert.deepEqual(timers.pending.sort(), [refreshMs, STEADY_MS].sort());
      });
    }

    it('asks for as long as the server wants (423)', async () => {
      const subscribe = await follow();
      bench.peer.reply(subscribe, 423, { headers: ['Min-Expires: 1800'] });
      const longer = await bench.peer.request('SUBSCRIBE');
      assert.equal(longer.header('Expires'), '1800');
      bench.peer.reply(longer, 423, { headers: ['Min-Expires: 3600'] });
      await bench.roundTrip();
      assert.equal(bench.peer.has('SUBSCRIBE'), false);
      assert.deepEqual(timers.pending, [500]);
    });
  });

  describe('loses count', () => {
    const gap = conferenceInfo(`<users state="partial">${userInfo('bob')}</users>`, {
      state: 'partial',
      version: 7,
    });

    it('and asks for the whole state, which is taken whatever its version', async () => {
      const subscribe = await live();
      assert.equal((await notify(subscribe, gap)).code, 200);
      const refresh = await bench.peer.request('SUBSCRIBE');
      assert.equal(refresh.callId, subscribe.callId);
      bench.peer.reply(refresh, 200, { headers: ['Expires: 300'] });
      await notify(subscribe, fullInfo(0, 'mary', 'bob'));
      assert.deepEqual(told, ['mary connected', 'mary connected, bob connected']);
    });

    it('and knows nothing where there is no whole state; a full one later helps', async () => {
      const subscribe = await live();
      await notify(subscribe, gap);
      bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 200);
      await notify(subscribe, gap);
      await notify(subscribe, gap);
      assert.deepEqual(told, ['mary connected', 'unknown']);
      await bench.roundTrip();
      assert.equal(bench.peer.has('SUBSCRIBE'), false, 'it does not ask without end');
      await notify(subscribe, fullInfo(9, 'bob'));
      assert.deepEqual(told.slice(2), ['bob connected']);
    });

    it('while it asks already: it asks once more after the answer', async () => {
      const subscribe = await follow();
      await notify(subscribe, fullInfo(1, 'mary'));
      await notify(subscribe, gap);
      await bench.roundTrip();
      assert.equal(bench.peer.has('SUBSCRIBE'), false);
      bench.peer.reply(subscribe, 200);
      assert.equal((await bench.peer.request('SUBSCRIBE')).header('CSeq'), '2 SUBSCRIBE');
    });
  });

  describe('answers a NOTIFY', () => {
    const cases: [name: string, code: number, body: string, options: Parameters<typeof notify>[2]][] = [
      ['without a body, as there is nothing to tell yet', 200, '', { state: 'pending' }],
      ['of another media type', 415, 'v=0', { contentType: 'application/sdp' }],
      [
        'with parameters behind its type',
        200,
        fullInfo(2, 'bob'),
        { contentType: `${TYPE.toUpperCase()};charset=utf-8` },
      ],
      ['without Subscription-State', 400, fullInfo(2, 'bob'), { state: '' }],
      ['of another branch of a forked SUBSCRIBE', 481, fullInfo(2, 'bob'), { toTag: 'another-branch' }],
      ['of another event package', 481, fullInfo(2, 'bob'), { event: 'presence' }],
      ['without an event', 489, fullInfo(2, 'bob'), { event: '' }],
      ['that is no XML', 400, 'hello', {}],
      ['with a document type', 400, `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, {}],
      ['that comes too late', 500, fullInfo(2, 'bob'), { cseq: 0 }],
      ['about another conference', 200, conferenceInfo('<users/>', { version: 2, entity: 'sip:x@y' }), {}],
    ];
    for (const [name, code, body, options] of cases) {
      it(`${name}: ${code}`, async () => {
        const subscribe = await live();
        const answer = await notify(subscribe, body, options);
        assert.equal(answer.code, code);
        if (code === 415) assert.equal(answer.header('Accept'), TYPE);
        await bench.roundTrip();
        assert.deepEqual(
          told,
          code === 200 && body.includes('bob') ? ['mary connected', 'bob connected'] : ['mary connected'],
        );
      });
    }

    it('of a subscription that is over: 481, so that nobody sends more', async () => {
      const subscribe = await live();
      await notify(subscribe, fullInfo(2), { state: 'terminated;reason=timeout' });
      assert.equal((await notify(subscribe, fullInfo(3, 'bob'))).code, 481);
      assert.deepEqual(told, ['mary connected', 'nobody']);
    });
  });

  describe('is refused', () => {
    for (const code of [489, 403, 405, 501, 603]) {
      it(`with ${code}: says so once, and asks nobody again`, async () => {
        bench.peer.reply(await follow(), code);
        await bench.roundTrip();
        assert.deepEqual(told, [`none ${code}`]);
        assert.deepEqual(timers.pending, []);
        bench.peer.drop();
        await once(bench.userAgent, 'ready');
        await bench.roundTrip();
        assert.deepEqual(told, [`none ${code}`]);
        assert.deepEqual(timers.pending, []);
      });
    }

    it('because the room is not there yet: tries again, with pauses that grow', async () => {
      bench.peer.reply(await follow(), 404);
      for (const pauseMs of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
        await bench.roundTrip();
        timers.end(pauseMs);
        bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 480);
      }
      await bench.roundTrip();
      timers.end(15_000);
      const subscribe = await bench.peer.request('SUBSCRIBE');
      bench.peer.reply(subscribe, 200);
      await notify(subscribe, fullInfo(1, 'mary'));
      assert.deepEqual(told, ['unknown', 'mary connected']);
      const ids = bench.peer.log.filter(({ method }) => method === 'SUBSCRIBE').map(({ callId }) => callId);
      assert.equal(new Set(ids).size, ids.length, 'each is a subscription of its own');
    });

    it('because the server is busy: waits as long as it wants', async () => {
      bench.peer.reply(await follow(), 503, { headers: ['Retry-After: 120 (maintenance)'] });
      await bench.roundTrip();
      assert.deepEqual(timers.pending, [120_000]);
      assert.deepEqual(told, ['unknown']);
    });

    it('not at all: Timer N', async () => {
      bench.peer.reply(await follow(), 200, { headers: ['Expires: 300'] });
      await bench.roundTrip();
      timers.end(NOTIFY_MS);
      assert.deepEqual(told, ['unknown']);
      timers.end(500);
      await bench.peer.request('SUBSCRIBE');
    });
  });

  describe('loses the subscription', () => {
    it('which the server does not know any more (481), and has another one before anybody notices', async () => {
      await live();
      timers.end(REFRESH_MS);
      const refresh = await bench.peer.request('SUBSCRIBE');
      bench.peer.reply(refresh, 481);
      await bench.roundTrip();
      timers.end(500);
      const again = await bench.peer.request('SUBSCRIBE');
      assert.notEqual(again.callId, refresh.callId);
      assert.equal(again.uri, CONFERENCE);
      bench.peer.reply(again, 200);
      await notify(again, fullInfo(0, 'mary'));
      assert.deepEqual(told, ['mary connected']);
    });

    it('and does not get another one', async () => {
      await live();
      timers.end(REFRESH_MS);
      bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 481);
      await bench.roundTrip();
      for (const pauseMs of [500, 1_000]) {
        timers.end(pauseMs);
        bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 404);
        await bench.roundTrip();
      }
      assert.deepEqual(told, ['mary connected', 'unknown']);
    });

    it('with the connection, and subscribes anew when there is one again', async () => {
      const subscribe = await live();
      bench.peer.drop();
      await once(bench.userAgent, 'disconnected');
      assert.deepEqual(told, ['mary connected', 'unknown']);
      assert.deepEqual(timers.pending, []);
      await once(bench.userAgent, 'ready');
      timers.end(500);
      const again = await bench.peer.request('SUBSCRIBE');
      assert.notEqual(again.callId, subscribe.callId);
      bench.peer.reply(again, 200);
      await notify(again, fullInfo(1, 'mary'));
      assert.deepEqual(told, ['mary connected', 'unknown', 'mary connected']);
    });

    it('with the connection, before it was answered', async () => {
      await follow();
      bench.peer.drop();
      await once(bench.userAgent, 'ready');
      assert.deepEqual(timers.pending, [500]);
      assert.deepEqual(told, ['unknown']);
    });

    const ends: [state: string, told: string[], pending: number[]][] = [
      ['terminated;reason=deactivated', [], [500]],
      ['terminated;reason=timeout;retry-after=60', [], [500]],
      ['terminated;reason=probation;retry-after=60', ['unknown'], [60_000]],
      ['terminated;reason=giveup', [], [500]],
      ['terminated', [], [500]],
      ['terminated;reason=rejected', ['none 403'], []],
      ['terminated;reason=noresource', ['nobody'], [500]],
    ];
    for (const [state, more, pending] of ends) {
      it(state, async () => {
        const subscribe = await live();
        assert.equal((await notify(subscribe, '', { state })).code, 200);
        assert.deepEqual(told, ['mary connected', ...more]);
        assert.deepEqual(timers.pending, pending);
      });
    }

    it('to a server that ends each one at once, and is asked less and less often', async () => {
      let subscribe = await follow();
      for (const pauseMs of [500, 1_000, 2_000, 4_000]) {
        bench.peer.reply(subscribe, 200);
        await notify(subscribe, fullInfo(1, 'mary'), { state: 'terminated;reason=timeout' });
        await bench.roundTrip();
        timers.end(pauseMs);
        subscribe = await bench.peer.request('SUBSCRIBE');
      }
      bench.peer.reply(subscribe, 200);
      await notify(subscribe, fullInfo(1, 'mary'));
      await bench.roundTrip();
      timers.end(STEADY_MS);
      await notify(subscribe, '', { state: 'terminated;reason=timeout' });
      assert.deepEqual(timers.pending, [500]);
    });

    it('as the conference has ended: nobody is in, until it comes to life again', async () => {
      const subscribe = await live();
      await notify(subscribe, '', { state: 'terminated;reason=noresource' });
      for (const pauseMs of [500, 1_000, 2_000]) {
        timers.end(pauseMs);
        bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 404);
        await bench.roundTrip();
      }
      timers.end(4_000);
      const again = await bench.peer.request('SUBSCRIBE');
      bench.peer.reply(again, 200);
      await notify(again, fullInfo(1, 'bob'));
      assert.deepEqual(told, ['mary connected', 'nobody', 'bob connected']);
    });
  });

  describe('stops', () => {
    it('by unsubscribing, and takes the last NOTIFY', async () => {
      const subscribe = await live();
      const stopped = stop();
      const leave = await bench.peer.request('SUBSCRIBE');
      assert.equal(leave.header('Expires'), '0');
      assert.equal(leave.header('CSeq'), '2 SUBSCRIBE');
      assert.equal(leave.tagOf('To'), 'peer-standup');
      bench.peer.reply(leave, 200, { headers: ['Expires: 0'] });
      const last = await notify(subscribe, fullInfo(2, 'bob'), { state: 'terminated;reason=timeout' });
      assert.equal(last.code, 200);
      await stopped;
      assert.deepEqual(told, ['mary connected']);
      assert.deepEqual(timers.pending, []);
      assert.equal((await notify(subscribe, fullInfo(3))).code, 481);
    });

    it('without waiting for ever', async () => {
      await live();
      const stopped = stop();
      await bench.peer.request('SUBSCRIBE');
      timers.end(1_000);
      await stopped;
      assert.deepEqual(timers.pending, []);
    });

    it('at once where the server knows nothing of it', async () => {
      await live();
      const stopped = stop();
      bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 481);
      await stopped;
    });

    it('before the first NOTIFY', async () => {
      const subscribe = await follow();
      await stop();
      bench.peer.reply(subscribe, 200);
      assert.equal((await notify(subscribe, fullInfo(1, 'mary'))).code, 481);
      assert.deepEqual(told, []);
    });

    it('while it pauses, and without a connection', async () => {
      bench.peer.reply(await follow(), 404);
      await bench.roundTrip();
      await stop();
      assert.deepEqual(timers.pending, []);
      await live();
      bench.peer.drop();
      await once(bench.userAgent, 'disconnected');
      await stop();
      await once(bench.userAgent, 'ready');
      assert.deepEqual(timers.pending, []);
    });
  });

  describe('has one end only', () => {
    it('where the server ends it while it is asked again: before its answer', async () => {
      const subscribe = await live();
      timers.end(REFRESH_MS);
      const refresh = await bench.peer.request('SUBSCRIBE');
      await notify(subscribe, '', { state: 'terminated;reason=timeout' });
      bench.peer.reply(refresh, 481);
      await bench.roundTrip();
      assert.deepEqual(timers.pending, [500]);
      timers.end(500);
      await bench.peer.request('SUBSCRIBE');
      await bench.roundTrip();
      assert.equal(bench.peer.has('SUBSCRIBE'), false);
    });

    it('where the server ends it while it is asked again: after its answer', async () => {
      const subscribe = await live();
      timers.end(REFRESH_MS);
      bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 481);
      await bench.roundTrip();
      assert.equal((await notify(subscribe, '', { state: 'terminated;reason=timeout' })).code, 481);
      assert.deepEqual(timers.pending, [500]);
    });

    for (const code of [200, 481]) {
      it(`where we stop while it is asked again, and that is answered ${code}`, async () => {
        await live();
        timers.end(REFRESH_MS);
        const refresh = await bench.peer.request('SUBSCRIBE');
        const stopped = stop();
        const leave = await bench.peer.request('SUBSCRIBE');
        assert.equal(leave.header('Expires'), '0');
        bench.peer.reply(refresh, code);
        bench.peer.reply(leave, 481);
        await stopped;
        await bench.roundTrip();
        assert.deepEqual(timers.pending, []);
        assert.deepEqual(told, ['mary connected']);
      });
    }

    it('where the connection is lost while we stop', async () => {
      await live();
      const stopped = stop();
      await bench.peer.request('SUBSCRIBE');
      bench.peer.drop();
      await stopped;
      await once(bench.userAgent, 'ready');
      assert.deepEqual(timers.pending, []);
      assert.deepEqual(told, ['mary connected']);
    });
  });

  it('has one subscription for all who follow a conference', async () => {
    await live();
    const other: Roster[] = [];
    const stopOther = rosters.follow(CONFERENCE, (roster) => other.push(roster));
    assert.deepEqual(other, [], 'not before it has returned');
    await bench.roundTrip();
    assert.equal(other.length, 1);
    await stop();
    await stop();
    assert.equal(bench.peer.has('SUBSCRIBE'), false);
    stop = stopOther;
  });

  it('begins when there is a connection', async () => {
    bench.peer.drop();
    await once(bench.userAgent, 'disconnected');
    stop = rosters.follow(CONFERENCE, hear);
    assert.deepEqual(told, []);
    await once(bench.userAgent, 'ready');
    assert.deepEqual(told, ['unknown']);
    timers.end(500);
    await bench.peer.request('SUBSCRIBE');
  });

  it('begins when the server knows us, or has refused to', async () => {
    const registered = Promise.withResolvers<void>();
    rosters = begin({ registered: registered.promise });
    const stopEarly = rosters.follow('sip:other@conf.example.com', hear);
    const subscribed = follow();
    await bench.roundTrip();
    assert.equal(bench.peer.has('SUBSCRIBE'), false);
    await stopEarly();
    registered.resolve();
    await subscribed;
    await bench.roundTrip();
    const asked = bench.peer.log.filter(({ method }) => method === 'SUBSCRIBE').map(({ uri }) => uri);
    assert.deepEqual(asked, [CONFERENCE]);
  });

  it('knows that an address can be followed by nobody', async () => {
    stop = rosters.follow('sip:standup@1.2.3', hear);
    await bench.roundTrip();
    assert.deepEqual(told, ['none 0']);
  });

  it('takes a roster of a thousand people', async () => {
    const subscribe = await live();
    const people = Array.from({ length: 1_000 }, (_, i) => `person${i}`);
    assert.equal((await notify(subscribe, fullInfo(2, ...people))).code, 200);
    assert.equal(told.at(-1)?.split(', ').length, 1_000);
  });

  it('leaves nothing behind', async () => {
    const { core } = bench.userAgent;
    const listeners = () =>
      bench.userAgent.listenerCount('ready') + bench.userAgent.listenerCount('disconnected');
    const before = { listeners: listeners(), dialogs: core.dialogs.size, subscribers: core.subscribers.size };
    for (let i = 0; i < 20; i += 1) {
      cseq = 0;
      const subscribe = await live();
      const stopped = stop();
      bench.peer.reply(await bench.peer.request('SUBSCRIBE'), 200);
      await notify(subscribe, '', { state: 'terminated' });
      await stopped;
    }
    await bench.roundTrip();
    assert.deepEqual(timers.pending, []);
    const after = { listeners: listeners(), dialogs: core.dialogs.size, subscribers: core.subscribers.size };
    assert.deepEqual(after, before);
  });
});
