import pg from 'pg';
import type { Delivery, DeliveryResult } from '../../src/core/index.ts';
import {
  CallOwner,
  type CallOwnerOptions,
  Desk,
  type DeskOptions,
  type Invitee,
  Policy,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import type { CardView, InvitationRow } from '../../src/desk/views.ts';
import { PostgresStore } from '../../src/store/index.ts';
import { FakeConferenceServer } from './fake-conference-server.ts';
import { FakeMethod } from './fake-method.ts';
import { execute, freshDatabase } from './postgres.ts';
import { quietLog } from './quiet-log.ts';

type MoreOf = (store: PostgresStore) => Partial<CallOwnerOptions>;
export type Script = (delivery: Delivery) => Promise<DeliveryResult> | DeliveryResult;

/** The desk on a real database, with phones that follow a script by address. */
export class DeskWorld {
  readonly store: PostgresStore;
  readonly owner: CallOwner;
  readonly desk: Desk;
  readonly policy: Policy;
  readonly method: FakeMethod;
  readonly conferenceServer = new FakeConferenceServer();
  readonly url: string;
  /** What each address does when it is rung; others never answer. */
  readonly phones = new Map<string, Script>();
  clock: () => Date = () => new Date();
  #activity = 0;

  /** Another process on the same database where `url` is given. `more`: what its owner has beside its scripted phones. */
  static async open(
    url?: string,
    more: MoreOf = () => ({}),
    desk: Partial<DeskOptions> = {},
  ): Promise<DeskWorld> {
    const database = url ?? (await freshDatabase());
    return new DeskWorld(database, await PostgresStore.open({ url: database, log: quietLog }), more, desk);
  }

  private constructor(url: string, store: PostgresStore, more: MoreOf, desk: Partial<DeskOptions>) {
    this.url = url;
    this.store = store;
    this.method = new FakeMethod((delivery) =>
      (this.phones.get(delivery.destination) ?? neverAnswers)(delivery),
    );
    this.owner = new CallOwner({
      store,
      conferenceServer: this.conferenceServer,
      methods: [this.method],
      ringSeconds: 15,
      fromName: '{inviter}: {subject}',
      log: quietLog,
      ...more(store),
    });
    this.policy = new Policy({ sipDomains: ['usher.test'], telPrefixes: [], conferenceUri: CONFERENCE });
    this.desk = new Desk({
      store,
      owner: this.owner,
      policy: this.policy,
      conferenceUri: CONFERENCE,
      joinUrl: 'https://join.usher.test/{id}',
      randomText: (alphabet, length) =>
        Array.from({ length }, () => alphabet[this.#random(alphabet)]).join(''),
      now: () => this.clock(),
      ...desk,
    });
  }

  async close(): Promise<void> {
    await this.owner.drain();
    await this.store.close();
  }

  inbound(actor = 'robin', thread = THREAD, activityId = `activity-${++this.#activity}`) {
    return { activityId, thread, actor: { id: actor, name: actor[0]?.toUpperCase() + actor.slice(1) } };
  }

  async card(id: string | undefined): Promise<CardView> {
    const drawn = id === undefined ? undefined : await this.desk.cardToDraw(id as CardView['id']);
    if (!drawn) throw new Error('no such card');
    return drawn.view;
  }

  async row(cardId: string | undefined, name: string): Promise<InvitationRow> {
    const row = (await this.card(cardId)).rows.find((one) => one.kind === 'invitation' && one.name === name);
    if (row?.kind !== 'invitation') throw new Error(`no row for ${name}`);
    return row;
  }

  /** Waits until the row of `name` has one of `statuses`. */
  async until(cardId: string | undefined, name: string, ...statuses: string[]): Promise<InvitationRow> {
    for (;;) {
      const row = await this.row(cardId, name);
      if (statuses.includes(row.status)) return row;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async presenceOf(cardId: string | undefined, name: string): Promise<string | null | undefined> {
    const content = await this.store.card(cardId as CardView['id']);
    return content?.invitations.find(({ invitee }) => invitee.name === name)?.presence;
  }

  /** The lines of an invitation's history, oldest first. */
  async history(id: string): Promise<{ kind: string; detail: Record<string, unknown> }[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      const sql = 'select kind, detail from invitation_events where invitation_id = $1 order by seq';
      return (await client.query(sql, [id])).rows;
    } finally {
      await client.end();
    }
  }

  #random(alphabet: string): number {
    return Math.floor(Math.random() * alphabet.length);
  }
}

/** A process that dies in the middle: its rows stay, nothing of it answers any more. */
export async function dieWith(world: DeskWorld): Promise<void> {
  await execute(world.url, `update processes set renewed_at = now() - interval '1 minute' where id = $1`, [
    world.store.processId,
  ]);
}

const CONFERENCE = 'sip:{id}@conf.usher.test';

export const THREAD: Thread = {
  id: 'thread-1' as ThreadId,
  channel: 'msteams',
  title: 'Ward 3',
  reference: { conversation: { id: 'thread-1' } },
};

export function person(name: string): Invitee {
  const address = `sip:${name.toLowerCase()}@usher.test`;
  return { key: address, name, address, guessed: false };
}

export function answer(code: number, rang = true): DeliveryResult['outcome']['answer'] & object {
  return { code, reasonPhrase: '', answeredBy: 'person', rang };
}

/** Rings until it is withdrawn. */
export async function neverAnswers(delivery: Delivery): Promise<DeliveryResult> {
  ring(delivery);
  if (!delivery.signal.aborted) {
    await new Promise((resolve) => delivery.signal.addEventListener('abort', resolve, { once: true }));
  }
  return { outcome: { word: 'withdrawn', answer: { ...answer(487), cancelled: 'withdrawn' } } };
}

export function ring(delivery: Delivery): void {
  delivery.progress({ kind: 'ringing', response: { code: 180, reasonPhrase: 'Ringing' } });
}
