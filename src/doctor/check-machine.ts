import { type Check, ok, warn } from './check.ts';

/** Node, and what it knows of the world. */
export function checkMachine(zoneOf: (zone: string) => string = offsetIn): Check {
  return {
    name: 'Node',
    async *run() {
      yield ok(`${process.versions.node}, time zones of ${process.versions.tz}`);
      // A Node without data of its own (small-icu) takes every zone for UTC, and everybody is rung at the wrong time.
      if (zoneOf('Asia/Kathmandu') !== 'GMT+5:45') {
        yield warn(
          'it has no time zones',
          'use a Node with full ICU data, as those of nodejs.org and npm have',
        );
      }
    },
  };
}

const SOME_DAY = Date.UTC(2026, 0);

function offsetIn(zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'shortOffset' });
  return format.formatToParts(SOME_DAY).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
