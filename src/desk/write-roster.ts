import { isTakingPart, type RosterEntry } from '../core/index.ts';
import { addressKey, addressKeysOf } from './address-key.ts';
import { judge, writeJudgement } from './judge.ts';
import type { Transaction } from './ports.ts';
import type { Attendee, ConferenceId, InvitationId, RosterState } from './records.ts';
import type { RosterChange } from './roster-ports.ts';

/** What a server has told since the last commit. */
export interface Told {
  /** As of now. */
  readonly state: RosterState;
  /** The newest roster; undefined: none was told. */
  readonly entries: readonly RosterEntry[] | undefined;
  /** Who took part before that, by key; she may be out again. */
  readonly passed: ReadonlyMap<string, RosterEntry>;
}

/**
 * Writes a roster, and what follows from it for those who were invited. False: this process does not follow it any more, and
 * nothing was written.
 */
export async function writeRoster(
  tx: Transaction,
  id: ConferenceId,
  { state, entries, passed }: Told,
  ownUri: string,
): Promise<boolean> {
  if (!entries) return tx.setRosterState(id, state);
  // First of all, as everybody who writes about an invitation does: what is judged here stands still.
  await tx.cardsOf(id);
  const before = await tx.followedRoster(id);
  if (!before) return false;
  const calls = await tx.bridgedCalls(callIdsOf([...entries, ...passed.values()]));
  const isCall = ({ callId }: RosterEntry) => callId !== undefined && calls.has(callId);
  const own = addressKey(ownUri);
  // One of our calls that cannot be told from the others is left out: our dialogs know better who is in by it.
  const told = entries.filter(
    (entry) => entry.status !== 'disconnected' && (isCall(entry) || addressKey(entry.address) !== own),
  );
  const change = changeOf(
    before.attendees,
    told.map((entry) => attendeeOf(entry, calls)),
  );
  const isNews = before.state !== state || change.changed.length > 0 || change.gone.length > 0;
  if (isNews) await tx.setRoster(id, { state, ...change });
  if (isNews || passed.size > 0) {
    const byThemselves = (people: readonly RosterEntry[]) => keysOf(people.filter((one) => !isCall(one)));
    await judgeAll(tx, id, byThemselves(told.filter(isTakingPart)), byThemselves([...passed.values()]));
  }
  return true;
}

async function judgeAll(
  tx: Transaction,
  id: ConferenceId,
  isIn: ReadonlySet<string>,
  wasIn: ReadonlySet<string>,
): Promise<void> {
  for (const invitation of await tx.lastInvitations(id)) {
    const keys = addressKeysOf(invitation.invitee);
    const areAmong = (people: ReadonlySet<string>) => keys.some((key) => people.has(key));
    await writeJudgement(tx, invitation, judge(invitation, areAmong(isIn), areAmong(wasIn)));
  }
}

type NewAttendee = Omit<Attendee, 'since' | 'wanted' | 'removalCode'>;

function attendeeOf(entry: RosterEntry, calls: ReadonlyMap<string, InvitationId>): NewAttendee {
  const { key, address, name, status, callId } = entry;
  const invitationId = (callId !== undefined && calls.get(callId)) || null;
  return { key, address, name, status, takingPart: isTakingPart(entry), invitationId };
}

function changeOf(before: readonly Attendee[], now: readonly NewAttendee[]) {
  const old = new Map(before.map((attendee) => [attendee.key, attendee]));
  const keys = new Set(now.map(({ key }) => key));
  const changed = now.filter((attendee) => !isSame(attendee, old.get(attendee.key)));
  const gone = before.filter(({ key }) => !keys.has(key));
  const isSteady = ({ key, takingPart }: NewAttendee) => (old.get(key)?.takingPart ?? false) === takingPart;
  return {
    changed: changed.map((attendee) => ({
      ...attendee,
      addressKey: addressKey(attendee.address) ?? '',
      since: isSteady(attendee) ? old.get(attendee.key)?.since : undefined,
    })),
    gone: gone.map(({ key }) => key),
    moved: !changed.every(isSteady) || gone.some(({ takingPart }) => takingPart),
  } satisfies Omit<RosterChange, 'state'>;
}

function isSame(now: NewAttendee, before: Attendee | undefined): boolean {
  return (['address', 'name', 'status', 'invitationId'] as const).every((one) => now[one] === before?.[one]);
}

function keysOf(entries: readonly RosterEntry[]): ReadonlySet<string> {
  return new Set(entries.map(({ address }) => addressKey(address)).filter((key) => key !== undefined));
}

function callIdsOf(entries: readonly RosterEntry[]): string[] {
  return entries.map(({ callId }) => callId).filter((callId) => callId !== undefined);
}
