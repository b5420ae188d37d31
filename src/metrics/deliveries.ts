import { Counter, Histogram, type Registry } from 'prom-client';
import { codes } from './label.ts';

/** Sees how people are reached. All times in ms since this process began with them, right after the commit that invites them. */
export interface DeliveryWatcher {
  rang(afterMs: number): void;
  /** `method`: undefined where none was tried. */
  ended(delivery: {
    readonly outcome: string;
    readonly method: string | undefined;
    readonly afterMs: number;
  }): void;
}

/** People let it ring for 20 s; whoever waits for her turn waits longer. */
const BUCKETS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120];
/** These three alone mean that somebody has taken the call. */
const ANSWERED: ReadonlySet<string> = new Set(['joined', 'answered', 'accepted']);

export function deliveries(registry: Registry): DeliveryWatcher {
  const registers = [registry];
  const [outcomes, methods] = [codes(), codes()];
  const invitations = new Counter({
    name: 'usher_invitations_total',
    help: 'Invitations that have come to an end in this process, by what became of them and what was tried last',
    labelNames: ['outcome', 'method'],
    registers,
  });
  const toRing = new Histogram({
    name: 'usher_time_to_ring_seconds',
    help: 'From the commit that invites somebody until her phone rings for the first time, with the wait for her turn',
    buckets: BUCKETS,
    registers,
  });
  const toAnswer = new Histogram({
    name: 'usher_time_to_answer_seconds',
    help: 'From the commit that invites somebody until she has answered and is connected',
    buckets: BUCKETS,
    registers,
  });
  return {
    rang: (afterMs) => toRing.observe(afterMs / 1_000),
    ended({ outcome, method, afterMs }) {
      invitations.inc({
        outcome: outcomes(outcome),
        method: method === undefined ? 'none' : methods(method),
      });
      if (ANSWERED.has(outcome)) toAnswer.observe(afterMs / 1_000);
    },
  };
}
