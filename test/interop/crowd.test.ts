import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { Conference, ConferenceInvitation, RealTimeError } from '../../src/core/index.ts';
import { Bridge, type CallJournal, type LegRecord, Pacer, SipUserAgent } from '../../src/sip/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';

const PEOPLE = 1_000;
/** The phones decline after 10 s; withdrawals also cross that. */
const WITHDRAWN_WITHIN_MS = 11_000;
/** What a quarter of them gets: the others ring until somebody ends it. */
const SHORT_RING_SECONDS = 6;

describe('a thousand people ringing at once', () => {
  const lab = useLab();
  let userAgent: SipUserAgent | undefined;
  afterEach(() => userAgent?.stop());

  it('half of them withdrawn at random moments: every phone stops, and nothing is left', async () => {
    // One call more: the OPTIONS with which the user agent begins.
    const phones = await lab.scriptedFocus('crowd', { calls: PEOPLE + 1 });
    const legs = new Map<string, LegRecord>();
    const journal: CallJournal = { save: async (record) => void legs.set(record.callId, record) };
    const agent = new SipUserAgent({
      server: `sip:127.0.0.1:${phones.port};transport=tcp`,
      uri: 'sip:usher@lab.test',
      log: quietLog,
    });
    userAgent = agent;
    await agent.start();
    const left = () => ({
      clients: agent.core.userAgentClients.size,
      servers: agent.core.userAgentServers.size,
      dialogs: agent.core.dialogs.size,
      subscriptions: agent.core.subscribers.size,
      listeners: agent.eventNames().reduce((sum, name) => sum + agent.listenerCount(name), 0),
      timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    });
    const before = left();
    const pacer = new Pacer(1_000_000);
    const methods = [new Bridge({ userAgent: agent, journal, pacer, mayCall: () => true })];
    const conference = new Conference({ uri: 'sip:room@conf.lab.test', subject: 'Standup', methods });
    let rang = 0;
    const everybodyRings = Promise.withResolvers<void>();

    const invited = Array.from({ length: PEOPLE }, async (_, i) => {
      const withdrawal = new AbortController();
      const invitation = new ConferenceInvitation(conference).onStateChanged(({ reason }) => {
        if (reason === 'Ringing' && ++rang === PEOPLE) everybodyRings.resolve();
      });
      if (i % 2 === 0) {
        void everybodyRings.promise
          .then(() => after(Math.random() * WITHDRAWN_WITHIN_MS))
          .then(() => withdrawal.abort());
      }
      const ringSeconds = i % 4 === 1 ? SHORT_RING_SECONDS : 60;
      const address = `sip:person${i}@lab.test`;
      await invitation.deliver(address, { ringSeconds }, withdrawal.signal).catch((error: unknown) => {
        if (!(error instanceof RealTimeError)) throw error;
      });
      assert.equal(invitation.state, 'Terminated');
      assert.equal(getEventListeners(withdrawal.signal, 'abort').length, 0);
      const { word, detail } = invitation.outcome ?? {};
      return word === 'unknown' ? detail : word;
    });
    await everybodyRings.promise;
    assert.equal(left().clients, PEOPLE);
    const words = await Promise.all(invited);

    assert.equal(rang, PEOPLE);
    const counts = Map.groupBy(words, (word) => word);
    const count = (word: (typeof words)[number]) => counts.get(word)?.length ?? 0;
    assert.deepEqual([...counts.keys()].sort(), ['declined', 'no-answer', 'withdrawn']);
    assert.equal(count('no-answer'), PEOPLE / 4);
    assert.ok(count('withdrawn') > PEOPLE / 10, `${count('withdrawn')} withdrawn`);
    assert.ok(await phones.succeeded(), 'a phone has heard something else than its script');
    assert.equal(legs.size, PEOPLE);
    assert.deepEqual(
      [...legs.values()].filter(({ state }) => state !== 'ended'),
      [],
    );
    await until('nothing is left', () =>
      Object.entries(left()).every(([what, n]) => n <= before[what as keyof typeof before]),
    );
  }).timeout(40_000);
});
