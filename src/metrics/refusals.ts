import { Counter, type Registry } from 'prom-client';
import { codes } from './label.ts';

/** Where somebody stands who is refused. */
export type Door = 'teams' | 'slack' | 'http' | 'sip' | 'desk';

/** What was not let in. `reason` is a stable code. */
export type Refused = (door: Door, reason: string) => void;

export function refusals(registry: Registry): Refused {
  const reasons = codes();
  const refused = new Counter({
    name: 'usher_refused_total',
    help: 'What came from outside and was refused or dropped, by where and why',
    labelNames: ['door', 'reason'],
    registers: [registry],
  });
  return (door, reason) => refused.inc({ door, reason: reasons(reason) });
}
