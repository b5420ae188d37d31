import assert from 'node:assert/strict';
import {
  appointmentCard,
  attendeeCard,
  fitAdaptiveCard,
  fitSlackMessage,
  MAX_CARD_BYTES,
  plainText,
  reminderCard,
  type Sizes,
  scheduledCard,
} from '../../src/cards/index.ts';
import { en } from '../../src/cards/words/en.ts';
import { LANGUAGES, type Language } from '../../src/cards/words/words-of.ts';
import type { AttendeeId } from '../../src/desk/index.ts';
import { faultsOf } from '../support/adaptive-card-faults.ts';
import {
  appointmentView,
  attendeeRow,
  attendeeView,
  reminderView,
  scheduledAppointment,
  scheduledReminder,
} from '../support/schedule-views.ts';
import { slackFaults } from '../support/slack-limits.ts';

const text = (card: Sizes) => plainText(card(12)).replaceAll('\u202f', ' ');
const shown = (part: Parameters<typeof appointmentView>[0], words = en) =>
  text((max) => appointmentCard(appointmentView(part), [], max, words));

const LONG = 'Ö'.repeat(60);
const EVERY_ACTION = { actions: ['move', 'skip', 'cancel'] } as const;
const ANSWERS = ['accept', 'tentative', 'decline'] as const;

/** Each card in each state, for so many people. */
function* allCards(language: Language, count: number): Generator<readonly [string, Sizes]> {
  const words = LANGUAGES[language];
  const responses = ['none', 'accepted', 'tentative', 'declined'] as const;
  const toast = 'Join us, please. '.repeat(12);
  for (const response of responses) {
    const rows = Array.from({ length: count }, (_, i) =>
      attendeeRow({
        id: `3f0c8a7e-5a64-4f2e-9b8e-${i}` as AttendeeId,
        name: `${i} ${LONG}`,
        zone: 'Asia/Kolkata',
        response,
        answers: ANSWERS,
      }),
    );
    for (const state of ['active', 'over', 'cancelled'] as const) {
      const about = state === 'active' ? {} : { next: null };
      const view = appointmentView({ ...EVERY_ACTION, rows, toast, subject: LONG, state, ...about });
      yield [`${state} ${response}`, (max) => appointmentCard(view, ['…'], max, words)];
      const hers = attendeeView({ toast, subject: LONG, state, response, ownZone: 'Asia/Kolkata', ...about });
      yield [
        `hers ${state} ${response}`,
        () => attendeeCard(hers, ['…'], words, 'https://usher.example/c.ics'),
      ];
    }
  }
  const people = Array.from({ length: count }, (_, i) => ({ name: `${i} ${LONG}`, ids: [] }));
  const about = { subject: LONG, zone: 'Europe/Berlin', at: new Date('2027-03-01T08:30:00Z') };
  for (const state of ['waiting', 'fired', 'cancelled'] as const) {
    const view = reminderView({ state, people, about, words: 'w'.repeat(2000), lateSeconds: 600 });
    yield [`reminder ${state}`, () => reminderCard(view, ['…'], words)];
  }
  const names = people.map(({ name }) => name);
  const items = Array.from({ length: count }, (_, i) =>
    i % 2 === 0 ? scheduledAppointment({ names, subject: LONG }) : scheduledReminder({ names, words: LONG }),
  );
  yield ['scheduled', (max) => scheduledCard({ items }, max, words)];
}

