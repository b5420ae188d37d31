/**
 * Holds the invitations from outside that this process can answer, and makes the written answers so.
 *
 *   received ──written, shown──► held ──answer: join──► accepted towards the inviter ──► thread led there, phone rung ──► over
 *                                 ├──answer: decline──► declined towards the inviter ────────────────────────────────► over
 *                                 └──withdrawn, expired, process stops ──────────────────────────────────────────────► over
 *
 * *Over* is kept until it is written: a database that is away delays the card, and loses nothing. What a dead process held
 * cannot be answered by anybody, because the SIP transaction died with it.
 */
import {
  type IncomingInvitation,
  InvalidOperationError,
  OperationTimeoutError,
  ToastMessage,
} from '../core/index.ts';
import { addressKey } from './address-key.ts';
import type { Desk } from './desk.ts';
import type { IncomingAnswer, IncomingEnding, IncomingId } from './incoming-ports.ts';
import type { Log, Store } from './ports.ts';
import type { Thread } from './records.ts';

export interface IncomingOwnerOptions {
  readonly store: Store;
  readonly desk: Pick<Desk, 'join'>;
  readonly log: Log;
  readonly now: () => Date;
}

/** A thread is not filled with invitations: so many stand at a time, and so many come from one inviter in a minute. */
const MAX_OPEN = 5;
const MAX_PER_MINUTE = 5;
const MINUTE_MS = 60_000;
/** The process stops: the inviter may try later. */
const UNAVAILABLE = 480;

interface Held {
  readonly invitation: IncomingInvitation;
  readonly thread: Thread;
  /** It is being answered by us, so that what its state says is our doing. */
  answering?: Promise<void>;
  /** How it ended, until that is written. */
  over?: { readonly ending: IncomingEnding; readonly answer?: IncomingAnswer };
}

export class IncomingOwner {
  readonly #options: IncomingOwnerOptions;
  readonly #held = new Map<IncomingId, Held>();
  #stopping = false;

  constructor(options: IncomingOwnerOptions) {
    this.#options = options;
    options.store.onIncomingAnswered((id) => void this.#heed(id).catch((err) => this.#report(id, err)));
  }

  /** Shows it in the thread that listens to its inviter; rejects where that cannot be written. */
  async receive(invitation: IncomingInvitation): Promise<'asked' | 'nobody' | 'busy'> {
    const { store, now } = this.#options;
    const { inviter, conferenceUri, subject, toast, expiresAt } = invitation;
    const inviterKey = addressKey(inviter.address);
    if (this.#stopping || inviterKey === undefined) return 'nobody';
    const id = crypto.randomUUID() as string as IncomingId;
    const since = new Date(now().getTime() - MINUTE_MS);
    const thread = await store.commit(async (tx) => {
      const bound = await tx.boundThread(inviterKey);
      if (!bound) return 'nobody';
      const { open, lately } = await tx.countIncoming(bound.id, inviterKey, since);
      if (open >= MAX_OPEN || lately >= MAX_PER_MINUTE) return 'busy';
      const incoming = { id, threadId: bound.id, inviter, inviterKey, conferenceUri, subject, expiresAt };
      if (!(await tx.insertIncoming({ ...incoming, toast: toast?.message ?? null }))) return 'busy';
      await tx.draw(id);
      return bound;
    });
    if (typeof thread === 'string') return thread;
    this.#hold(id, { invitation, thread });
    return 'asked';
  }

  /** Answers whose wake-up call was lost, ends that could not be written, and what dead processes held. */
  async sweep(): Promise<void> {
    const { store } = this.#options;
    await store.commit(async (tx) => {
      for (const id of await tx.interruptIncoming()) await tx.draw(id);
    });
    for (const id of this.#held.keys()) await this.#writeEnd(id);
    for (const id of await store.answeredIncoming()) await this.#heed(id);
  }

  /** Tells the inviters of what still stands, and writes it down. */
  async drain(): Promise<void> {
    this.#stopping = true;
    for (const [id, held] of this.#held) {
      if (held.invitation.state === 'Incoming') {
        held.answering = Promise.resolve();
        held.invitation.decline({ code: UNAVAILABLE });
        this.#over(id, held, { ending: 'interrupted' });
      }
    }
    await Promise.all(
      [...this.#held].map(([id, { answering }]) => answering?.then(() => this.#writeEnd(id))),
    );
  }

  #hold(id: IncomingId, held: Held): void {
    const { invitation } = held;
    this.#held.set(id, held);
    // Race: withdrawn, or given up, while it was written.
    if (invitation.state === 'Terminated') this.#over(id, held, { ending: 'withdrawn' });
    invitation.onStateChanged(({ state, how }) => {
      if (state === 'Terminated' && !held.answering) this.#over(id, held, { ending: how ?? 'expired' });
    });
    if (this.#stopping) void this.drain();
  }

  async #heed(id: IncomingId): Promise<void> {
    const held = this.#held.get(id);
    if (!held || held.answering) return;
    const answer = (await this.#options.store.incoming(id))?.record.answer;
    // Race: the inviter was first; that is being written.
    if (!answer || held.answering || held.invitation.state !== 'Incoming') return;
    held.answering = this.#answer(id, held, answer);
    await held.answering;
  }

  async #answer(id: IncomingId, held: Held, answer: IncomingAnswer): Promise<void> {
    const { invitation } = held;
    try {
      if (answer.wish === 'decline') invitation.decline();
      else await invitation.accept();
      this.#over(id, held, { ending: answer.wish === 'join' ? 'accepted' : 'declined', answer });
    } catch (err) {
      if (!(err instanceof OperationTimeoutError)) this.#report(id, err);
      this.#over(id, held, { ending: 'unconfirmed' });
    }
  }

  #over(id: IncomingId, held: Held, over: NonNullable<Held['over']>): void {
    if (held.over) return;
    held.over = over;
    void this.#writeEnd(id);
  }

  async #writeEnd(id: IncomingId): Promise<void> {
    const held = this.#held.get(id);
    if (!held?.over) return;
    try {
      const { ending, answer } = held.over;
      if (ending === 'accepted' && answer) await this.#join(id, held, answer);
      else {
        await this.#options.store.commit(async (tx) => {
          if (await tx.endIncoming(id, ending)) await tx.draw(id);
        });
      }
      this.#held.delete(id);
    } catch (err) {
      this.#report(id, err);
    }
  }

  /** In the commit that ends it, so that she is rung once, or the card says that she is not. */
  async #join(id: IncomingId, { invitation, thread }: Held, { by, invitee }: IncomingAnswer): Promise<void> {
    const { conferenceUri, subject } = invitation;
    const request = { activityId: `incoming ${id}`, thread, actor: by, invitees: invitee ? [invitee] : [] };
    const named = subject === '' ? request : { ...request, subject };
    await this.#options.desk.join(named, conferenceUri, async (tx) => {
      if (!(await tx.endIncoming(id, 'accepted'))) return false;
      await tx.draw(id);
      return true;
    });
  }

  #report(id: IncomingId, err: unknown): void {
    this.#options.log.warn({ err, incoming: id }, 'what became of an invitation is not written yet');
  }
}
