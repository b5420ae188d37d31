import { MONTHS } from '../../times/index.ts';
import type { TimeCutter } from './time-words.ts';

const WEEKDAYS: Readonly<Record<string, string>> = {
  月: 'monday',
  火: 'tuesday',
  水: 'wednesday',
  木: 'thursday',
  金: 'friday',
  土: 'saturday',
  日: 'sunday',
};
const ORDINALS: Readonly<Record<string, string>> = {
  1: 'first',
  一: 'first',
  2: 'second',
  二: 'second',
  3: 'third',
  三: 'third',
  4: 'fourth',
  四: 'fourth',
};
const ZONES: Readonly<Record<string, string>> = {
  日本: 'tokyo',
  東京: 'tokyo',
  ベルリン: 'berlin',
  ドイツ: 'berlin',
  ロンドン: 'london',
  イギリス: 'london',
  ニューヨーク: 'new york',
  パリ: 'paris',
  シドニー: 'sydney',
};

const N = '(\\d{1,4})';
const WEEKDAY = '([月火水木金土日])曜日?';

type Say = (...groups: (string | undefined)[]) => string;
type Row = readonly [pattern: string, say: Say];

const weekday = (sign: string | undefined) => WEEKDAYS[sign ?? ''] ?? '';

/** What may stand in a phrase about time, longest first; particles and signs in between say nothing. */
const ROWS: readonly Row[] = [
  [`${N}時間半後`, (hours) => `in ${hours} hours and a half`],
  [`${N}時間${N}分後`, (hours, minutes) => `in ${hours} hours ${minutes} minutes`],
  [`${N}時間後`, (hours) => `in ${hours} hours`],
  [`${N}分後`, (minutes) => `in ${minutes} minutes`],
  [`${N}秒後`, (seconds) => `in ${seconds} seconds`],
  [`${N}日後`, (days) => `in ${days} days`],
  [`${N}週間後`, (weeks) => `in ${weeks} weeks`],
  ['半時間後|30分後', () => 'in 30 minutes'],
  [`(?:開始の?)?${N}分前`, (minutes) => `${minutes} minutes before`],
  [`(?:開始の?)?${N}時間前`, (hours) => `${hours} hours before`],
  [
    `(?:毎月の?)第([1-4一二三四])${WEEKDAY}`,
    (nth, day) => `on the ${ORDINALS[nth ?? '']} ${weekday(day)} of every month`,
  ],
  [`毎月の?最終${WEEKDAY}`, (day) => `on the last ${weekday(day)} of every month`],
  [`毎月${N}日`, (day) => `on the ${day}th of every month`],
  ['平日(?:毎日)?|毎平日', () => 'every weekday'],
  ['毎日', () => 'every day'],
  ['毎朝', () => 'every morning'],
  ['毎晩', () => 'every evening'],
  [`隔週の?${WEEKDAY}`, (day) => `every other ${weekday(day)}`],
  [`毎週の?${WEEKDAY}`, (day) => `every ${weekday(day)}`],
  [`来週の?${WEEKDAY}`, (day) => `${weekday(day)} next week`],
  [`今週の?${WEEKDAY}`, (day) => `this ${weekday(day)}`],
  [`次の${WEEKDAY}`, (day) => `next ${weekday(day)}`],
  [WEEKDAY, (day) => `on ${weekday(day)}`],
  ['明後日|あさって', () => 'in 2 days'],
  ['明日|あした|あす', () => 'tomorrow'],
  ['今日|きょう|本日', () => 'today'],
  ['昨日', () => 'yesterday'],
  ['今朝', () => 'this morning'],
  ['今夜|今晩', () => 'this evening'],
  [`(\\d{4})年${N}月${N}日`, (year, month, day) => `on ${year}-${pad(month)}-${pad(day)}`],
  [`${N}月${N}日`, (month, day) => `on the ${day} ${MONTHS[Number(month) - 1] ?? ''}`],
  ['正午|昼の12時', () => 'at noon'],
  ['真夜中', () => 'at midnight'],
  [`午前${N}時(?:${N}分|(半))?`, (hour, minute, half) => `at ${hour}:${half ? '30' : pad(minute)}am`],
  [`午後${N}時(?:${N}分|(半))?`, (hour, minute, half) => `at ${hour}:${half ? '30' : pad(minute)}pm`],
  [`${N}時(?:${N}分|(半))?`, (hour, minute, half) => `at ${hour}:${half ? '30' : pad(minute)}`],
  [`(\\d{1,2}):(\\d{2})`, (hour, minute) => `at ${hour}:${minute}`],
  ['朝', () => 'in the morning'],
  ['夕方|夜|晩', () => 'in the evening'],
  [`(${Object.keys(ZONES).join('|')})時間`, (zone) => `${ZONES[zone ?? '']} time`],
];

const BEGINS = /[\d第毎平隔来今次月火水木金土日明あき本昨正昼真午朝夕夜晩開半]/;
const PARTICLE = /[のに、,\s]/;
const BETWEEN = /^[\s、,]*(?:の|に|から|で)?[\s、,]*/;
const pad = (number = '0'): string => number.padStart(2, '0');
const PATTERNS = ROWS.map(([pattern, say]) => ({ pattern: new RegExp(`^(?:${pattern})`), say }));

/**
 * Cuts the phrases about time out of a Japanese line, and says them in English. Quoted words are not searched. `isTime` decides
 * whether they are one.
 */
export const cutJapaneseTime: TimeCutter = (typed, isTime) => {
  const text = typed.replace(/[０-９：]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  for (let from = 0; from < text.length; from += 1) {
    if (/[「『“"]/.test(text.charAt(from))) {
      const close = text.slice(from + 1).search(/[」』”"]/);
      from += close < 0 ? 0 : close + 1;
      continue;
    }
    if (!BEGINS.test(text.charAt(from))) continue;
    const { said, size } = phraseAt(text.slice(from, from + 80));
    const behind = text.charAt(from + size);
    // 明日香 is a name.
    const isWhole =
      / \d|noon|midnight/.test(said) ||
      size === 0 ||
      PARTICLE.test(text.charAt(from + size - 1)) ||
      behind === '';
    if (said === '' || !isWhole || !isTime(said.split(' '))) continue;
    const rest = (typed.slice(0, from) + typed.slice(from + size)).replace(/^[\s、,]+/, '');
    return { rest, english: said, typed: typed.slice(from, from + size).replace(/[\sのにでから、,]+$/, '') };
  }
  return undefined;
};

function phraseAt(text: string): { readonly said: string; readonly size: number } {
  const said: string[] = [];
  let size = 0;
  for (;;) {
    const between = said.length > 0 ? (BETWEEN.exec(text.slice(size))?.[0].length ?? 0) : 0;
    const rest = text.slice(size + between);
    const row = PATTERNS.find(({ pattern }) => pattern.test(rest));
    const found = row?.pattern.exec(rest);
    if (!row || !found) break;
    said.push(row.say(...found.slice(1)));
    size += between + found[0].length;
  }
  const particle = said.length > 0 ? (BETWEEN.exec(text.slice(size))?.[0].length ?? 0) : 0;
  return { said: said.join(' '), size: size + particle };
}
