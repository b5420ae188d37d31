/** How long peers may take, in milliseconds; tests shorten them. */
export interface CallTimers {
  /** How long a phone may stay without any 18x; 32,000. */
  readonly silenceMs: number;
  /** How long the end of a cancelled INVITE may take: sip.js has no Timer C; 32,000. */
  readonly cancelMs: number;
  /**
   * How much longer one is remembered that ended without a word: who answers it after all is hung up; 180,000. By then every
   * proxy has given it up (Timer C).
   */
  readonly lateAnswerMs: number;
  /** How long the conference may take to answer; 10,000. */
  readonly conferenceMs: number;
  /** How long a Lync focus may be silent about a command, and again after each *pending* (UCMA EndDialOut); 180,000. */
  readonly commandMs: number;
  /** Pause before a Lync focus is joined again; 10,000. */
  readonly rejoinMs: number;
  /** How long a REFER may stay without its first NOTIFY (RFC 6665 Timer N), and without a next one before an 18x; 32,000. */
  readonly notifyMs: number;
  /** How long her phone may take to call the conference itself; 15,000. */
  readonly stepOutMs: number;
  /** How long a NOTIFY may lag behind her BYE when she steps out; 1,000. */
  readonly stepOutGraceMs: number;
  /**
   * How long our leg stays in the conference when she has stepped out; 2,000. A server answers her before she is in its room
   * (Asterisk up to 500 ms before), and a room that becomes empty while she comes in may be lost: she would be alone in it.
   */
  readonly stepOutOverlapMs: number;
  /** Pause before a re-INVITE of ours is repeated after a glare (RFC 3261 14.1: 2,100 to 4,000). */
  readonly glareMs: number;
}

export const CALL_TIMERS: CallTimers = {
  silenceMs: 32_000,
  cancelMs: 32_000,
  lateAnswerMs: 180_000,
  conferenceMs: 10_000,
  commandMs: 180_000,
  rejoinMs: 10_000,
  notifyMs: 32_000,
  stepOutMs: 15_000,
  stepOutGraceMs: 1_000,
  stepOutOverlapMs: 2_000,
  glareMs: 2_100,
};
