/**
 * "Do not ring me until 3". What she has said holds wherever she would be rung, by whichever of her names and addresses she is
 * asked for, also urgently; only what she wants herself goes before it. It ends by itself (docs/decisions).
 */
import { addressKeysOf } from './address-key.ts';
import { decide } from './decide.ts';
import type { Store } from './ports.ts';
import type { Actor, Invitee } from './records.ts';
import type { Inbound } from './requests.ts';
import type { ScheduleReceipt } from './schedule/schedule-views.ts';
import { timingOf } from './schedule/timing.ts';
import type { When } from './schedule/when.ts';
import type { Receipt, Say } from './views.ts';

export interface Block {
  readonly until: Date;
  /** By its clocks the end was said: an IANA zone. */
  readonly zone: string;
}

/** Keys are those of `blockKeyOf` and of addresses (address-key.ts). */
export interface BlockTransaction {
  /** In the place of all that was said by somebody who has one of these keys. */
  block(keys: readonly string[], block: Block): Promise<void>;
  /** False: nobody who has one of these keys was blocked at that time. */
  unblock(keys: readonly string[], now: Date): Promise<boolean>;
  /** What holds at that time, by key; without what was said by whoever has the key `by`. */
  blocks(keys: readonly string[], by: string, now: Date): Promise<ReadonlyMap<string, Block>>;
}

/** Of somebody whom a chat product knows by this id. */
export function blockKeyOf(id: string): string {
  return `id:${id.toLowerCase()}`;
}

function keysOf(invitee: Invitee): readonly string[] {
  return [...addressKeysOf(invitee), ...(invitee.ids ?? []).map(blockKeyOf)];
}

/** Looks all of them up at once: why somebody is not rung, undefined where she may be. `actor`: who wants it. */
export async function blocksOf(
  tx: BlockTransaction,
  invitees: readonly Invitee[],
  actor: Pick<Actor, 'id'>,
  now: Date,
): Promise<(invitee: Invitee) => Say | undefined> {
  const keys = invitees.flatMap(keysOf);
  const blocks =
    keys.length > 0 ? await tx.blocks(keys, blockKeyOf(actor.id), now) : new Map<string, Block>();
  return (invitee) => {
    const [last] = keysOf(invitee)
      .flatMap((key) => blocks.get(key) ?? [])
      .sort((one, other) => other.until.getTime() - one.until.getTime());
    return last && { code: 'blocked', facts: { name: invitee.name, ...factsOf(last) } };
  };
}

export interface BlocksOptions {
  readonly store: Pick<Store, 'commit'>;
  readonly now: () => Date;
  /** Where those live who do not tell. */
  readonly zone: string;
}

export class Blocks {
  readonly #options: BlocksOptions;

  constructor(options: BlocksOptions) {
    this.#options = options;
  }

  /** Whoever says so is not rung until then. `me`: all that is known of her; undefined: her id alone. */
  async block(inbound: Inbound, me: Invitee | undefined, until: When): Promise<Receipt | ScheduleReceipt> {
    const { store, now, zone } = this.#options;
    return decide(store, inbound, async (tx): Promise<Receipt | ScheduleReceipt> => {
      const timing = timingOf(until, inbound.actor.zone ?? zone, now());
      if ('code' in timing) return { ...NOTHING, says: [timing] };
      const block = { until: timing.next.at, zone: timing.series.zone };
      await tx.block(allKeys(inbound, me), block);
      return { ...NOTHING, says: [{ code: 'blocking', facts: factsOf(block) }] };
    });
  }

  /** She may be rung again. */
  async unblock(inbound: Inbound, me: Invitee | undefined): Promise<Receipt> {
    const { store, now } = this.#options;
    return decide(store, inbound, async (tx): Promise<Receipt> => {
      const code = (await tx.unblock(allKeys(inbound, me), now())) ? 'unblocked' : 'not-blocked';
      return { ...NOTHING, says: [{ code, facts: {} }] };
    });
  }
}

const NOTHING = { duplicate: false, says: [], cardId: undefined } as const;

function allKeys({ actor }: Inbound, me: Invitee | undefined): readonly string[] {
  return [...new Set([blockKeyOf(actor.id), ...(me ? keysOf(me) : [])])];
}

function factsOf({ until, zone }: Block): { readonly until: string; readonly zone: string } {
  return { until: until.toISOString(), zone };
}
