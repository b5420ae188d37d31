/** What a company's directory of 50,000 people costs a process: to read it, to keep it, and to find somebody in it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fitName } from '../../src/directory/fit-name.ts';
import { type Folded, fold } from '../../src/directory/fold.ts';
import { People } from '../../src/directory/index.ts';
import type { LdapEntry, LdapSession } from '../../src/directory/ldap/ldap-session.ts';
import { readDirectory } from '../../src/directory/ldap/read-directory.ts';
import { quantile } from '../numbers.ts';
import type { Report, Row } from '../report.ts';

const PEOPLE = 50_000;
const PAGE = 500;
const GROUP_MEMBERS = 40;
const GROUPS = PEOPLE / 10;
const QUERIES = 300;
const WARM_UP = 60;
const FILTER = '(objectClass=person)';
const GOALS = { findP99Ms: 50, delayP99Ms: 50, memoryMb: 200 };

/** Two hundred given names and 20,000 family names: each Mary has 249 others beside her, which is more than companies have. */
const given = (i: number) =>
  `${['Mar', 'Jo', 'Al', 'Kat', 'Ro', 'Mül', 'Sø', 'Li', 'An', 'Be'][i % 10]}${word(i % 200, 3)}`;
const family = (i: number) => word((i * 7_919) % 20_000, 7);
const nameOf = (i: number) => `${given(i)} ${family(i)}`;

export async function benchDirectory(): Promise<Report> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const heapBefore = process.memoryUsage().heapUsed;

  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const options = { filter: FILTER, country: 'DE', telPrefixes: ['+49'], pause: setImmediate } as const;
  const reading = await readDirectory(session(), options);
  const read = performance.now();
  const people = await People.unhurried([], reading.people, setImmediate);
  const indexed = performance.now();
  delay.disable();
  await setImmediate();
  collect();
  const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6;

  const names = reading.people.map(({ name }) => fold(name));
  const thread = people.with([{ id: '1', name: 'Robin Doe', email: 'robin@contoso.com' }]);
  const found: number[] = [];
  const looked: number[] = [];
  for (let i = 0; i < QUERIES; i += 1) {
    const text = typed(i);
    const usher = timed(() => thread.byName(text));
    const baseline = timed(() => lookAtEach(fold(text), names));
    if (i < WARM_UP) continue;
    found.push(usher);
    looked.push(baseline);
  }
  const delayP99Ms = delay.percentile(99) / 1e6;
  const atMost = (metric: string, unit: string, usher: number, goal: number): Row => ({
    ...{ metric, unit, usher, baseline: null, limit: null, ratio: null },
    ...{ goal: `at most ${goal}`, met: usher <= goal },
  });
  const compared = (metric: string, part: number, goal: number | null): Row => {
    const [usher, baseline] = [quantile(found, part), quantile(looked, part)];
    const met = goal === null ? null : usher <= goal;
    return {
      ...{ metric, unit: 'ms', usher, baseline, limit: null, ratio: baseline / usher },
      ...{ goal: goal === null ? null : `at most ${goal}`, met },
    };
  };
  const told = (metric: string, unit: string, usher: number): Row => ({
    ...{ metric, unit, usher, baseline: null, limit: null, ratio: null, goal: null, met: null },
  });
  return {
    name: 'directory',
    rows: [
      compared('find a name, p50', 0.5, null),
      compared('find a name, p99', 0.99, GOALS.findP99Ms),
      told('make persons of the entries', 's', (read - began) / 1_000),
      told('make them ready for the search', 's', (indexed - read) / 1_000),
      atMost('event loop held up meanwhile, p99', 'ms', delayP99Ms, GOALS.delayP99Ms),
      atMost('memory kept', 'MB', heapMb, GOALS.memoryMb),
    ],
    versions: {},
    notes: [
      `${PEOPLE} people in pages of ${PAGE}, ${GROUPS} groups of ${GROUP_MEMBERS}; the entries are made here, so that neither a server nor the decoding of its answers is measured.`,
      'Names are typed whole, by their beginning, without the family name, and with a slip of the fingers; the roster of a thread lies over them.',
      'Baseline: the same rules, applied to each name.',
    ],
  };
}

/** A word of so many letters that belongs to a number. */
function word(number: number, letters: number): string {
  let text = '';
  for (let rest = number * 2_654_435 + 97, i = 0; i < letters; i += 1) {
    text += (i % 2 === 0 ? 'bcdfghklmnprstvw' : 'aeiouy')[rest % (i % 2 === 0 ? 16 : 6)];
    rest = Math.floor(rest / 5) + (i + 1) * 31;
  }
  return text;
}

function typed(i: number): string {
  const name = nameOf((i * 6_007) % PEOPLE);
  const at = 4 + (i % (name.length - 5));
  return [name, name.slice(0, at), given(i), `${name.slice(0, at)}${name.slice(at + 1)}`][i % 4] ?? name;
}

function session(): LdapSession {
  return {
    async *pages({ filter }) {
      const [count, entryOf] = filter === FILTER ? [PEOPLE, person] : [GROUPS, group];
      for (let first = 0; first < count; first += PAGE) {
        // As a page comes from a socket.
        await setImmediate();
        yield Array.from({ length: PAGE }, (_, i) => entryOf(first + i));
      }
    },
    close: () => undefined,
  };
}

const personDn = (i: number) => `CN=Person ${i},OU=people,DC=contoso,DC=com`;

function person(i: number): LdapEntry {
  return entry(personDn(i), {
    cn: [`Person ${i}`],
    displayname: [nameOf(i)],
    mail: [`p${i}@contoso.com`],
    userprincipalname: [`p${i}@corp.contoso.com`],
    telephonenumber: [`+49 30 ${1_000_000 + i}`],
  });
}

function group(i: number): LdapEntry {
  const member = Array.from({ length: GROUP_MEMBERS }, (_, m) => personDn((i * 10 + m) % PEOPLE));
  return entry(`CN=Group ${i},OU=groups,DC=contoso,DC=com`, { cn: [`Group ${i}`], member });
}

function entry(dn: string, values: Readonly<Record<string, readonly string[]>>): LdapEntry {
  return { dn, attributes: new Map(Object.entries(values)) };
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** How many it fits. */
function lookAtEach(query: readonly Folded[], names: readonly (readonly Folded[])[]): number {
  return names.filter((name) => query.some((one) => name.some((other) => fitName(one, other, false)))).length;
}