describe('cards of what is scheduled', () => {
  it('read every time back in words, with its zone', () => {
    assert.match(shown({}), /Monday, March 1, 2027 at 9:30 AM Central European Time/);
    assert.match(shown({}, LANGUAGES.de), /Montag, 1\. März 2027 um 09:30 Mitteleuropäische Zeit/);
    assert.match(shown({}, LANGUAGES.ja), /2027年3月1日月曜日 9:30 中央ヨーロッパ時間/);
  });

  it('read it back in the zone of those whose clocks show something else', () => {
    const rows = [
      attendeeRow({ name: 'Asha', zone: 'Asia/Kolkata' }),
      attendeeRow({ name: 'Ravi', zone: 'Asia/Kolkata' }),
      attendeeRow({ name: 'Paul', zone: 'Europe/Paris' }),
    ];
    const said = shown({ rows });
    assert.match(said, /For Asha and Ravi: Monday, March 1, 2027 at 2:00 PM India Standard Time/);
    assert.doesNotMatch(said, /For .*Paul/);
    const hers = plainText(attendeeCard(attendeeView({ ownZone: 'Asia/Kolkata' })));
    assert.match(hers, /For you: .*2:00.PM India Standard Time/);
  });

  it('say what a change of clocks does to it', () => {
    const gap = { local: '2027-03-28T02:30:00', at: new Date('2027-03-28T01:30:00Z'), shift: 'gap' } as const;
    assert.match(shown({ next: gap }), /3:30 AM.*set forward on that day, and 2:30 AM does not exist/s);
    const twice = {
      local: '2027-10-31T02:30:00',
      at: new Date('2027-10-31T00:30:00Z'),
      shift: 'overlap',
    } as const;
    assert.match(shown({ next: twice }), /2:30 AM comes twice: the first one is meant/);
  });

  it('say how a series repeats', () => {
    const rules = {
      'FREQ=DAILY': 'Every day',
      'FREQ=DAILY;INTERVAL=3': 'Every 3 days',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR': 'Every weekday',
      'FREQ=WEEKLY;BYDAY=MO': 'Every Monday',
      'FREQ=WEEKLY;BYDAY=MO,WE': 'Every Monday and Wednesday',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR': 'Every 2 weeks on Friday',
      'FREQ=MONTHLY;BYDAY=1MO': 'On the first Monday of the month',
      'FREQ=MONTHLY;BYDAY=-1FR': 'On the last Friday of the month',
      'FREQ=MONTHLY;BYMONTHDAY=15': 'On day 15 of the month',
      'FREQ=MONTHLY;BYMONTHDAY=-1': 'On the last day of the month',
      'FREQ=YEARLY': 'Every year',
    };
    for (const [rule, words] of Object.entries(rules)) {
      assert.ok(shown({ rule }).includes(`${words}; next: Monday`), `${rule}: ${shown({ rule })}`);
    }
  });

  it('offer nothing any more when it is over or called off', () => {
    for (const state of ['over', 'cancelled'] as const) {
      const card = appointmentCard(appointmentView({ state, next: null, actions: [] }), [], 12, en);
      assert.deepEqual(card.buttons, []);
      assert.equal(card.input, undefined);
      assert.equal(card.lead[0], en.schedule.card.state[state]);
    }
  });

  it('give the answers to her, and the calendar entry while there is something to enter or to take out', () => {
    const url = 'https://usher.example/calendar/1.ics';
    const verbs = (part: Parameters<typeof attendeeView>[0]) =>
      attendeeCard(attendeeView(part), [], en, url).buttons.map((one) =>
        one.kind === 'link' ? 'link' : one.verb,
      );
    assert.deepEqual(verbs({}), ['attend', 'tentative', 'regret', 'link']);
    assert.deepEqual(verbs({ state: 'cancelled', actions: [], next: null }), ['link']);
    assert.deepEqual(verbs({ state: 'over', actions: [], next: null }), []);
  });

  it('put a reminder off by five or fifteen minutes, and say when it came late', () => {
    const card = reminderCard(reminderView({ lateSeconds: 600 }));
    assert.deepEqual(
      card.buttons.map((one) => one.kind === 'press' && [one.verb, one.data.seconds, one.title]),
      [
        ['snooze', 300, 'In 5 minutes'],
        ['snooze', 900, 'In 15 minutes'],
      ],
    );
    assert.match(plainText(card), /This comes 10 minutes late/);
    assert.doesNotMatch(plainText(reminderCard(reminderView({ lateSeconds: 20 }))), /late/);
  });

  it('take names, subjects and words as data', () => {
    const evil = '**[x](https://evil.example)** <b>{{DATE(2026-01-01T00:00:00Z)}}</b> <!channel>';
    const cards: Sizes[] = [
      (max) =>
        appointmentCard(appointmentView({ subject: evil, rows: [attendeeRow({ name: evil })] }), [], max, en),
      () => attendeeCard(attendeeView({ subject: evil, organizer: { id: 'x', name: evil } })),
      () => reminderCard(reminderView({ words: evil, people: [{ name: evil, ids: [] }] })),
      (max) =>
        scheduledCard(
          {
            items: [
              scheduledAppointment({ subject: evil, names: [evil] }),
              scheduledReminder({ names: [evil], words: evil, about: { subject: evil, secondsBefore: 300 } }),
            ],
          },
          max,
        ),
    ];
    for (const card of cards) {
      const drawn = JSON.stringify(fitAdaptiveCard(card));
      assert.doesNotMatch(drawn, /\{\{DATE\(2026-01/);
      // What is read as Markdown holds nothing that was typed.
      const blocks = drawn.match(/\{"type":"TextBlock","text":"[^"]*"/g) ?? [];
      for (const block of blocks) assert.doesNotMatch(block, /evil/);
      assert.deepEqual(slackFaults(fitSlackMessage(card)), []);
    }
  });

  for (const language of Object.keys(LANGUAGES) as Language[]) {
    it(`are read by every client and fit, whoever is on them: ${language}`, () => {
      for (const count of [1, 12, 13, 50]) {
        for (const [name, card] of allCards(language, count)) {
          const drawn = fitAdaptiveCard(card);
          assert.deepEqual(faultsOf(drawn), [], name);
          const bytes = Buffer.byteLength(JSON.stringify(drawn));
          assert.ok(bytes <= MAX_CARD_BYTES, `${name} with ${count}: ${bytes} bytes`);
          assert.deepEqual(slackFaults(fitSlackMessage(card)), [], `${name} with ${count}`);
          assert.ok(drawn.speak.length > 0 && drawn.fallbackText.length > 0);
          const left = JSON.stringify(drawn).replace(/\{\{(?:DATE|TIME)\([^)]*\)\}\}/g, '');
          assert.doesNotMatch(left, /\{\w+\}|undefined|\bNaN\b/, name);
        }
      }
    });
  }
});
