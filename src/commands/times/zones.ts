import { DateTime, FixedOffsetZone, IANAZone } from 'luxon';
import type { TimeProblem } from './time-problem.ts';
import { zonesCalled } from './zone-names.ts';

/**
 * The zone that words name: `berlin time`, `in kolkata`, `et`, `europe/berlin`, `utc+2`, `my time`. Undefined: none is named.
 * `own` is the speaker's: hers is meant where an abbreviation has several, or one with the same clock (CET in Paris).
 */
export function readZone(words: string, own: string): string | TimeProblem | undefined {
  const [, before] = /^(?:in )?(.+) time$/.exec(words) ?? [];
  const name = (before ?? words.replace(/^in /, '')).replace(/^the /, '');
  if (before !== undefined && /^(?:my|our|my own|local|here)$/.test(name)) return own;
  const fixed = offsetZone(name);
  if (fixed !== undefined) return fixed;
  // "9 Eastern", but "in central …" is somewhere else.
  if (/^in (?:eastern|central|mountain|pacific)$/.test(words)) return undefined;
  const zones = zonesCalled(name, before !== undefined) ?? renamedZone(name);
  const [zone] = zones ?? [];
  if (zones === undefined || zone === undefined) {
    return before === undefined ? undefined : { code: 'time.zone-unknown', facts: { zone: name } };
  }
  if (zones.includes(own)) return own;
  if (zones.length > 1)
    return { code: 'time.zone-ambiguous', facts: { zone: name, zones: zones.join(', ') } };
  return isAbbreviation(name) && haveOneClock(zone, own) ? own : zone;
}

/** `utc+2` is the IANA zone Etc/GMT-2, whose sign is the other way round; there are none for half hours. */
function offsetZone(name: string): string | undefined {
  const [, sign, hours = ''] = /^(?:utc|gmt)([+-])0?(\d{1,2})(?::?00)?$/.exec(name) ?? [];
  if (sign === undefined) return undefined;
  const zone = `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`;
  return IANAZone.isValidZone(zone) ? zone : undefined;
}

/** Names that IANA keeps beside the one in use now: `asia/kolkata` where the system says Asia/Calcutta. */
function renamedZone(name: string): readonly string[] | undefined {
  const spelled = name.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
  return name.includes('/') && IANAZone.isValidZone(spelled) ? [spelled] : undefined;
}

const isAbbreviation = (name: string): boolean => /^[a-z]{2,4}$/.test(name);

function haveOneClock(one: string, other: string): boolean {
  return [1, 4, 7, 10].every((month) => {
    const day = DateTime.fromObject({ year: 2027, month }, { zone: FixedOffsetZone.utcInstance });
    return day.setZone(one).offset === day.setZone(other).offset;
  });
}
