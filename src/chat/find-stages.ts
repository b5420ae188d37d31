import type { InviteCommand } from '../commands/index.ts';
import type { Ambiguous, Invitee } from '../desk/index.ts';
import { MAX_GROUP } from '../directory/index.ts';
import { findInvitees } from './find-invitees.ts';
import type { Arrival } from './message.ts';
import type { Log, People } from './ports.ts';
import { type Remark, remark } from './reply.ts';

export interface FoundStages {
  /** Who is called at once; nobody: nothing is done. */
  readonly first: readonly (Invitee | Ambiguous)[];
  /** Who is called where nobody of those before comes. */
  readonly later: readonly (readonly Invitee[])[];
  readonly remarks: readonly Remark[];
}

/**
 * Looks everybody up in the order in which they are to be called. Whose name fits several is asked about where she is called at
 * once; else she is left out, and that is said: nobody would see the question in time.
 */
export async function findStages(
  people: People,
  arrival: Arrival,
  command: InviteCommand,
  log: Log,
): Promise<FoundStages> {
  const { inTurn, otherwise = [] } = command;
  const found = await findInvitees(people, arrival, command, log);
  const remarks = [...found.remarks];
  const doubts = new Map((found.doubts ?? []).map((doubt) => [doubt.code, doubt]));
  const groups = [found.invitees];
  if (found.invitees.length > 0) {
    for (const stage of otherwise) {
      const others = await findInvitees(people, arrival, stage, log);
      remarks.push(...others.remarks);
      for (const doubt of others.doubts ?? []) doubts.set(doubt.code, doubt);
      groups.push(others.invitees);
    }
  }
  const [first = [], ...rest] = inTurn ? groups.flatMap((group) => group.map((one) => [one])) : groups;
  const later = rest.map((stage) =>
    stage.flatMap((one) => {
      if ('key' in one) return [one];
      const names = one.candidates.map(({ name }) => name);
      remarks.push(remark('person.which', { typed: one.typed, names }));
      return [];
    }),
  );
  remarks.push(...doubts.values());
  const count = groups.flat().length;
  if (count <= MAX_GROUP) return { first, later: later.filter(({ length }) => length > 0), remarks };
  const facts = { count, limit: MAX_GROUP };
  return { first: [], later: [], remarks: [remark('command.too-many-names', facts)] };
}
