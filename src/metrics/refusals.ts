import { Counter, type Registry } from 'prom-client';
import { codes } from './label.ts';

/** Where somebody stands who is refused. */
export type Door = 'teams' | 'slack' | 'http' | 'sip' | 'desk';

/** `reason` is a stable code. */
export type Refused = (reason: string) => void;

/** What was not let in, counted by who has refused it. */
export function refusals(registry: Registry): (door: Door) => Refused {
  const refused = new Counter({
    name: 'usher_refused_total',
    help: 'What came from outside and was refused, by where and why',
    labelNames: ['door', 'reason'],
    registers: [registry],
  });
  return (door) => {
    const reasons = codes();
    return (reason) => refused.inc({ door, reason: reasons(reason) });
  };
}
