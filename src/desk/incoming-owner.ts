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
import { type IncomingEnd, type IncomingInvitation, OperationTimeoutError } from '../core/index.ts';
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
const MAX_PER_MINUTE = 10;
const MINUTE_MS = 60_000;
/** The process stops: the inviter may try later. */
const UNAVAILABLE = 480;

interface Held {
  readonly invitation: IncomingInvitation;
  readonly thread: Thread;
  /** By us: what its state says from then on is our doing. */
  isAnswered: boolean;
  /** Settles when the inviter has confirmed our answer, or never will. */
  confirmed: Promise<void>;
  /** How it ended, until that is written. */
  over?: { readonly ending: IncomingEnding; readonly answer?: IncomingAnswer };
  writing?: Promise<void> | undefined;
}

export class IncomingOwner {
  readonly #options: IncomingOwnerOptions;
  readonly #held = new Map<IncomingId, Held>();
  #stopping = false;

  constructor(options: IncomingOwnerOptions) {
    this.#options = options;
    options.store.onIncomingAnswered((id) => {
      this.#heed(id).catch((err) => options.log.warn({ err, incoming: id }, 'an answer waits; trying again'));
    });
  }

  /** Shows it in the thread that listens to its inviter; rejects where that cannot be written. */
  async receive(invitation: IncomingInvitation): Promise<'asked' | 'nobody' | 'busy'> {
    const { store, now } = this.#options;
    const { inviter, conferenceUri, subject, toast, expiresAt } = invitation;
    const inviterKey = addressKey(inviter.address);
    if (this.#stopping || inviterKey === undefined) return 'nobody';
    const since = new Date(now().getTime() - MINUTE_MS);
    const id = crypto.randomUUID() as string as IncomingId;
    let end: IncomingEnd = 'expired';
    invitation.onStateChanged(({ how = end }) => {
      end = how;
    });
    const written = await store.commit(async (tx) => {
      const thread = await tx.boundThread(inviterKey);
      if (!thread) return 'nobody';
      const { open, lately } = await tx.countIncoming(thread.id, inviterKey, since);
      if (open >= MAX_OPEN || lately >= MAX_PER_MINUTE) return 'busy';
      const incoming = { id, threadId: thread.id, inviter, inviterKey, conferenceUri, subject, expiresAt };
      if (!(await tx.insertIncoming({ ...incoming, toast: toast?.message ?? null }))) return 'busy';
      const by = { id: inviter.address, name: inviter.name };
      tx.audit({ event: 'incoming', via: 'outside', by, threadId: thread.id, about: id });
      await tx.draw(id);
      return thread;
    });
    if (typeof written === 'string') return written;
    const held: Held = { invitation, thread: written, isAnswered: false, confirmed: Promise.resolve() };
    this.#held.set(id, held);
    const watch = () => {
      if (invitation.state === 'Terminated' && !held.isAnswered) this.#over(id, held, { ending: end });
    };
    invitation.onStateChanged(watch);
    // Race: withdrawn, or given up, while it was written.
    watch();
    if (this.#stopping) this.#giveUp(id, held);
    return 'asked';
  }

  /** Answers whose wake-up call was lost, ends that could not be written, and what dead processes held. */
  async sweep(): Promise<void> {
    const { store } = this.#options;
    await store.commit(async (tx) => {
      for (const id of await tx.interruptIncoming()) {
        tx.audit({ event: 'incoming-ended', about: id, why: 'interrupted' });
        await tx.draw(id);
      }
    });
    for (const [id, held] of this.#held) await this.#write(id, held);
    for (const id of await store.answeredIncoming()) await this.#heed(id);
  }

  /** Tells the inviters of what still stands, and writes it down. */
  async drain(): Promise<void> {
    this.#stopping = true;
    for (const [id, held] of this.#held) this.#giveUp(id, held);
    await Promise.all([...this.#held].map(([id, held]) => held.confirmed.then(() => this.#write(id, held))));
  }

  #giveUp(id: IncomingId, held: Held): void {
    if (held.invitation.state !== 'Incoming') return;
    held.isAnswered = true;
    held.invitation.decline({ code: UNAVAILABLE });
    this.#over(id, held, { ending: 'interrupted' });
  }

  async #heed(id: IncomingId): Promise<void> {
    const held = this.#held.get(id);
    if (!held || held.isAnswered) return;
    const answer = (await this.#options.store.incoming(id))?.record.answer;
    // Race: the inviter was first; that is being written.
    if (!answer || held.isAnswered || held.invitation.state !== 'Incoming') return;
    held.isAnswered = true;
    held.confirmed = this.#answer(id, held, answer);
  }

  async #answer(id: IncomingId, held: Held, answer: IncomingAnswer): Promise<void> {
    const { invitation } = held;
    try {
      if (answer.wish === 'decline') invitation.decline();
      else await invitation.accept();
      this.#over(id, held, { ending: answer.wish === 'join' ? 'accepted' : 'declined', answer });
    } catch (err) {
      const { log } = this.#options;
      if (!(err instanceof OperationTimeoutError)) log.error({ err, incoming: id }, 'an answer broke');
      this.#over(id, held, { ending: 'unconfirmed' });
    }
  }

  #over(id: IncomingId, held: Held, over: NonNullable<Held['over']>): void {
    if (held.over) return;
    held.over = over;
    void this.#write(id, held);
  }

  /** Never rejects. */
  #write(id: IncomingId, held: Held): Promise<void> {
    if (!held.over) return Promise.resolve();
    held.writing ??= this.#writeOver(id, held, held.over)
      .then(() => void this.#held.delete(id))
      .catch((err) => {
        const { log } = this.#options;
        log.warn({ err, incoming: id }, 'how an invitation ended is not written; trying again');
      })
      .finally(() => {
        held.writing = undefined;
      });
    return held.writing;
  }

  async #writeOver(id: IncomingId, held: Held, { ending, answer }: NonNullable<Held['over']>): Promise<void> {
    const { store } = this.#options;
    if (ending === 'accepted' && answer) await this.#join(id, held, answer);
    else {
      await store.commit(async (tx) => {
        if (!(await tx.endIncoming(id, ending))) return;
        tx.audit({ event: 'incoming-ended', threadId: held.thread.id, about: id, why: ending });
        await tx.draw(id);
      });
    }
  }

  /** In the commit that ends it, so that she is rung once, or the card says that she is not. */
  async #join(id: IncomingId, { invitation, thread }: Held, { by, invitee }: IncomingAnswer): Promise<void> {
    const { conferenceUri, subject } = invitation;
    const entrance = { via: 'outside', verb: 'join', about: id } as const;
    const inbound = { activityId: `incoming ${id}`, thread, actor: by, entrance };
    const request = { ...inbound, invitees: invitee ? [invitee] : [] };
    // Nobody is rung but who has pressed.
    const granted = { ...request, author: 'granted' } as const;
    const named = subject === '' ? granted : { ...granted, subject };
    await this.#options.desk.join(named, conferenceUri, async (tx) => {
      if (!(await tx.endIncoming(id, 'accepted'))) return false;
      tx.audit({ event: 'incoming-ended', about: id, why: 'accepted' });
      await tx.draw(id);
      return true;
    });
  }
}
