import {
  type Actor,
  type DueOptions,
  doDue,
  type Invitee,
  Reminders,
  Schedule,
} from '../../src/desk/index.ts';
import { Policy } from '../../src/desk/policy.ts';
import type { Notice } from '../../src/desk/ports.ts';
import type { ThreadId } from '../../src/desk/records.ts';
import type { Due } from '../../src/desk/schedule/schedule-ports.ts';
import { type DeskWorld, person, THREAD } from './desk-world.ts';
import { execute } from './postgres.ts';

/** The schedule on a real database, with a clock that stands until it is set. */
export class ScheduleWorld {
  readonly desk: DeskWorld;
  readonly schedule: Schedule;
  readonly reminders: Reminders;
  readonly thread = { ...THREAD, id: `thread-${crypto.randomUUID()}` as string as ThreadId };
  readonly #due: DueOptions;

  /** `policy`: what is asked when something is scheduled. */
  constructor(desk: DeskWorld, now: string, policy = POLICY) {
    this.desk = desk;
    this.setClock(now);
    const { store, owner } = desk;
    const parts = { store, scheduled: store.schedule(), policy, now: () => desk.clock() };
    this.schedule = new Schedule(parts);
    this.reminders = new Reminders(parts);
    this.#due = { ...parts, owner, desk: desk.desk };
  }

  setClock(iso: string): void {
    this.desk.clock = () => new Date(iso);
  }

  /** What somebody types or presses, each time with another activity. */
  inbound(actor: Actor = ROBIN) {
    return { ...this.desk.inbound('x', this.thread), activityId: crypto.randomUUID() as string, actor };
  }

  /** What is due in the thread, next first. */
  async ordered(): Promise<(Due & { readonly at: Date })[]> {
    const rows = await execute(
      this.desk.url,
      `select 'appointment' as kind, id, version, next_at as at from appointments where thread_id = $1 and state = 'active'
       union all
       select 'reminder', id, version, at from reminders where thread_id = $1 and state = 'waiting'
       order by at`,
      [this.thread.id],
    );
    return rows as never;
  }

  /** Sets the clock and does all that is due then. */
  async goTo(iso: string): Promise<void> {
    this.setClock(iso);
    for (const due of await this.ordered()) if (due.at <= new Date(iso)) await this.do(due);
  }

  do(due: Due, instead: Partial<DueOptions> = {}): Promise<void> {
    return doDue([due], { ...this.#due, ...instead });
  }

  /** Cards that are to be drawn, by queue; each stands here once. */
  async draws(queue: 'draw' | 'toast' | 'remind'): Promise<string[]> {
    const text = `select data ->> 'cardId' as id from pgboss.job where name = $1 and state = 'created'`;
    return (await execute(this.desk.url, text, [queue])).map(({ id }) => String(id));
  }

  /** The notices of the thread, oldest first. */
  async notices(): Promise<Notice[]> {
    const text = `select data -> 'notice' as notice from pgboss.job
      where name = 'notice' and data ->> 'threadId' = $1 order by created_on, id`;
    return (await execute(this.desk.url, text, [this.thread.id])).map(({ notice }) => notice as Notice);
  }

  /** Who was invited in the thread, oldest first. */
  async invited(): Promise<{ name: string; inviter: string; toast: string | null; cardId: string }[]> {
    const text = `select invitee ->> 'name' as name, inviter ->> 'name' as inviter, toast, card_id as "cardId"
      from invitations where thread_id = $1 order by seq`;
    return (await execute(this.desk.url, text, [this.thread.id])) as never;
  }

  async subject(): Promise<unknown> {
    const text = `select subject from conferences where thread_id = $1 and state = 'active'`;
    return (await execute(this.desk.url, text, [this.thread.id]))[0]?.subject;
  }
}

const POLICY = new Policy({
  sipDomains: ['usher.test'],
  telPrefixes: [],
  conferenceUri: 'sip:{id}@conf.usher.test',
});

export const ROBIN: Actor = { id: 'robin', name: 'Robin', zone: 'Europe/Berlin' };

/** Somebody who is known in the chat too. */
export function member(name: string, zone?: string): Invitee {
  return { ...person(name), ids: [name.toLowerCase()], ...(zone !== undefined && { zone }) };
}
