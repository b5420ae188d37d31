import assert from 'node:assert/strict';
import {
  type Card,
  fitAdaptiveCard,
  fitSlackMessage,
  incomingCard,
  MAX_CARD_BYTES,
  personalCard,
  type Sizes,
  threadCard,
} from '../../src/cards/index.ts';
import { MAX_SPOKEN } from '../../src/cards/speech.ts';
import { en } from '../../src/cards/words/en.ts';
import { LANGUAGES, type Language } from '../../src/cards/words/words-of.ts';
import type { IncomingView, InvitationId, InvitationRow, Status } from '../../src/desk/index.ts';
import { faultsOf } from '../support/adaptive-card-faults.ts';
import { slackFaults } from '../support/slack-limits.ts';
import { cardView, incomingView, invitationRow, personalView } from '../support/views.ts';

const STATUSES = Object.keys(en.status) as Status[];
const INCOMING = Object.keys(en.incoming.status) as IncomingView['status'][];
const COUNTS = [1, 12, 13, 50];
const LONG = 'x'.repeat(57);

const ON_THE_WAY: readonly Status[] = ['inviting', 'ringing', 'forwarded', 'waiting', 'calling'];
const IN: readonly Status[] = ['joined', 'answered', 'accepted'];

/** All buttons that a row of this status can have; her own answers stand there where she cannot be written to. */
function buttonsOf(status: Status): Pick<InvitationRow, 'actions' | 'answers'> {
  if (ON_THE_WAY.includes(status)) return { actions: ['cancel'], answers: ['accept', 'refuse', 'later'] };
  return { actions: [IN.includes(status) ? 'remove' : 'again'], answers: [] };
}

function threadCards(status: Status, count: number, language: Language): Sizes {
  const rows = Array.from({ length: count }, (_, index) => {
    const id = `3f0c8a7e-5a64-4f2e-9b8e-${String(index).padStart(12, '0')}` as InvitationId;
    return invitationRow({
      ...buttonsOf(status),
      id,
      name: `${String(index).padStart(2, '0')} ${LONG}`,
      status,
    });
  });
  const joinUrl = 'https://meet.example.com/standup';
  const view = cardView({ rows, joinUrl, toast: 'Join us, please. '.repeat(12) });
  return (maxRows) => threadCard(view, [], maxRows, LANGUAGES[language]);
}

/** Every card of the product in every state, for a thread of so many people. */
function* allCards(language: Language): Generator<readonly [name: string, count: number, card: Sizes]> {
  const words = LANGUAGES[language];
  for (const status of STATUSES) {
    for (const count of COUNTS) yield [status, count, threadCards(status, count, language)];
    const view = personalView({ status, inviter: { id: 'x', name: LONG }, toast: 'Join us' });
    yield [`her own: ${status}`, 1, () => personalCard(view, [], words)];
  }
  for (const status of INCOMING) {
    const view = incomingView({ status, inviter: { address: 'sip:lee@contoso.com', name: LONG } });
    yield [`from outside: ${status}`, 1, () => incomingCard(view, [], words)];
  }
}

