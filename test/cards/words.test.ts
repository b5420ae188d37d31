import assert from 'node:assert/strict';
import {
  fitAdaptiveCard,
  gatheringCard,
  helpCard,
  incomingCard,
  MAX_CARD_BYTES,
  noticeText,
  sentence,
  threadCard,
  welcomeCard,
} from '../../src/cards/index.ts';
import { en } from '../../src/cards/words/en.ts';
import type { Facts } from '../../src/cards/words/words.ts';
import { LANGUAGES, languageOf, wordsOf } from '../../src/cards/words/words-of.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import type { Status } from '../../src/desk/index.ts';
import { faultsOf } from '../support/adaptive-card-faults.ts';
import { cardView, gatheringView, incomingView, invitationRow, questionRow } from '../support/views.ts';

/** Facts on which a sentence may depend. */
const SITUATIONS: readonly Facts[] = [
  {},
  { code: 0 },
  { code: 404 },
  { seconds: 1 },
  { seconds: 300 },
  { count: 1 },
  { count: 7 },
  { names: ['Mary'] },
  { names: ['Mary', 'Bob'] },
  { name: 'Mary' },
  { typed: 'mary' },
  { until: '2027-03-29T06:00:00Z', zone: 'Europe/Berlin' },
  { from: '' },
  { from: 'Standup' },
  { nearest: [] },
  { nearest: ['Mary'] },
  { people: ['Mary'], others: [] },
  { people: [], others: ['Bob'] },
  { people: ['Mary'], others: ['Bob'] },
  { status: 'joined' },
  { status: 'no-answer' },
  { state: 'cancelled' },
  { years: 1 },
  { admin: 'IT, tel. 1234' },
  { count: 70, limit: 60, left: 60, seconds: 0 },
  { count: 7, limit: 60, left: 0, seconds: 12, admin: 'IT' },
  { count: 7, limit: 60, left: 3, seconds: 12 },
  { names: ['Mary'], before: 300, at: '2027-03-01T14:30:00Z', zone: 'Europe/Berlin' },
  { at: '2027-03-28T01:30:00Z', zone: 'Europe/Berlin', local: '2027-03-28T02:30:00', shift: 'gap' },
  { at: '2027-03-01T08:30:00Z', zone: 'Europe/Berlin', rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
];

type Leaf = readonly [path: string, texts: readonly string[]];

/** Every sentence of a table in every situation. */
function leavesOf(table: unknown, path = ''): Leaf[] {
  if (typeof table === 'string') return [[path, SITUATIONS.map(() => table)]];
  if (typeof table === 'function') {
    return [
      [
        path,
        SITUATIONS.map((facts) => String(Reflect.apply(table, undefined, [{ status: 'busy', ...facts }]))),
      ],
    ];
  }
  assert.ok(typeof table === 'object' && table !== null, path);
  return Object.entries(table).flatMap(([key, value]) => leavesOf(value, `${path}/${key}`));
}

function sentencesOf({ and: _and, duration: _duration, number: _number, ...table }: typeof en): Leaf[] {
  const { times: _times, repeats: _repeats, ...schedule } = table.schedule;
  return leavesOf({ ...table, schedule });
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** The same in both languages, or a name. */
const SAME_WORD: Readonly<Record<string, readonly string[]>> = {
  de: ['/call/inviter', '/card/addressed', '/card/line', '/card/speakRow', '/schedule/buttons/snooze'],
  fr: ['/call/inviter', '/card/urgent'],
  es: ['/buttons/ringNobody', '/call/inviter', '/card/addressed', '/card/line', '/card/speakRow'],
  ja: ['/call/inviter'],
};

describe('words', () => {
  for (const [language, words] of Object.entries(LANGUAGES)) {
    describe(language, () => {
      const english = new Map(sentencesOf(en));
      const leaves = sentencesOf(words);

      it('has a sentence for every code, with the same facts in every situation', () => {
        assert.deepEqual(leaves.map(([path]) => path).sort(), [...english.keys()].sort());
        for (const [path, texts] of leaves) {
          assert.deepEqual(texts.map(placeholders), english.get(path)?.map(placeholders), path);
        }
      });

      it('leaves nothing empty, no brace over, nothing undefined, and no sentence out of all proportion', () => {
        for (const [path, texts] of leaves) {
          texts.forEach((text, i) => {
            const inEnglish = english.get(path)?.[i]?.length ?? 0;
            assert.notEqual(text.trim(), '', path);
            assert.equal(text, text.trim(), path);
            assert.doesNotMatch(text.replace(/\{\w+\}/g, ''), /[{}]|undefined|NaN|\[object/, path);
            const [least, most] = language === 'ja' ? [0.15, 1.5] : [0.5, 2.1];
            assert.ok(text.length >= inEnglish * least - 10, `${path} is short: ${text}`);
            assert.ok(text.length <= inEnglish * most + 25, `${path} is long: ${text}`);
          });
        }
      });

      it('keeps the names of variables, addresses and their number', () => {
        const kept = (text: string) => text.match(/[A-Z]+_[A-Z_]+|\b(?:sip|tel):[a-z+\d]+/g)?.map(anonymous);
        for (const [path, texts] of leaves) {
          assert.deepEqual(texts.map(kept), english.get(path)?.map(kept), path);
        }
      });

      if (language !== 'en') {
        it('leaves no English inside', () => {
          const same = leaves.filter(([path, texts]) => texts[0] === english.get(path)?.[0]);
          assert.deepEqual(same.map(([path]) => path).sort(), SAME_WORD[language]);
          for (const [path, texts] of leaves) {
            assert.doesNotMatch(texts.join('\n'), /\b(?:the|write|and|again|NAME saying|help)\b/, path);
          }
        });
      }

      it('makes cards that every client reads, and that fit', () => {
        const rows = Object.keys(words.status).map((status, i) =>
          invitationRow({ status: status as Status, name: `${'Ö'.repeat(59)}${i}`, guessed: true }),
        );
        const view = cardView({ rows: [...rows, questionRow({})] });
        for (const card of [
          (max: number) => threadCard(view, ['…'], max, words),
          () => gatheringCard(gatheringView({ roster: 'unknown' }), words),
          () => helpCard(COMMANDS, { bot: 'Usher' }, words),
          () => welcomeCard({ bot: undefined }, words),
          () => incomingCard(incomingView({}), [], words),
        ]) {
          const drawn = fitAdaptiveCard(card);
          assert.deepEqual(faultsOf(drawn), []);
          assert.ok(Buffer.byteLength(JSON.stringify(drawn)) <= MAX_CARD_BYTES);
          const left = JSON.stringify(drawn).replace(/\{\{(?:DATE|TIME)\([^)]*\)\}\}/g, '');
          assert.doesNotMatch(left, /\{\w+\}/);
        }
      });
    });
  }

  for (const [locale, language] of [
    ['de-DE', 'de'],
    ['de', 'de'],
    ['DE_at', 'de'],
    ['fr-CA', 'fr'],
    ['es-419', 'es'],
    ['ja-JP', 'ja'],
    ['en-GB', 'en'],
    ['deu', 'en'],
    ['pt-BR', 'en'],
    ['constructor', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ] as const) {
    it(`${locale} is spoken to in ${language}`, () => {
      assert.equal(languageOf(locale), language);
      assert.equal(wordsOf(locale), LANGUAGES[language]);
    });
  }

  it('keeps a card and its notices in the language of who invited', () => {
    const row = invitationRow({ status: 'no-answer', name: 'Mary' });
    const inviter = { id: 'eva', name: 'Eva', locale: 'de-DE' };
    const view = cardView({ rows: [row], inviter });
    assert.deepEqual(threadCard(view).lead.slice(0, 1), ['Eingeladen von Eva']);
    assert.equal(noticeText(view, [row.id]), 'Keine Antwort von Mary.');
  });

  it('writes lists, numbers, spans and plurals as the language does', () => {
    const names = ['Mary', 'Bob', 'Sue'];
    const examples = Object.values(LANGUAGES).map((words) => [
      words.and(names),
      words.number(12_345),
      words.duration(30),
      words.duration(240),
      words.duration(7_200),
    ]);
    assert.deepEqual(
      examples.map((texts) => texts.map((text) => text.replace(/\s/g, ' '))),
      [
        ['Mary, Bob and Sue', '12,345', '30 seconds', '4 minutes', '2 hours'],
        ['Mary, Bob und Sue', '12.345', '30 Sekunden', '4 Minuten', '2 Stunden'],
        ['Mary, Bob et Sue', '12 345', '30 secondes', '4 minutes', '2 heures'],
        ['Mary, Bob y Sue', '12.345', '30 segundos', '4 minutos', '2 horas'],
        ['Mary、Bob、Sue', '12,345', '30 秒', '4 分', '2 時間'],
      ],
    );
    const ended = { subject: '', people: ['Mary', 'Bob'], others: [] };
    assert.match(sentence('conference-ended', ended, wordsOf('fr')), /Mary et Bob/);
    const two = cardView({
      rows: [
        invitationRow({ id: 'a' as never, status: 'joined', name: 'Mary' }),
        invitationRow({ id: 'b' as never, status: 'joined', name: 'Bob' }),
      ],
    });
    assert.equal(noticeText(two, ['a', 'b'], wordsOf('de')), 'Mary und Bob sind jetzt dabei.');
    assert.equal(noticeText(two, ['a'], wordsOf('es')), 'Mary se unió.');
  });
});

/** Whose address stands in an example may be said in the language. */
function anonymous(kept: string): string {
  return kept.replace(/^sip:(?:you|sie|vous|usted)$/, 'sip:…');
}
