/** Hundreds of phones that ring: invited by lines, withdrawn and called again by presses, while processes die. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sentence } from '../../../src/cards/index.ts';
import { en } from '../../../src/cards/words/en.ts';
import { BOT } from '../../support/teams-client.ts';
import type { Figure } from './figures.ts';
import type { Part, World } from './part.ts';

const PER_THREAD = 10;
/** Per stir. */
const CANCELLED = 2;
const RUNG_AGAIN = 4;
const INVITED_ANEW = 4;
const MOST_UNDER_WAY = 20;
/** How the answer to a press begins that could not be worked on. */
const FAILED = sentence('error', { reference: '' }, en).slice(0, 20);
/** RING_SECONDS, and what a takeover takes where nobody answers. */
const SETTLED_MS = 120_000;
const RINGS_AFTER_MS = 60_000;

export interface Pressed {
  readonly id: string;
  readonly thread: string;
}

interface Living {
  readonly id: string;
  readonly threadId: string;
}

export class Invitations implements Part {
  readonly #world: World;
  readonly #count: number;
  readonly #answered: Pressed[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #activities = 0;
  #failed = 0;

  constructor(world: World, count: number) {
    this.#world = world;
    this.#count = count;
  }

  static users(count: number): readonly string[] {
    return Array.from({ length: count }, (_, i) => `person${i}`);
  }

  async begin(): Promise<void> {
    const users = Invitations.users(this.#count);
    const lines: Promise<void>[] = [];
    for (let from = 0; from < users.length; from += PER_THREAD) {
      lines.push(this.#invite(threadOf(from), users.slice(from, from + PER_THREAD)));
    }
    await Promise.all(lines);
  }

  async stir(): Promise<void> {
    // People do not press on while nothing happens.
    if (this.#underWay.size > MOST_UNDER_WAY) return;
    const { query } = this.#world;
    const living = await query<Living>(
      `select id, thread_id as "threadId" from invitations where state <> 'Terminated' and wanted = 'in'
        order by random() limit ${CANCELLED}`,
    );
    for (const one of living) this.#press('cancel', one);
    const over = await query<Living & { user: string }>(
      `select * from (
         select distinct on (person_key) id, thread_id as "threadId", state,
           substring(invitee->>'address' from 'sip:([^@]+)') as user
         from invitations order by person_key, seq desc
       ) last where state = 'Terminated' order by random() limit ${RUNG_AGAIN + INVITED_ANEW}`,
    );
    for (const one of over.slice(0, RUNG_AGAIN)) this.#press('again', one);
    for (const { user } of over.slice(RUNG_AGAIN)) {
      this.#begun(this.#invite(threadOf(Number(user.replace('person', ''))), [user]));
    }
  }

  /** Somebody presses a button of a message. Resolves with the answer. */
  press(thread: string, replyToId: string, action: object): Promise<unknown> {
    this.#activities += 1;
    const value = { action, trigger: 'manual' };
    const part = { type: 'invoke', name: 'adaptiveCard/action', replyToId, value };
    return this.#post(`activity-${this.#activities}`, thread, part);
  }

  async settle(): Promise<void> {
    const { query } = this.#world;
    await Promise.all(this.#underWay);
    const giveUpAt = performance.now() + SETTLED_MS;
    while (performance.now() < giveUpAt) {
      const [left] = await query<{ n: string }>(
        `select count(*) as n from invitations where state <> 'Terminated'`,
      );
      if (left?.n === '0') return;
      await sleep(500);
    }
  }

  async figures(): Promise<readonly Figure[]> {
    const { query, phones, replicas } = this.#world;
    const [all] = await query<{ n: string }>('select count(*) as n from invitations');
    const endless = await query(
      `select id, state, status, owner, fence, created_at, changed_at from invitations where state <> 'Terminated'`,
    );
    const undrawn = await query(
      `select name, state, data, retry_count from pgboss.job where name in ('draw', 'remind', 'notice') and state in ('created', 'retry', 'active')`,
    );
    const claimed = await query<{ id: string }>('select activity_id as id from activities');
    const known = new Set(claimed.map(({ id }) => id));
    const lost = this.#answered.filter(({ id, thread }) => !known.has(`${thread} ${id}`));
    return [
      { what: 'invitations', value: Number(all?.n), atLeast: this.#count },
      { what: 'phones that rang', value: phones.rings.length, atLeast: this.#count },
      { what: 'invitations without an end', value: endless.length, atMost: 0, of: endless },
      { what: 'draws and notices that were not done', value: undrawn.length, atMost: 0, of: undrawn },
      { what: 'presses and lines that were answered', value: this.#answered.length },
      { what: 'times that it was said not to have worked', value: this.#failed },
      { what: 'of them lost', value: lost.length, atMost: 0, of: lost },
      { what: 'deliveries to another process', value: replicas.redelivered },
      await this.#ringingTooLong(),
    ];
  }

  /** Also those that still ring: their cards have ended, or are counted as without an end. */
  async #ringingTooLong(): Promise<Figure> {
    const { query, phones } = this.#world;
    const legs = await query<{ callId: string; endedAt: Date }>(
      `select call_id as "callId", changed_at as "endedAt" from calls
        join invitations on invitations.id = invitation_id where state = 'Terminated'`,
    );
    const endOf = new Map(legs.map(({ callId, endedAt }) => [callId, endedAt.getTime()]));
    const now = Date.now();
    const late = phones.rings
      .map(({ callId, endedAt }) => ({
        callId,
        afterMs: (endedAt?.getTime() ?? now) - (endOf.get(callId) ?? now),
        stillRings: endedAt === undefined,
      }))
      .filter(({ afterMs, stillRings }) => afterMs > RINGS_AFTER_MS || stillRings);
    return { what: 'phones ringing 60 s after their card ended', value: late.length, atMost: 0, of: late };
  }

  #invite(thread: string, users: readonly string[]): Promise<void> {
    const text = `invite ${users.map((user) => `sip:${user}@lab.test`).join(', ')}`;
    return this.#deliver(thread, { type: 'message', text });
  }

  #press(verb: string, { id, threadId }: Living): void {
    const value = { action: { type: 'Action.Execute', verb, data: { id, version: 1 } }, trigger: 'manual' };
    this.#begun(this.#deliver(threadId, { type: 'invoke', name: 'adaptiveCard/action', value }));
  }

  #begun(work: Promise<unknown>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  async #deliver(thread: string, part: object): Promise<void> {
    this.#activities += 1;
    const id = `activity-${this.#activities}`;
    while (!(await this.#isDone(id, thread, await this.#post(id, thread, part)))) this.#failed += 1;
    this.#answered.push({ id, thread });
  }

  /** Whoever is told that it did not work does it again. A line is answered in the thread, where that may be refused. */
  async #isDone(id: string, thread: string, answer: unknown): Promise<boolean> {
    if (answer !== undefined) return !JSON.stringify(answer).includes(FAILED);
    const { query } = this.#world;
    const found = await query('select 1 from activities where activity_id = $1', [`${thread} ${id}`]);
    return found.length > 0;
  }

  #post(id: string, thread: string, part: object): Promise<unknown> {
    const { chat, replicas } = this.#world;
    return replicas.deliver({
      id,
      channelId: 'msteams',
      serviceUrl: chat.url,
      conversation: { id: thread, conversationType: 'personal' },
      from: { id: '29:ann', name: 'Ann Ames' },
      recipient: BOT,
      ...part,
    });
  }
}

function threadOf(index: number): string {
  return `thread-${Math.floor(index / PER_THREAD)}`;
}
