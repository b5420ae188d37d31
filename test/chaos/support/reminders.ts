/** Reminders that become due during the whole storm. The store is watched from inside, by a trigger: each has to fire once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Reminders as Door, type Invitee, type ThreadId } from '../../../src/desk/index.ts';
import { PostgresStore } from '../../../src/store/index.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { BOT } from '../../support/teams-client.ts';
import type { Figure } from './figures.ts';
import type { Part, World } from './part.ts';

/** How their threads begin. */
export const REMINDED = 'reminded-';
const PER_THREAD = 25;
/** So many are asked for at once. */
const LANES = 6;
/** What a job of a killed process waits for, and what was due while the database was away. */
const SETTLED_MS = 120_000;

export class Reminders implements Part {
  readonly #world: World;
  readonly #url: string;
  readonly #count: number;
  readonly #seconds: number;

  /** `count` of them become due within `seconds`, evenly. */
  constructor(world: World, url: string, count: number, seconds: number) {
    this.#world = world;
    this.#url = url;
    this.#count = count;
    this.#seconds = seconds;
  }

  async begin(): Promise<void> {
    const { query } = this.#world;
    await query(`
      create table if not exists firings (id text not null);
      create or replace function note_firing() returns trigger language plpgsql as
        $$ begin insert into firings values (new.id); return new; end $$;
      create or replace trigger note_firing after update of fired on reminders
        for each row when (new.fired is not null) execute function note_firing();
    `);
    const store = await PostgresStore.open({ url: this.#url, log: quietLog });
    try {
      const door = new Door({ store, scheduled: store.schedule(), now: () => new Date() });
      let next = 0;
      const lane = async () => {
        while (next < this.#count) {
          next += 1;
          await this.#remind(door, next - 1);
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    } finally {
      await store.close();
    }
  }

  async #remind(door: Door, i: number): Promise<void> {
    const id = `${REMINDED}${i % Math.ceil(this.#count / PER_THREAD)}`;
    const conversation = { id, conversationType: 'personal' };
    await door.remind({
      activityId: `remind-${i}`,
      thread: {
        id: id as ThreadId,
        channel: 'msteams',
        title: '',
        reference: { bot: BOT, channelId: 'msteams', serviceUrl: this.#world.chat.url, conversation },
      },
      actor: { id: '29:ann', name: 'Ann Ames' },
      invitees: [bob],
      everyone: false,
      when: { kind: 'in', seconds: 5 + Math.floor((i * this.#seconds) / this.#count) },
      words: `Number ${i}`,
    });
  }

  async stir(): Promise<void> {}

  async settle(): Promise<void> {
    const { query } = this.#world;
    const giveUpAt = performance.now() + SETTLED_MS;
    while (performance.now() < giveUpAt) {
      const [left] = await query<{ n: string }>(
        `select count(*) as n from reminders where state = 'waiting'`,
      );
      if (left?.n === '0') return;
      await sleep(500);
    }
  }

  async figures(): Promise<readonly Figure[]> {
    const { query, chat } = this.#world;
    const lost = await query(`select * from reminders where state <> 'fired'`);
    const doubled = await query('select id, count(*) from firings group by id having count(*) > 1');
    const [all] = await query<{ n: string; late: number }>(
      `select count(*) as n, max((fired ->> 'lateSeconds')::int) as late from reminders`,
    );
    const numbers = [...chat.messages.values()].flatMap(
      ({ activity }) => /Number (\d+)\b/.exec(JSON.stringify(activity))?.[1] ?? [],
    );
    const shown = new Set(numbers);
    const unseen = Array.from({ length: this.#count }, (_, i) => `${i}`).filter((i) => !shown.has(i));
    return [
      { what: 'reminders', value: Number(all?.n), atLeast: this.#count },
      { what: 'of them lost', value: lost.length, atMost: 0, of: lost },
      { what: 'of them doubled in the store', value: doubled.length, atMost: 0, of: doubled },
      { what: 'of them that nobody saw', value: unseen.length, atMost: 0, of: unseen },
      { what: 'shown more than once', value: numbers.length - shown.size },
      { what: 'longest delay in seconds', value: all?.late ?? 0 },
    ];
  }
}

const bob: Invitee = {
  key: 'sip:bob@lab.test',
  name: 'Bob Stone',
  address: 'sip:bob@lab.test',
  guessed: false,
};
