import type { Transaction as KyselyTransaction } from 'kysely';
import type { CardContent, Gathering } from '../desk/ports.ts';
import type { CardId, ConferenceId, RosterRecord, ThreadId } from '../desk/records.ts';
import { INVITATION_COLUMNS, lastAttempts } from './invitation-rows.ts';
import type { Tables } from './tables.ts';

/** A card with everything drawn on it, as of one moment at which nobody is changing it. */
export async function readCard(trx: KyselyTransaction<Tables>, id: CardId): Promise<CardContent | undefined> {
  // Waits for a commit that has ordered a draw of this card: see Jobs.sendDraw.
  const card = await trx.selectFrom('cards').selectAll().where('id', '=', id).forShare().executeTakeFirst();
  if (!card) return undefined;
  const thread = await trx
    .selectFrom('threads')
    .select(['id', 'channel', 'title', 'reference'])
    .where('id', '=', card.threadId)
    .executeTakeFirstOrThrow();
  const conference = await trx
    .selectFrom('conferences')
    .selectAll()
    .where('id', '=', card.conferenceId)
    .executeTakeFirstOrThrow();
  const invitations = await lastAttempts(trx, id);
  const waiting = await trx.selectFrom('waitingInvitees').selectAll().where('cardId', '=', id).execute();
  const questions = await trx
    .selectFrom('questions')
    .selectAll()
    .where('cardId', '=', id)
    .where('state', '=', 'open')
    .orderBy('position')
    .execute();
  return { card, thread, conference, invitations, waiting, questions };
}

/** The active conference of a thread with the last invitation of each of its people, in the order of those, and its open questions. */
export async function readGathering(
  trx: KyselyTransaction<Tables>,
  threadId: ThreadId,
): Promise<Gathering | undefined> {
  const conference = await trx
    .selectFrom('conferences')
    .selectAll()
    .where('threadId', '=', threadId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (!conference) return undefined;
  const last = trx
    .selectFrom('invitations')
    .select('id')
    .distinctOn('personKey')
    .where('conferenceId', '=', conference.id)
    .orderBy('personKey')
    .orderBy('seq', 'desc');
  const invitations = await trx
    .selectFrom('invitations')
    .select(INVITATION_COLUMNS)
    .where('id', 'in', last)
    .orderBy('seq')
    .execute();
  const questions = await trx
    .selectFrom('questions')
    .innerJoin('cards', 'cards.id', 'questions.cardId')
    .selectAll('questions')
    .where('cards.conferenceId', '=', conference.id)
    .where('questions.state', '=', 'open')
    .orderBy('askedAt')
    .orderBy('position')
    .execute();
  const waiting = await trx
    .selectFrom('waitingInvitees')
    .innerJoin('cards', 'cards.id', 'waitingInvitees.cardId')
    .selectAll('waitingInvitees')
    .where('cards.conferenceId', '=', conference.id)
    .where('waitingInvitees.state', '=', 'waiting')
    .orderBy('waitingInvitees.cardId')
    .orderBy('stage')
    .orderBy('position')
    .execute();
  return { conference, invitations, waiting, questions, roster: await readRoster(trx, conference.id) };
}

/** Of a conference that has ended nothing is known. */
export async function readRoster(
  trx: KyselyTransaction<Tables>,
  conferenceId: ConferenceId,
): Promise<RosterRecord> {
  const roster = await trx
    .selectFrom('rosters')
    .select('state')
    .where('conferenceId', '=', conferenceId)
    .executeTakeFirst();
  const attendees = await trx
    .selectFrom('attendees')
    .select([
      'key',
      'address',
      'name',
      'status',
      'takingPart',
      'invitationId',
      'since',
      'wanted',
      'removalCode',
    ])
    .where('conferenceId', '=', conferenceId)
    .orderBy('since')
    .orderBy('key')
    .execute();
  return { state: roster?.state ?? 'unknown', attendees };
}
