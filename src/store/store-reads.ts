import type { RosterTarget } from '../core/index.ts';
import type { IncomingId } from '../desk/incoming-ports.ts';
import type { CardContent, Gathering, Owned, Store } from '../desk/ports.ts';
import type {
  CardId,
  ConferenceId,
  ConferenceRecord,
  InvitationId,
  ProcessId,
  QuestionId,
  ThreadId,
} from '../desk/records.ts';
import type { UnwantedAttendee } from '../desk/roster-ports.ts';
import type { ScheduleStore } from '../desk/schedule/schedule-ports.ts';
import { CallJournal, type Leg } from './call-journal.ts';
import { company } from './company.ts';
import type { Database } from './database.ts';
import { FactoryCalls } from './factory-calls.ts';
import { Inbox } from './inbox.ts';
import { incomingReads } from './incoming-rows.ts';
import { INVITATION_COLUMNS, isUnwanted } from './invitation-rows.ts';
import { lastWanted } from './last-wanted.ts';
import { personalReads } from './personal-rows.ts';
import type { Processes } from './processes.ts';
import { quietConferences } from './quiet-conferences.ts';
import { readCard, readGathering } from './read-card.ts';
import { endpointsOf } from './roster-rows.ts';
import { scheduleReads } from './schedule-reads.ts';
import { followed, followedOf, isAlone, withConferences } from './take-over.ts';
import { unwantedAttendees } from './unwanted-attendees.ts';
import { Ways } from './ways.ts';

/** What is read of the store outside of a commit, and the smaller stores beside it: where each is done, as this process sees it. */
export class StoreReads {
  protected readonly database: Database;
  protected readonly processes: Processes;

  constructor(database: Database, processes: Processes) {
    this.database = database;
    this.processes = processes;
  }

  /** Of this process, as the owner of invitations. */
  get processId(): ProcessId {
    return this.processes.id;
  }

  card(id: CardId): Promise<CardContent | undefined> {
    return this.database.transaction().execute((trx) => readCard(trx, id));
  }

  gathering(threadId: ThreadId): Promise<Gathering | undefined> {
    return this.database.transaction().execute((trx) => readGathering(trx, threadId));
  }

  lastWanted(addresses: readonly string[], since: Date): Promise<ConferenceRecord | undefined> {
    return lastWanted(this.database, addresses, since);
  }

  async unwanted(): Promise<Owned[]> {
    const invitations = await this.database
      .selectFrom('invitations')
      .select(INVITATION_COLUMNS)
      .where('owner', '=', this.processId)
      .where(isUnwanted)
      .execute();
    return withConferences(this.database, invitations);
  }

  unwantedAttendees(): Promise<UnwantedAttendee[]> {
    return unwantedAttendees(this.database, this.processId);
  }

  company(id: InvitationId): Promise<'in' | 'coming' | 'nobody'> {
    return company(this.database, id);
  }

  /** Whether another process lives on this database. */
  async hasOthers(): Promise<boolean> {
    return !(await isAlone(this.database, this.processId, await this.processes.deadOnThisHost()));
  }

  async followed(): Promise<Pick<ConferenceRecord, 'id' | 'uri'>[]> {
    return followed(this.database, this.processId, await this.processes.deadOnThisHost());
  }

  followedAmong(ids: readonly ConferenceId[]): ReturnType<Store['followed']> {
    return followedOf(this.database, this.processId).where('conferences.id', 'in', ids).execute();
  }

  incoming(id: IncomingId): ReturnType<Store['incoming']> {
    return incomingReads(this.database, this.processId).incoming(id);
  }

  answeredIncoming(): Promise<IncomingId[]> {
    return incomingReads(this.database, this.processId).answeredIncoming();
  }

  endpointsOf(id: ConferenceId, addressKeys: readonly string[]): Promise<RosterTarget[]> {
    return endpointsOf(this.database, id, addressKeys);
  }

  personalCard(id: InvitationId): ReturnType<Store['personalCard']> {
    return personalReads(this.database).personalCard(id);
  }

  threadsElsewhere(...near: Parameters<Store['threadsElsewhere']>): ReturnType<Store['threadsElsewhere']> {
    return personalReads(this.database).threadsElsewhere(...near);
  }

  whose(id: InvitationId | QuestionId): ReturnType<Store['whose']> {
    return personalReads(this.database).whose(id);
  }

  quiet(): Promise<ConferenceId[]> {
    return quietConferences(this.database);
  }

  /** The journal of call legs, for what sip/ writes about them. */
  callJournal<T extends Leg>(): CallJournal<T> {
    return new CallJournal<T>(this.database, this.processId);
  }

  /** What worked for an address last time. */
  callMemory(): Ways {
    return new Ways(this.database);
  }

  /** What is scheduled, as it is shown. */
  schedule(): ScheduleStore {
    return scheduleReads(this.database);
  }

  /** The calls that keep conferences alive which a factory has made. */
  factoryCalls(): FactoryCalls {
    return new FactoryCalls(this.database, this.processId, () => this.processes.deadOnThisHost());
  }

  /** What a chat service was told is taken, until it is done. */
  inbox(): Inbox {
    return new Inbox(this.database, this.processId, () => this.processes.deadOnThisHost());
  }
}
