import { Histogram, type Registry } from 'prom-client';
import { oneOf } from './label.ts';

/** One message or press, worked on and answered. */
export interface Turn {
  /** Bot Framework channel id. */
  readonly channel: string;
  readonly kind: 'command' | 'press' | 'other';
  /** Whether all that was left to say was that it did not work. */
  readonly hasFailed: boolean;
  readonly ms: number;
}

/** Teams gives a turn 15 s, Slack 3 s; people notice one. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 5, 10, 15];

export function turns(registry: Registry): (turn: Turn) => void {
  const channelOf = oneOf('msteams', 'slack', 'emulator');
  const duration = new Histogram({
    name: 'usher_turn_duration_seconds',
    help: 'From a message or press until it is answered; phones ring afterwards',
    labelNames: ['channel', 'kind', 'result'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return ({ channel, kind, hasFailed, ms }) => {
    const result = hasFailed ? 'failed' : 'answered';
    duration.observe({ channel: channelOf(channel), kind, result }, ms / 1_000);
  };
}