describe('every card in every state', () => {
  /** Most bytes over all languages, by card and number of people: Teams, Slack. */
  const sizes = new Map<string, Map<number, readonly [number, number]>>();

  after(() => {
    const cell = (size: readonly [number, number] | undefined) => (size ? size.join(' / ') : '').padStart(15);
    const head = COUNTS.map((count) => `${count} people`.padStart(15)).join('');
    const lines = [...sizes].map(
      ([name, byCount]) => name.padEnd(28) + COUNTS.map((count) => cell(byCount.get(count))).join(''),
    );
    console.log(['', `${'bytes for Teams / Slack'.padEnd(28)}${head}`, ...lines, ''].join('\n'));
  });

  for (const language of Object.keys(LANGUAGES) as Language[]) {
    describe(`in ${language}`, () => {
      it('fits into a message of Teams and of Slack, and is valid there', () => {
        for (const [name, count, card] of allCards(language)) {
          const teams = fitAdaptiveCard(card);
          const slack = fitSlackMessage(card);
          const size = [bytesOf(teams), bytesOf(slack)] as const;
          assert.ok(size[0] <= MAX_CARD_BYTES, `${name}, ${count}: ${size[0]} bytes`);
          assert.deepEqual(faultsOf(teams), [], name);
          assert.deepEqual(slackFaults(slack), [], name);
          const byCount = sizes.get(name) ?? new Map<number, readonly [number, number]>();
          const [mostTeams, mostSlack] = byCount.get(count) ?? [0, 0];
          byCount.set(count, [Math.max(mostTeams, size[0]), Math.max(mostSlack, size[1])]);
          sizes.set(name, byCount);
        }
      });

      it('names its language, for screen readers and dates', () => {
        for (const [name, , card] of allCards(language)) {
          assert.equal(fitAdaptiveCard(card).lang, language, name);
        }
      });

      it('says by fallback text and speech whom it is about, and what is happening', () => {
        for (const [name, count, card] of allCards(language)) {
          const { title, rows, lines } = card(12);
          const { fallbackText, speak } = fitAdaptiveCard(card);
          const said = rows[0] ? [title, rows[0].head, rows[0].word ?? ''] : [title, lines[0] ?? ''];
          for (const text of said) {
            assert.notEqual(text, '', name);
            assert.ok(fallbackText.includes(text), `${name}, ${count}: ${text} is not in ${fallbackText}`);
          }
          assert.ok(speak.startsWith(title), `${name}: ${speak}`);
          const spoken = rows[0]?.word ?? lines[0] ?? '';
          assert.ok(speak.includes(spoken), `${name}: ${spoken} is not in ${speak}`);
        }
      });

      it('gives a row to each of 12 people, whatever happens to them, also with all their buttons', () => {
        for (const status of STATUSES) {
          const card = threadCards(status, 12, language);
          assert.equal(rowsOf(fitAdaptiveCard(card)), 12, status);
          assert.equal(rowsOf(fitSlackMessage(card)), 12, status);
        }
      });

      it('gives rows to as many as fit of those who can answer nowhere else', () => {
        for (const status of ON_THE_WAY) {
          for (const count of [13, 50]) {
            const card = threadCards(status, count, language);
            assert.equal(rowsOf(fitAdaptiveCard(card)), 12, `${status}, ${count}`);
            assert.ok(rowsOf(fitSlackMessage(card)) >= 10, `${status}, ${count}`);
          }
        }
      });

      it('speaks in whole sentences, and counts who is left out', () => {
        for (const [name, count, card] of allCards(language)) {
          const { speak } = fitAdaptiveCard(card);
          assert.ok([...speak].length <= MAX_SPOKEN, name);
          const told = [...speak.matchAll(/\b\d\d x{10,}/g)].length;
          const more = /(\d+)[^\dx]*$/.exec(speak)?.[1];
          if (count === 12) assert.equal(told + Number(told === 12 ? 0 : more), 12, `${name}: ${speak}`);
        }
      });

      it('names each button, and no two of one row alike', () => {
        for (const [name, , card] of allCards(language)) {
          const { rows, buttons } = card(12);
          for (const group of [...rows.map((row) => row.buttons), buttons]) {
            const titles = group.map(({ title }) => title);
            assert.ok(
              titles.every((title) => title.trim() !== '' && title.length <= 40),
              `${name}: ${titles}`,
            );
            assert.equal(new Set(titles).size, titles.length, `${name}: ${titles}`);
          }
        }
      });

      it('names for a screen reader whom a button is about, in Teams and in Slack', () => {
        for (const status of STATUSES) {
          const card = threadCards(status, 3, language);
          for (const [message, key] of [
            [fitAdaptiveCard(card), 'tooltip'],
            [fitSlackMessage(card), 'accessibility_label'],
          ] as const) {
            const labels = valuesOf(message, key);
            const buttons = card(12).rows.flatMap((row) => row.buttons);
            assert.equal(labels.length, buttons.length, `${status}, ${key}`);
            assert.equal(new Set(labels).size, labels.length, `${status}: ${labels}`);
          }
        }
      });

      it('means nothing by colour alone: without it no two states look alike', () => {
        for (const [states, cardOf] of [
          [STATUSES, (status: Status) => threadCards(status, 1, language)(12)],
          [INCOMING, (status) => incomingCard(incomingView({ status }), [], LANGUAGES[language])],
        ] as readonly (readonly [readonly string[], (status: never) => Card])[]) {
          const looks = states.map((status) => {
            const [row] = cardOf(status as never).rows;
            assert.ok(row?.word, `${status} has a word`);
            return [row.word, ...row.details].join('\n');
          });
          for (const [index, look] of looks.entries()) {
            assert.equal(
              looks.indexOf(look),
              index,
              `${states[looks.indexOf(look)]} and ${states[index]}: ${look}`,
            );
          }
        }
      });
    });
  }
});

/** How many people have a row: their names stand in bold. */
function rowsOf(message: object): number {
  return new Set(JSON.stringify(message).match(/(?:"text":"|\*)\d\d x{57}(?=[*"])/g)).size;
}

/** All values under this key, however deep. */
function valuesOf(json: unknown, key: string): unknown[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => (name === key ? [value] : valuesOf(value, key)));
}

function bytesOf(message: object): number {
  return Buffer.byteLength(JSON.stringify(message));
}
