/** What has to have happened, against what has. */
import { inspect } from 'node:util';
import { cardFigures } from '../../test/chaos/support/cards.ts';
import type { World } from '../../test/chaos/support/part.ts';
import type { UnreliableChat } from '../../test/chaos/support/unreliable-chat.ts';
import type { ScriptedPhones } from '../load/scripted-phones.ts';
import type { Row } from '../report.ts';
import { row } from './flat.ts';
import type { Stories } from './stories.ts';

export interface LostOptions extends Pick<World, 'query'> {
  readonly url: string;
  readonly stories: Stories;
  readonly phones: ScriptedPhones;
  readonly chat: UnreliableChat;
  /** Whether everything has ended in time. */
  readonly settled: boolean;
}

/** So many of what is wrong are shown. */
const TOLD = 3;

export async function lostRows({ query, url, stories, phones, chat, settled }: LostOptions): Promise<Row[]> {
  const invitations = await query<{ user: string; status: string; state: string }>(
    `select distinct on (person_key) substring(invitee->>'address' from 'sip:([^@]+)') as user, status, state
      from invitations order by person_key, seq desc`,
  );
  const endless = invitations.filter(({ state }) => state !== 'Terminated');
  const statusOf = new Map(invitations.map(({ user, status }) => [user, status]));
  const wrong = [...stories.endings].flatMap(([user, { status, calls }]) => {
    const seen = { status: statusOf.get(user), calls: phones.called.get(user) };
    return seen.status === status && seen.calls === calls ? [] : [{ user, wanted: { status, calls }, seen }];
  });
  const reminders = await query<{ thread: string }>(
    `select thread_id as thread from reminders where state = 'fired'`,
  );
  const fired = new Set(reminders.map(({ thread }) => thread));
  const unreminded = stories.reminded.filter((thread) => !fired.has(thread));
  const cards = await cardFigures(url, chat, Number.POSITIVE_INFINITY, () => Promise.resolve('not asked'));
  const misdrawn = cards.find(({ what }) => what.includes('do not show'));
  const [database] = await query<{ mb: number; rows: number }>(
    `select pg_database_size(current_database()) / 1048576.0 as mb, sum(n_live_tup)::int as rows from pg_stat_user_tables`,
  );
  return [
    row('invitations', 'of them', invitations.length),
    none('without an end', endless),
    none('that ended otherwise, or were not called as often, as their story says', wrong),
    row('turns', 'of them', stories.turns),
    none('lost, or answered with an excuse', stories.lost),
    none('reminders lost', unreminded),
    none('cards that do not show what is stored', misdrawn?.of ?? []),
    none('left to do in the end', settled ? [] : ['see the rows above']),
    none('calls that stand for nobody', Array.from({ length: phones.living })),
    row('database', 'MB', Number(database?.mb)),
    row('database', 'rows', Number(database?.rows)),
  ];
}

function none(metric: string, of: readonly unknown[]): Row {
  if (of.length > 0) console.error(metric, inspect(of.slice(0, TOLD), { depth: 5 }));
  return { ...row(metric, 'of them', of.length), goal: '0', met: of.length === 0 };
}
