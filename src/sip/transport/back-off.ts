export interface BackOffTimers {
  /** Pause before the first attempt to connect again, doubled each time; 500. */
  readonly reconnectMinMs: number;
  /** Longest pause; 30,000. */
  readonly reconnectMaxMs: number;
}

/** The pause after so many failures in a row: by lot between half and all of it, so that not all clients come at once (RFC 5626 4.5). */
export function backOffMs(failures: number, timers: BackOffTimers, random: () => number): number {
  const longest = Math.min(timers.reconnectMinMs * 2 ** failures, timers.reconnectMaxMs);
  return longest * (0.5 + random() / 2);
}
