import assert from 'node:assert/strict';
import {
  adaptiveCard,
  type Card,
  fitAdaptiveCard,
  gatheringCard,
  helpCard,
  incomingCard,
  MAX_CARD_BYTES,
  threadCard,
  welcomeCard,
} from '../../src/cards/index.ts';
import type { CardView, Status } from '../../src/desk/index.ts';
import { faultsOf } from '../support/adaptive-card-faults.ts';
import { cardView, gatheringView, incomingView, invitationRow, questionRow } from '../support/views.ts';

function drawThreadCard(view: CardView, notes: readonly string[] = []) {
  return fitAdaptiveCard((maxRows) => threadCard(view, notes, maxRows));
}

/** Every string that a reader may see. */
function textsOf(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === 'string' && ['text', 'title', 'tooltip', 'speak', 'fallbackText'].includes(key)
      ? [value]
      : textsOf(value),
  );
}

const HOSTILE: readonly (readonly [string, string])[] = [
  ['Markdown', '**Bold** [link](https://evil.example) _x_ `code` # head'],
  ['HTML', '<b>Bob</b><script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['a mention', '<at>Everybody</at>'],
  ['a formatting function', '{{DATE(2020-01-01T00:00:00Z)}} {{TIME(2020-01-01T00:00:00Z)}}'],
  ['a template', '$' + '{$root.secret}'],
  ['control characters', 'Bob\r\nX-Evil: 1\u0000\u0007\u001b[31m'],
  ['a direction override', 'Bob \u202Egnp.exe'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['placeholders of sentences', '{name} {uri} {reference}'],
];

describe('Adaptive Cards', () => {
  const everyStatus = [
    'inviting',
    'ringing',
    'forwarded',
    'calling',
    'joined',
    'answered',
    'accepted',
    'declined',
    'busy',
    'no-answer',
    'offline',
    'not-found',
    'not-allowed',
    'cannot',
    'withdrawn',
    'left',
    'failed',
    'unknown',
  ] as const satisfies readonly Status[];

  describe('are valid', () => {
    it('for every status, with buttons, link, toast and question', () => {
      for (const status of everyStatus) {
        const row = invitationRow({ status, actions: ['cancel', 'again'] });
        const joinUrl = 'https://meet.example.com/standup';
        const view = cardView({ rows: [row, questionRow()], toast: 'Join us', joinUrl });
        assert.deepEqual(faultsOf(drawThreadCard(view)), [], status);
      }
    });

    it('for a conference that has ended, for who, help and welcome', () => {
      const topics = [{ name: 'invite', syntax: 'invite NAME', example: 'invite Mary' }] as const;
      const cards: Card[] = [
        gatheringCard(gatheringView()),
        gatheringCard(gatheringView({ rows: [] })),
        helpCard(topics, { bot: 'Usher' }),
        welcomeCard({ bot: undefined }),
      ];
      for (const card of cards) assert.deepEqual(faultsOf(adaptiveCard(card)), []);
      assert.deepEqual(faultsOf(drawThreadCard(cardView({ conferenceState: 'ended' }))), []);
    });

    it('for an invitation from outside', () => {
      const answered = incomingView({ status: 'accepted', answeredBy: 'Ann', rings: 'Ann', actions: [] });
      for (const view of [incomingView({ toast: 'Join us' }), answered]) {
        assert.deepEqual(faultsOf(adaptiveCard(incomingCard(view))), []);
      }
    });

    it('while the validator does find faults', () => {
      const broken = { ...drawThreadCard(cardView()), actions: [{ type: 'Action.Nonsense' }] };
      assert.notDeepEqual(faultsOf(broken), []);
    });
  });

  describe('show data as data', () => {
    for (const [what, text] of HOSTILE) {
      it(what, () => {
        const view = cardView({
          subject: text,
          toast: text.slice(0, 1024),
          inviter: { id: 'x', name: text },
          rows: [
            invitationRow({ name: text, address: `sip:${text}`, status: 'not-found', actions: ['again'] }),
            questionRow({ typed: text, candidates: [{ key: 'k', name: text, address: text }] }),
          ],
        });
        const card = drawThreadCard(view, [text]);
        assert.deepEqual(faultsOf(card), []);
        for (const shown of textsOf(card)) {
          const ours = shown.replace(/ · \{\{DATE\([\dTZ:-]+,COMPACT\)\}\} \{\{TIME\([\dTZ:-]+\)\}\}$/, '');
          assert.doesNotMatch(ours, /\{\{|\$\{|<[a-z/!]/i);
          assert.doesNotMatch(ours.replaceAll('\n', ''), /[\p{Cc}\u202E]/u);
          assert.ok([...ours].length <= 1_100);
        }
      });
    }

    it('in runs that read no Markdown: a TextBlock holds nothing but our own words', () => {
      const blocks: string[] = [];
      const collect = (json: unknown): void => {
        if (typeof json !== 'object' || json === null) return;
        if ('type' in json && json.type === 'TextBlock' && 'text' in json) blocks.push(String(json.text));
        Object.values(json).forEach(collect);
      };
      collect(drawThreadCard(cardView({ subject: '**x**', rows: [invitationRow({ name: '**x**' })] })));
      assert.deepEqual(blocks, [
        'Ringing · {{DATE(2026-03-01T09:30:15Z,COMPACT)}} {{TIME(2026-03-01T09:30:15Z)}}',
      ]);
    });
  });

  it('carry what a press needs, and nothing more', () => {
    const view = cardView({
      joinUrl: 'https://meet.example.com/1',
      rows: [invitationRow({ attempt: 3, actions: ['again'] }), questionRow()],
    });
    const found: unknown[] = [];
    JSON.stringify(drawThreadCard(view), (_, value) => {
      if (typeof value?.type === 'string' && value.type.startsWith('Action.')) found.push(value);
      return value;
    });
    assert.deepEqual(found, [
      {
        type: 'Action.Execute',
        title: 'Call again',
        verb: 'again',
        data: { id: 'invitation-1', version: 3 },
        tooltip: 'Call again: Mary Miller',
      },
      {
        type: 'Action.Execute',
        title: 'Alex Abel',
        verb: 'choose',
        data: { id: 'question-1', version: 0, person: 'sip:alex.a@example.com' },
      },
      {
        type: 'Action.Execute',
        title: 'Alex Bell',
        verb: 'choose',
        data: { id: 'question-1', version: 0, person: 'sip:alex.b@example.com' },
      },
      { type: 'Action.OpenUrl', title: 'Join', url: 'https://meet.example.com/1' },
      { type: 'Action.Execute', title: 'Invite me', verb: 'me', data: { id: 'card-1', version: 0 } },
    ]);
  });

  describe('fit into a message', () => {
    const longName = (index: number) => `${index} `.padEnd(60, 'Ü');
    for (const [what, make] of [
      [
        'who all failed',
        (index: number) => invitationRow({ name: longName(index), status: 'failed', actions: ['again'] }),
      ],
      [
        'of every status',
        (index: number) =>
          invitationRow({ name: longName(index), status: everyStatus[index % 18] ?? 'left', guessed: true }),
      ],
      [
        'who are questions',
        (index: number) =>
          questionRow({
            typed: longName(index),
            candidates: Array.from({ length: 10 }, (_, at) => ({
              key: `sip:${'k'.repeat(250)}${at}`,
              name: longName(index),
              address: `sip:${'k'.repeat(250)}${at}`,
            })),
          }),
      ],
    ] as const) {
      it(`with 50 people ${what}`, () => {
        const rows = Array.from({ length: 50 }, (_, index) => make(index));
        const card = drawThreadCard(
          cardView({ rows, toast: 'ä'.repeat(1024), joinUrl: 'https://meet.example.com/1' }),
        );
        assert.deepEqual(faultsOf(card), []);
        const bytes = Buffer.byteLength(JSON.stringify(card));
        assert.ok(bytes <= MAX_CARD_BYTES, `${bytes} bytes`);
      });
    }
  });
});
