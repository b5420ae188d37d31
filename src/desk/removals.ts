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
import type { InvitationId, InvitationRecord } from './records.ts';

export interface RemovalsOptions {
  readonly store: Store;
  readonly conferenceServer: Pick<ConferenceServer, 'remove'>;
  readonly log: Log;
}

export class Removals {
  readonly #options: RemovalsOptions;
  readonly #underWay = new Map<InvitationId, Promise<void>>();

  constructor(options: RemovalsOptions) {
    this.#options = options;
  }

  /** Does nothing for somebody whose removal is under way. */
  begin(wish: Owned): void {
    const { id } = wish.invitation;
    if (this.#underWay.has(id)) return;
    const removal = this.#takeOut(wish).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, removal);
  }

  /** Resolves when what is under way is written. */
  async drain(): Promise<void> {
    await Promise.all(this.#underWay.values());
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
}
