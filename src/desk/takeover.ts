/**
 * After a crash: finds out what is left of the calls of dead processes, and of those that this one has lost sight of, and makes cards
 * and phones true again.
 */
import type { Outcome } from '../core/index.ts';
import type { CallOwner } from './call-owner.ts';
import { InvitationJournal } from './invitation-journal.ts';
import type { CallRecovery, InvitationPatch, Log, Owned, Recovered, Store } from './ports.ts';
import type { InvitationId, InvitationRecord } from './records.ts';
import { isByHerself } from './view-of.ts';

export interface TakeoverOptions {
  readonly store: Store;
  readonly owner: CallOwner;
  readonly calls: CallRecovery;
  readonly log: Log;
  readonly now: () => Date;
  /** What is being restored right now; shared by those that take over at the same time. */
  readonly restoring?: Set<InvitationId>;
}

/** An invitation of which no byte had left is delivered late only within this time; a phone that rings later surprises. */
const STILL_WANTED_MS = 60_000;

/** Takes over what dead processes left; resolves when each has been asked about and written down. */
export async function takeOver(options: TakeoverOptions): Promise<void> {
  const { store, owner, restoring = new Set() } = options;
  const taken = await store.takeOver([...owner.known, ...restoring]);
  await Promise.all(
    taken.map(async (one) => {
      const { id } = one.invitation;
      restoring.add(id);
      await restore(one, options).finally(() => restoring.delete(id));
    }),
  );
}

async function restore(taken: Owned, options: TakeoverOptions): Promise<void> {
  const { invitation } = taken;
  // Nothing of hers ran through the dead process: the owner's sweep has her conference take her out.
  if (isByHerself(invitation)) return;
  const { store, log, calls, owner } = options;
  const journal = new InvitationJournal({ store, log, invitation, onFenced: () => undefined });
  const found = await find(calls, invitation, log);
  log.info({ invitation: invitation.id, found: found.kind }, 'a delivery was taken over');
  if (found.kind === 'nothing' && isStillWanted(taken, options.now())) {
    journal.write({}, { kind: 'taken-over', detail: { found: found.kind } });
    await journal.written();
    owner.start(invitation, taken.conference);
    return;
  }
  journal.write(patchFor(invitation, found), { kind: 'taken-over', detail: { found: found.kind } });
  await journal.written();
  if (found.kind === 'adopted') owner.follow(invitation, found.participant);
}

async function find(calls: CallRecovery, { id }: InvitationRecord, log: Log): Promise<Recovered> {
  try {
    return await calls.recover(id);
  } catch (err) {
    log.error({ err, invitation: id }, 'a call could not be recovered');
    return { kind: 'unknown' };
  }
}

function isStillWanted({ invitation, conference }: Owned, now: Date): boolean {
  const { state, wanted, answer, createdAt } = invitation;
  // Who has said that she takes the call waits for it.
  const isWaiting = answer === null || answer.wish === 'phone';
  if (state === 'Terminated' || wanted === 'out' || !isWaiting || conference.state === 'ended') return false;
  return now.getTime() - createdAt.getTime() < STILL_WANTED_MS;
}

function patchFor({ state, wanted }: InvitationRecord, found: Recovered): InvitationPatch {
  if (found.kind === 'adopted') {
    // She is in, whether that had been written or not.
    const { participant, word } = found;
    const accepted = { state: 'Terminated', status: word, outcome: { word }, queued: false } as const;
    return { ...(state === 'Terminated' ? {} : accepted), presence: participant.presence };
  }
  const isUnknown = found.kind === 'unknown';
  if (state === 'Terminated') return { status: isUnknown ? 'unknown' : 'left', presence: null };
  const outcome = isUnknown ? LOST : wanted === 'out' ? WITHDRAWN : INTERRUPTED;
  return { state: 'Terminated', status: outcome.word, outcome, queued: false, presence: null };
}

const LOST: Outcome = { word: 'unknown', detail: 'interrupted' };
const WITHDRAWN: Outcome = { word: 'withdrawn' };
const INTERRUPTED: Outcome = { word: 'failed', detail: 'interrupted' };
