import assert from 'node:assert/strict';
import pino from 'pino';
import type { Roster } from '../../src/core/index.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { codeOf, parseUri, SipUserAgent } from '../../src/sip/index.ts';
import { Rosters } from '../../src/sip/roster/rosters.ts';
import { afterTimeout } from '../../src/sip/user-agent/later.ts';
import { AUDIO_OFFER, SipCaller } from '../support/sip-caller.ts';

const log = pino({ level: 'silent' });
const ROOM = 'sip:standup@conf.usher.example';

describe("the sandbox's rosters", () => {
  let sandbox: Sandbox;
  let agent: SipUserAgent;
  let rosters: Rosters;
  /** `state` of each document that came, in order. */
  let documents: string[];
  let stop: () => Promise<void>;
  let told: string;
  let wake: () => void;

  beforeEach(async () => {
    sandbox = await startSandbox({ delays: { answerMs: 20, declineMs: 20 }, log });
    documents = [];
    agent = new SipUserAgent({
      server: sandbox.server,
      uri: sandbox.uri,
      log,
      observe: ({ direction, text }) => {
        const state = /<conference-info[^>]* state="(\w+)"/.exec(text)?.[1];
        if (direction === 'received' && state) documents.push(state);
      },
    });
    await agent.start();
    rosters = new Rosters({ userAgent: agent });
    told = '';
    wake = () => {};
  });
  afterEach(async () => {
    await stop?.();
    await agent.stop();
    await sandbox.stop();
  });

  function follow(uri = ROOM): void {
    stop = rosters.follow(uri, (roster: Roster) => {
      told =
        roster.kind === 'known'
          ? roster.entries.map(({ name, address, status }) => `${name} ${address} ${status}`).join(', ')
          : roster.kind;
      told ||= 'nobody';
      wake();
    });
  }

  async function until(wanted: string): Promise<void> {
    while (told !== wanted) await new Promise<void>((resolve) => (wake = resolve));
  }

  it('list who calls a room, who is called from it, and who leaves', async () => {
    follow();
    await until('nobody');
    const mary = sandbox.phone('mary');
    mary.call(ROOM);
    await until(`${mary.person.name} ${mary.person.sip} connected`);
    mary.hangUp();
    await until('nobody');
    assert.equal(documents[0], 'full');
    assert.deepEqual(new Set(documents.slice(1)), new Set(['partial']));
  });

  it('name the call of each, so that a leg of the bot can be told from the others', async () => {
    const legs: (string | undefined)[] = [];
    stop = rosters.follow(ROOM, (roster) => {
      if (roster.kind === 'known') legs.push(...roster.entries.map(({ callId }) => callId));
      wake();
    });
    const caller = new SipCaller(sandbox.server, sandbox.uri);
    await caller.start();
    const call = caller.call(ROOM, { offer: AUDIO_OFFER });
    await call.final();
    call.ack();
    const { callId } = call;
    while (!legs.includes(callId)) await new Promise<void>((resolve) => (wake = resolve));
    await caller.stop();
  });

  it('leave out whom the room has called, where it hides these', async () => {
    sandbox.conferenceHabit = { ...sandbox.conferenceHabit, roster: 'without-dialled' };
    const caller = new SipCaller(sandbox.server, sandbox.uri);
    await caller.start();
    await caller.refer(ROOM, sandbox.phone('lee').person.sip).over();
    sandbox.phone('mary').call(ROOM);
    await sandbox.until(({ rooms }) => rooms.standup?.length === 2);
    const { name, sip } = sandbox.phone('mary').person;
    follow();
    await until(`${name} ${sip} connected`);
    await caller.stop();
  });

  it('are told to nobody by a conference that does not want to', async () => {
    sandbox.conferenceHabit = { ...sandbox.conferenceHabit, roster: 'refused' };
    follow();
    await until('none');
  });

  it('are told anew, and whole, on a refresh', async () => {
    let timers: (() => void)[] = [];
    rosters = new Rosters({
      userAgent: agent,
      later: (delayMs, run) => {
        // Only the refresh: 300 s are granted.
        if (delayMs > 200_000) timers.push(run);
        return () => {
          timers = timers.filter((one) => one !== run);
        };
      },
    });
    follow();
    await until('nobody');
    sandbox.phone('mary').call(ROOM);
    await sandbox.until(({ rooms }) => rooms.standup?.length === 1);
    while (timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
    documents.length = 0;
    for (const refresh of [...timers]) refresh();
    while (!documents.includes('full')) await new Promise((resolve) => setImmediate(resolve));
    assert.match(told, /^Mary .* connected$/);
    assert.equal(sandbox.room(ROOM).subscribers, 1);
  });

  it('are told to nobody after the end', async () => {
    follow();
    await until('nobody');
    assert.equal(sandbox.room(ROOM).subscribers, 1);
    await stop();
    assert.equal(sandbox.room(ROOM).subscribers, 0);
  });

  it('end when they expire', async () => {
    const later = (delayMs: number, run: () => void) =>
      delayMs > 600 ? () => {} : afterTimeout(delayMs, run);
    rosters = new Rosters({ userAgent: agent, timers: { expiresMs: 1_000 }, later });
    follow();
    await until('nobody');
    await sandbox.until(() => sandbox.room(ROOM).subscribers === 1);
    while (sandbox.room(ROOM).subscribers > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('are refused to people and to nobody', async () => {
    follow(sandbox.phone('mary').person.sip);
    await until('none');
  });

  const refusals: [target: string, event: string, code: number][] = [
    [ROOM, 'presence', 489],
    ['sip:nobody@usher.example', 'conference', 404],
  ];
  for (const [target, event, code] of refusals) {
    it(`are refused with ${code}: ${event} of ${target}`, async () => {
      const answer = await new Promise<number>((resolve) => {
        const onReject = ({ message }: { message: Parameters<typeof codeOf>[0] }) => resolve(codeOf(message));
        agent.request('SUBSCRIBE', parseUri(target), [...agent.contactHeaders, `Event: ${event}`], {
          onReject,
        });
      });
      assert.equal(answer, code);
    });
  }
});
