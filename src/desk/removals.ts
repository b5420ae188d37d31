/**
 * Takes out who is in by herself: nothing of hers runs through us, so her conference's server is asked, and what it answers is
 * written. The wish is the stored one: it is found again after a restart, by whoever owns it then.
 *
 *   wanted out ──removed, or was not in──► left
 *              ──refused──► its code, and a notice: she may still be in. Wanted out once more: asked once more
 */
import type { ConferenceServer, Removal, RosterTarget } from '../core/index.ts';
import { addressKeysOf } from './address-key.ts';
import { InvitationJournal } from './invitation-journal.ts';
import type { Log, Owned, Store } from './ports.ts';
import type { InvitationRecord } from './records.ts';
import type { UnwantedAttendee } from './roster-ports.ts';

export interface RemovalsOptions {
  readonly store: Store;
  readonly conferenceServer: Pick<ConferenceServer, 'remove'>;
  readonly log: Log;
}

export class Removals {
  readonly #options: RemovalsOptions;
  /** By invitation, or by conference and key. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: RemovalsOptions) {
    this.#options = options;
  }

  /** Somebody who was invited. Does nothing where her removal is under way. */
  begin(wish: Owned): void {
    this.#begin(wish.invitation.id, () => this.#takeOut(wish));
  }

  /** The same for somebody of whom only the roster tells. */
  beginOther(wish: UnwantedAttendee): void {
    this.#begin(`${wish.conference.id} ${wish.key}`, () => this.#takeOutOther(wish));
  }

  /** Resolves when what is under way is written. */
  async drain(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #begin(id: string, takeOut: () => Promise<void>): void {
    if (this.#underWay.has(id)) return;
    const failed = (err: unknown) => {
      this.#options.log.warn({ err }, 'somebody could not be taken out; trying again');
    };
    const removal = takeOut()
      .catch(failed)
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, removal);
  }

  async #takeOut({ invitation, conference }: Owned): Promise<void> {
    const { store, log } = this.#options;
    const journal = new InvitationJournal({ store, log, invitation, onFenced: () => undefined });
    const removal = await this.#remove(conference.uri, await this.#targetsOf(invitation));
    const detail = { how: 'taken-out', removal };
    // Race: she left by herself meanwhile. Then she was not in, and has left all the same.
    if (removal.kind === 'refused') {
      journal.write({ removalCode: removal.code }, { kind: 'participant', detail });
    } else {
      journal.write({ status: 'left', presence: null }, { kind: 'participant', detail });
    }
    await journal.written();
  }

  /** By what the roster calls her, each of her phones; by the address that was invited where it tells nothing of her. */
  async #targetsOf({ conferenceId, invitee }: InvitationRecord): Promise<readonly RosterTarget[]> {
    const { store, log } = this.#options;
    try {
      const endpoints = await store.endpointsOf(conferenceId, addressKeysOf(invitee));
      if (endpoints.length > 0) return endpoints;
    } catch (err) {
      log.warn({ err }, 'it is not known what the roster calls somebody');
    }
    return [{ address: invitee.address }];
  }

  /** A refusal wins: then she may still be in. */
  async #remove(conferenceUri: string, targets: readonly RosterTarget[]): Promise<Removal> {
    let result: Removal = { kind: 'not-in' };
    for (const target of targets) {
      const removal = await this.#options.conferenceServer.remove(conferenceUri, target);
      if (removal.kind === 'refused') return removal;
      if (removal.kind === 'removed') result = removal;
    }
    return result;
  }

  /** That she is out the roster tells; what is written is the answer, so that nobody asks again. */
  async #takeOutOther({ key, address, name, conference }: UnwantedAttendee): Promise<void> {
    const { store, conferenceServer } = this.#options;
    const removal = await conferenceServer.remove(conference.uri, { address, key });
    const code = removal.kind === 'refused' ? removal.code : DONE;
    await store.commit(async (tx) => {
      const [cardId] = await tx.cardsOf(conference.id);
      await tx.setAttendeeRemoval(conference.id, key, code);
      if (isDone(code) || !cardId) return;
      const notRemoved = { name: name || address, code };
      await tx.notice(conference.threadId, { cardId, invitationIds: [], notRemoved });
    });
  }
}

const DONE = 200;

/** Whether this is what a conference has answered that took somebody out, or did not know her. */
export function isDone(code: number): boolean {
  return code === DONE;
}
