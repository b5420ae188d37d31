import { Gauge, type Registry } from 'prom-client';

/** How things stand, asked when somebody looks. */
export interface Standing {
  /** Calls that this process looks after. */
  calls(): { readonly arriving: number; readonly bridged: number };
  /** Whether SIP requests can leave. */
  isSipReady(): boolean;
  connections(): { readonly used: number; readonly idle: number; readonly waiting: number };
  /** By queue, of all processes; may be slow, or reject. */
  jobs(): Promise<readonly JobFigures[]>;
}

export interface JobFigures {
  readonly queue: string;
  /** Due, and not begun. */
  readonly due: number;
  /** Ordered for later. */
  readonly ahead: number;
  /** Have failed, and are tried again. */
  readonly retrying: number;
  readonly active: number;
  /** How long the one that waits longest is due; 0: none is. */
  readonly lateSeconds: number;
}

const FRESH_MS = 5_000;
const ASK_LIMIT_MS = 1_000;

/** Adds what only needs to be looked up. */
export function standing(registry: Registry, now: Standing): void {
  const registers = [registry];
  const jobsNow = recent(() => now.jobs());
  new Gauge({
    name: 'usher_calls',
    help: 'Calls that this process looks after: on their way, or in and running through it',
    labelNames: ['state'],
    registers,
    collect() {
      const { arriving, bridged } = now.calls();
      this.set({ state: 'arriving' }, arriving);
      this.set({ state: 'bridged' }, bridged);
    },
  });
  new Gauge({
    name: 'usher_sip_ready',
    help: '1 while SIP requests can leave',
    registers,
    collect() {
      this.set(now.isSipReady() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'usher_database_connections',
    help: 'Connections for turns and changes: in use, idle, and how many wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(now.connections())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'usher_jobs',
    help: 'What is to be done after commits, of all processes together, by queue',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      this.reset();
      for (const { queue, due, ahead, retrying, active } of await jobsNow()) {
        for (const [state, count] of Object.entries({ due, ahead, retrying, active }))
          this.set({ queue, state }, count);
      }
    },
  });
  new Gauge({
    name: 'usher_job_lateness_seconds',
    help: 'How long the job that waits longest is due, of all processes together, by queue',
    labelNames: ['queue'],
    registers,
    async collect() {
      this.reset();
      for (const { queue, lateSeconds } of await jobsNow()) this.set({ queue }, lateSeconds);
    },
  });
}

/**
 * Asks at most once at a time and every 5 s, and waits for a second at most: however often somebody looks, and whatever state the
 * database is in, looking costs it next to nothing. What is not known in time is left out.
 */
function recent<T>(ask: () => Promise<readonly T[]>): () => Promise<readonly T[]> {
  let asking: Promise<readonly T[]> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  return async () => {
    if (!asking || (!isAsking && performance.now() - askedAt > FRESH_MS)) {
      isAsking = true;
      asking = ask()
        .catch(() => [])
        .finally(() => {
          askedAt = performance.now();
          isAsking = false;
        });
    }
    const limit = Promise.withResolvers<readonly T[]>();
    const timeout = setTimeout(() => limit.resolve([]), ASK_LIMIT_MS);
    try {
      return await Promise.race([asking, limit.promise]);
    } finally {
      clearTimeout(timeout);
    }
  };
}
