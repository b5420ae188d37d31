/**
 * What is written down about a call that a conference server makes for us, before it is asked for: with the name of that
 * call another process can stop or keep it when this one dies.
 *
 *   inviting ──answered──► confirmed ──► ended        inviting ──refused, taken back──► ended
 */
export interface ServerCallRecord {
  readonly driver: string;
  readonly invitationId: string;
  /** What the server calls her call, in its roster too; unique among all records: the key. */
  readonly callId: string;
  readonly conferenceUri: string;
  /** Canonical address of the person. */
  readonly address: string;
  readonly state: 'inviting' | 'confirmed' | 'ended';
}

export interface ServerCallJournal {
  /**
   * Writes a record over the one with the same `callId`. Must have resolved before the server is asked; a rejection then
   * means that this process has lost the invitation to another one and must not call.
   */
  save(record: ServerCallRecord): Promise<void>;
}

/** As pino's. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** One record and its changes, written one after the other. */
export class CallEntry {
  readonly #journal: ServerCallJournal;
  readonly #log: Log;
  #record: ServerCallRecord;
  #written: Promise<void> = Promise.resolve();

  constructor(journal: ServerCallJournal, log: Log, record: ServerCallRecord) {
    this.#journal = journal;
    this.#log = log;
    this.#record = record;
  }

  /** Before the server is asked: resolves whether it may be. */
  async open(): Promise<boolean> {
    try {
      await this.#journal.save(this.#record);
      this.#log.info(this.#identity, 'a call is asked for');
      return true;
    } catch (err) {
      this.#log.warn({ err, ...this.#identity }, 'call not opened: nothing is asked for');
      return false;
    }
  }

  /** Later changes: the call goes on even if they cannot be written. Never rejects. */
  change(state: ServerCallRecord['state']): Promise<void> {
    const record = { ...this.#record, state };
    this.#record = record;
    this.#written = this.#written
      .then(() => this.#journal.save(record))
      .catch((err) => this.#log.warn({ err, ...this.#identity }, 'call not written'));
    return this.#written;
  }

  get #identity() {
    const { invitationId: invitation, driver, callId } = this.#record;
    return { invitation, driver, callId };
  }
}
