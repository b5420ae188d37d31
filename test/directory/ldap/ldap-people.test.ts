import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { LdapError } from '../../../src/directory/ldap/ldap-error.ts';
import { LdapPeople } from '../../../src/directory/ldap/ldap-people.ts';
import type { Reading } from '../../../src/directory/ldap/read-directory.ts';
import type { Person } from '../../../src/directory/person.ts';
import { FakeTimers } from '../../support/fake-timers.ts';

const REFRESH_MS = 900_000;
const READING_MS = 300_000;

const reading = (...names: readonly string[]): Reading => ({
  people: names.map(
    (name): Person => ({
      ...{ key: `sip:${name}@x.y`, name, address: `sip:${name}@x.y`, guessed: false },
      ...{ source: 'directory', aliases: [], ids: [] },
    }),
  ),
  groups: 0,
  leftOut: {},
  digest: names.join(),
});

/** A keeper of a directory whose readings are answered by hand. */
function world() {
  const timers = new FakeTimers();
  const taken: string[][] = [];
  const logged: string[] = [];
  let now = Date.parse('2027-03-01T10:00:00Z');
  let asked:
    | { resolve(reading: Reading): void; reject(error: unknown): void; signal: AbortSignal }
    | undefined;
  let readings = 0;
  const people = new LdapPeople({
    read: (signal) => {
      readings += 1;
      const answer = Promise.withResolvers<Reading>();
      asked = { ...answer, signal };
      signal.addEventListener('abort', () => answer.reject(new LdapError('no-answer')));
      return answer.promise;
    },
    take: async (found) => void taken.push(found.map(({ name }) => name)),
    refreshMs: REFRESH_MS,
    now: () => new Date(now),
    later: timers.later,
    log: {
      info: (_facts, message) => void logged.push(message),
      warn: (facts, message) => void logged.push(`${message} ${'code' in facts ? facts.code : ''}`),
    },
  });
  people.start();
  return {
    ...{ people, timers, taken, logged },
    readings: () => readings,
    signal: () => asked?.signal,
    pass: (hours: number) => {
      now += hours * 3_600_000;
    },
    async answer(result: Reading | LdapError) {
      if (result instanceof LdapError) asked?.reject(result);
      else asked?.resolve(result);
      await setImmediate();
    },
    async again(pauseMs: number) {
      timers.end(pauseMs);
      await setImmediate();
    },
  };
}

describe('a directory that is read again and again', () => {
  it('is read at once, and after the time that is set', async () => {
    const { people, taken, timers, answer, again } = world();
    assert.deepEqual([people.doubt?.code, people.problem], ['directory.unread', undefined]);
    await answer(reading('mary'));
    assert.deepEqual([people.doubt, people.problem], [undefined, undefined]);
    assert.deepEqual(timers.pending, [REFRESH_MS]);
    await again(REFRESH_MS);
    await answer(reading('mary', 'bob'));
    assert.deepEqual(taken, [['mary'], ['mary', 'bob']]);
  });

  it('is not made ready for the search again where nothing has changed', async () => {
    const { taken, answer, again } = world();
    await answer(reading('mary'));
    await again(REFRESH_MS);
    await answer(reading('mary'));
    assert.deepEqual(taken, [['mary']]);
  });

  it('is asked again soon, then less often, while it is dead; what was read last counts', async () => {
    const { people, taken, timers, answer, again } = world();
    await answer(reading('mary'));
    await again(REFRESH_MS);
    const pauses: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      await answer(new LdapError('refused'));
      const [pause = 0] = timers.pending;
      pauses.push(pause / 1000);
      await again(pause);
    }
    assert.deepEqual(pauses, [30, 60, 120, 240, 480, 900, 900]);
    assert.deepEqual([people.problem?.code, taken], ['ldap.refused', [['mary']]]);
    await answer(reading('bob'));
    assert.deepEqual([people.problem, timers.pending], [undefined, [REFRESH_MS]]);
    await again(REFRESH_MS);
    await answer(new LdapError('refused'));
    assert.deepEqual(timers.pending, [30_000]);
  });

  it('says how old its answers are when it has been dead for an hour', async () => {
    const { people, pass, answer, again } = world();
    await answer(reading('mary'));
    pass(2);
    assert.equal(people.doubt, undefined, 'it is not dead, only not read again yet');
    await again(REFRESH_MS);
    await answer(new LdapError('no-answer'));
    pass(1);
    assert.deepEqual(people.doubt, { code: 'directory.old', facts: { seconds: 10_800 } });
  });

  it('is given up when a reading takes too long', async () => {
    const { people, timers, signal, again } = world();
    await again(READING_MS);
    assert.equal(signal()?.aborted, true);
    assert.deepEqual([people.problem?.code, timers.pending], ['ldap.no-answer', [30_000]]);
  });

  it('is not asked soon with a password that is wrong, which would lock the account', async () => {
    const { timers, answer } = world();
    await answer(new LdapError('credentials'));
    assert.deepEqual(timers.pending, [REFRESH_MS]);
  });

  it('is not believed when it shows nobody, or less than half of those of before', async () => {
    const { people, taken, answer, again } = world();
    await answer(reading());
    assert.equal(people.problem?.code, 'ldap.nobody');
    await again(30_000);
    await answer(reading('mary', 'bob', 'sue'));
    await again(REFRESH_MS);
    await answer(reading('mary'));
    assert.equal(people.problem?.code, 'ldap.far-fewer');
    await again(30_000);
    await answer(reading('mary', 'sue'));
    assert.deepEqual([people.problem, taken.at(-1)], [undefined, ['mary', 'sue']]);
  });

  it('leaves nothing behind when it is stopped, between two readings and in one', async () => {
    const between = world();
    await between.answer(reading('mary'));
    await between.people.stop();
    assert.deepEqual(between.timers.pending, []);

    const during = world();
    await during.people.stop();
    assert.deepEqual([during.timers.pending, during.signal()?.aborted, during.logged], [[], true, []]);
    assert.equal(during.readings(), 1);
  });
});
