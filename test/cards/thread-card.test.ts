import assert from 'node:assert/strict';
import { gatheringCard, noticeText, plainText, threadCard } from '../../src/cards/index.ts';
import type { Outcome, OutcomeDetail } from '../../src/core/index.ts';
import type { CardId, InvitationId, Status } from '../../src/desk/index.ts';
import { cardView, gatheringView, invitationRow, questionRow, SINCE } from '../support/views.ts';

describe('the thread card', () => {
  it('shows subject, inviter, toast and a row per person', () => {
    const card = threadCard(
      cardView({
        toast: 'Join us\nnow',
        rows: [invitationRow(), invitationRow({ name: 'Bob', status: 'declined' })],
      }),
    );
    assert.equal(card.title, 'Standup');
    assert.deepEqual(card.lead, ['Invited by Ann', '“Join us\nnow”']);
    assert.deepEqual(
      card.rows.map(({ head, word, since, tone }) => [head, word, since, tone]),
      [
        ['Mary Miller', 'Ringing', SINCE, 'neutral'],
        ['Bob', 'Declined', SINCE, 'bad'],
      ],
    );
    assert.equal(card.speak, 'Standup. Mary Miller: Ringing. Bob: Declined.');
  });

  it('has a title where the thread has none', () => {
    assert.equal(threadCard(cardView({ subject: ' \u200B ' })).title, 'Conference');
  });

  it('has buttons only for what can still be done', () => {
    const buttonsOf = (part: Parameters<typeof cardView>[0]) => {
      const { rows, buttons } = threadCard(cardView(part));
      return [...rows.flatMap((row) => row.buttons), ...buttons].map(({ title }) => title);
    };
    const joinUrl = 'https://meet.example.com/1';
    assert.deepEqual(buttonsOf({ rows: [invitationRow({ actions: ['cancel'] })], joinUrl }), [
      'Cancel',
      'Join',
      'Invite me',
    ]);
    assert.deepEqual(buttonsOf({ rows: [invitationRow({ actions: ['again'] })] }), [
      'Call again',
      'Invite me',
    ]);
    assert.deepEqual(buttonsOf({ rows: [invitationRow({ status: 'answered', actions: ['remove'] })] }), [
      'Remove',
      'Invite me',
    ]);
    assert.deepEqual(buttonsOf({ rows: [invitationRow()], joinUrl, conferenceState: 'ended' }), []);
  });

  it('says that somebody is being taken out, or that the conference has refused to', () => {
    const detailsOf = (removal: Parameters<typeof invitationRow>[0]) =>
      threadCard(cardView({ rows: [invitationRow({ status: 'joined', ...removal })] })).rows[0]?.details;
    assert.deepEqual(detailsOf({ removal: { kind: 'under-way' } }), [
      'The conference is asked to end this call.',
    ]);
    assert.deepEqual(detailsOf({ removal: { kind: 'refused', code: 403 } }), [
      'May still be in: the conference refused (403) when it was asked to end this call. Try again, or ask in the conference.',
    ]);
    assert.match(detailsOf({ removal: { kind: 'refused', code: 0 } })?.[0] ?? '', /gave no answer/);
  });

  it('says that the conference has ended', () => {
    assert.ok(threadCard(cardView({ conferenceState: 'ended' })).lead.includes('This conference has ended.'));
  });

  it('asks with a button per candidate; two of one name are told apart by their addresses', () => {
    const candidates = [
      { key: '1', name: 'Alex Abel', address: 'sip:alex.abel@example.com' },
      { key: '2', name: 'Alex Abel', address: 'tel:+4930123' },
      { key: '3', name: 'Alex Bell', address: 'sip:alex.bell@example.com' },
    ];
    const [row] = threadCard(cardView({ rows: [questionRow({ candidates })] })).rows;
    assert.equal(row?.head, 'Who is alex? Press the right one, and only that phone rings.');
    assert.deepEqual(
      row?.buttons.map(({ title }) => title),
      ['Alex Abel (alex.abel@example.com)', 'Alex Abel (+4930123)', 'Alex Bell'],
    );
  });

  it('says how many candidates have no button', () => {
    const candidates = Array.from({ length: 9 }, (_, index) => ({
      key: `${index}`,
      name: `Alex ${index}`,
      address: '',
    }));
    const [row] = threadCard(cardView({ rows: [questionRow({ candidates })] })).rows;
    assert.equal(row?.buttons.length, 5);
    assert.match(row?.details[0] ?? '', /^4 more fit/);
  });

  it('asks whether so many shall be rung, with who they are, and how that is answered without a button', () => {
    const candidates = Array.from({ length: 24 }, (_, i) => ({ key: `${i}`, name: `P${i}`, address: '' }));
    const question = questionRow({ typed: '', candidates, rings: 25 });
    const card = threadCard(cardView({ rows: [question] }));
    const [row] = card.rows;
    assert.equal(row?.head, 'This rings 25 people. Ring them all?');
    assert.match(row?.details[0] ?? '', /^P0, P1, P2, /);
    assert.deepEqual(
      row?.buttons.map((button) => [button.title, button.kind === 'press' && button.data.person]),
      [
        ['Ring 25 people', '*'],
        ['No', '-'],
      ],
    );
    assert.match(card.speak, /This rings 25 people/);
    assert.match(plainText(card), /This rings 25 people\. Ring them all\?[\s\S]*write “yes” or “no”/);
  });

  describe('with more than 12 people', () => {
    const people = (count: number, status: Status, prefix: string) =>
      Array.from({ length: count }, (_, index) => invitationRow({ name: `${prefix}${index + 1}`, status }));

    it('gives rows to those who need attention, and a line per outcome to the others', () => {
      const rows = [
        ...people(9, 'joined', 'J'),
        ...people(2, 'ringing', 'R'),
        ...people(1, 'busy', 'B'),
        questionRow(),
      ];
      const card = threadCard(cardView({ rows }));
      assert.deepEqual(
        card.rows.map(({ head }) => head.slice(0, 6)),
        ['B1', 'Who is'],
      );
      assert.deepEqual(card.lines, [
        'Joined (9): J1, J2, J3, J4, J5, J6, J7, J8 and 1 more',
        'Ringing (2): R1 and R2',
      ]);
    });

    it('never has more than 12 rows, and counts everybody', () => {
      const card = threadCard(cardView({ rows: people(50, 'failed', 'F') }));
      assert.equal(card.rows.length, 12);
      assert.match(card.lines[0] ?? '', /^Failed \(38\): /);
    });

    it('gives everybody a row up to 12', () => {
      assert.equal(threadCard(cardView({ rows: people(12, 'joined', 'J') })).rows.length, 12);
    });
  });

  describe('says why, and what to do', () => {
    const answer = { code: 404, reasonPhrase: 'Not Found', answeredBy: 'person', rang: false } as const;
    const failed = (
      outcome: Partial<Outcome> & { code?: number; by?: 'person' | 'conference' | 'server' },
    ) => ({
      status: 'failed' as const,
      outcome: {
        word: 'failed' as const,
        ...(outcome.detail ? { detail: outcome.detail } : {}),
        answer: { ...answer, code: outcome.code ?? 500, answeredBy: outcome.by ?? ('person' as const) },
      },
    });
    const table: readonly (readonly [string, Parameters<typeof invitationRow>[0], RegExp | undefined])[] = [
      ['ringing', { status: 'ringing' }, undefined],
      ['joined', { status: 'joined' }, undefined],
      ['queued', { status: 'inviting', queued: true }, /^Waiting for its turn/],
      [
        'joined, answered by herself',
        {
          status: 'joined',
          outcome: {
            word: 'joined',
            answer: { ...answer, code: 200, identity: 'sip:Mary@example.com;user=phone' },
          },
        },
        undefined,
      ],
      [
        'joined, answered by somebody else',
        {
          status: 'joined',
          outcome: { word: 'joined', answer: { ...answer, code: 200, identity: 'sip:lee@example.com' } },
        },
        /^Answered by lee@example\.com\.$/,
      ],
      ['answered, perhaps by a voicemail', { status: 'answered' }, /voicemail/],
      [
        'not found',
        { status: 'not-found', outcome: { word: 'not-found', answer } },
        /mary@example\.com\. Check the address\.$/,
      ],
      [
        'not allowed',
        { status: 'not-allowed', outcome: { word: 'not-allowed', answer: { ...answer, code: 403 } } },
        /\(403\)/,
      ],
      [
        'conference away',
        failed({ detail: 'conference-unreachable', code: 404, by: 'conference' }),
        /^Mary Miller answered, but the conference could not be reached \(404\)\. /,
      ],
      [
        'overloaded, with a time',
        {
          status: 'failed',
          outcome: {
            word: 'failed',
            detail: 'retry-later',
            answer: { ...answer, code: 503, retryAfterSeconds: 120 },
          },
        },
        /\(503\)\. Call again in 2 minutes\.$/,
      ],
      ['overloaded', failed({ detail: 'retry-later', code: 503 }), /in a few minutes\.$/],
      ['no connection of ours', failed({ detail: 'no-server' }), /no connection to the phone server/],
      ['hung up early', failed({ detail: 'hung-up-early', code: 200 }), /answered, but hung up before/],
      [
        'an unconfirmed cancel',
        { status: 'unknown', outcome: { word: 'unknown', detail: 'cancel-unanswered' } },
        /nobody confirmed it/,
      ],
      [
        'the gate',
        { status: 'not-allowed', outcome: { word: 'not-allowed', detail: 'gate' } },
        /may not be called/,
      ],
      [
        'a detail nobody knows',
        failed({ detail: 'something-new' as OutcomeDetail, code: 499 }),
        /refused \(499\)/,
      ],
      [
        'interrupted',
        { status: 'failed', outcome: { word: 'failed', detail: 'interrupted' } },
        /restart.*Call again/,
      ],
      [
        'interrupted, and nobody knows',
        { status: 'unknown', outcome: { word: 'unknown', detail: 'interrupted' } },
        /restart.*Look who is in/,
      ],
      ['unknown', { status: 'unknown', outcome: { word: 'unknown' } }, /Look who is in/],
    ];
    for (const [what, part, expected] of table) {
      it(what, () => {
        const details = threadCard(cardView({ rows: [invitationRow(part)] })).rows[0]?.details ?? [];
        if (expected) assert.match(details[0] ?? '', expected);
        else assert.deepEqual(details, []);
      });
    }

    it('names a guessed address when it fails, and only then', () => {
      const detailsOf = (part: Parameters<typeof invitationRow>[0]) =>
        threadCard(cardView({ rows: [invitationRow({ guessed: true, ...part })] })).rows[0]?.details.join(
          ' ',
        ) ?? '';
      assert.match(detailsOf({ status: 'offline' }), /mary@example\.com was only guessed/);
      assert.doesNotMatch(detailsOf({ status: 'ringing' }), /guessed/);
      assert.doesNotMatch(
        detailsOf({ status: 'failed', outcome: { word: 'failed', detail: 'interrupted' } }),
        /guessed/,
      );
      assert.doesNotMatch(
        detailsOf(failed({ detail: 'conference-unreachable', by: 'conference' })),
        /guessed/,
      );
    });

    it('says nothing of how her call came out once she has joined by herself, or has left', () => {
      const outcome = { word: 'unknown', detail: 'no-notify' } as const;
      const linesOf = (status: Status) =>
        threadCard(cardView({ rows: [invitationRow({ status, outcome })] })).rows[0]?.details.length;
      assert.deepEqual([linesOf('unknown'), linesOf('joined'), linesOf('left')], [1, 0, 0]);
    });

    it('does not say that she answered where the focus refused our REFER', () => {
      const outcome = {
        word: 'failed' as const,
        detail: 'conference-unreachable' as const,
        answer: {
          ...answer,
          code: 503,
          answeredBy: 'conference' as const,
          request: 'REFER' as const,
        },
      };
      const [row] = threadCard(cardView({ rows: [invitationRow({ status: 'failed', outcome })] })).rows;
      assert.equal(row?.details[0], 'The conference could not call Mary Miller (503). Try again later.');
    });
  });
});

describe('who', () => {
  it('lists everybody, without buttons that would grow stale', () => {
    const card = gatheringCard(gatheringView({ rows: [invitationRow({ actions: ['cancel'] })] }));
    assert.deepEqual(
      card.rows.map(({ head, word, buttons }) => [head, word, buttons.length]),
      [['Mary Miller', 'Ringing', 0]],
    );
    assert.deepEqual(card.lead, ['Conference sip:standup@conf.example.com']);
  });

  it('says what to do where nobody was invited yet', () => {
    assert.match(plainText(gatheringCard(gatheringView({ rows: [] }))), /invite NAME/);
  });

  it('says whom without an invitation the conference has refused to take out', () => {
    const removal = { kind: 'refused', code: 403 } as const;
    const others = [{ name: 'Zoe', address: 'sip:zoe@example.com', removal }];
    assert.deepEqual(gatheringCard(gatheringView({ others })).lines, [
      'Also in the conference (1): Zoe',
      'May still be in: Zoe. The conference refused (403) when it was asked to end the call.',
    ]);
  });

  it('shows who is in without an invitation, by name or address', () => {
    const others = [
      { name: 'Ann Ames', address: 'sip:ann@example.com', removal: null },
      { name: '', address: 'tel:+49301234', removal: null },
      { name: '', address: '', removal: null },
    ];
    const card = gatheringCard(gatheringView({ others }));
    assert.deepEqual(card.lines, ['Also in the conference (3): Ann Ames, +49301234 and ?']);
    assert.ok(card.speak.endsWith(card.lines[0] ?? '-'));
    const many = Array.from({ length: 2_000 }, () => ({ name: 'x'.repeat(500), address: '', removal: null }));
    assert.match(
      gatheringCard(gatheringView({ others: many })).lines[0] ?? '',
      /^Also in the conference \(2,000\).{0,200}$/,
    );
  });

  for (const roster of ['unknown', 'none'] as const) {
    it(`says where who is in is ${roster}, and nothing where it is known`, () => {
      assert.equal(gatheringCard(gatheringView({ roster })).lines.length, 1);
      assert.equal(gatheringCard(gatheringView()).lines.length, 0);
    });
  }
});

describe('the notice', () => {
  const row = (id: string, name: string, status: Status) =>
    invitationRow({ id: id as InvitationId, name, status });
  const rows = [
    row('1', 'Mary', 'joined'),
    row('2', 'Bob', 'declined'),
    row('3', 'Sue', 'no-answer'),
    row('4', 'Lee', 'joined'),
  ];
  const stays = (id: string, name: string, code: number) => ({
    ...row(id, name, 'joined'),
    removal: { kind: 'refused' as const, code },
  });
  rows.push(stays('5', 'Max', 403), stays('6', 'Fay', 403), stays('7', 'Ann', 0));
  const view = cardView({ id: 'card' as CardId, rows });

  for (const [ids, expected] of [
    [['1'], 'Mary joined.'],
    [['1', '2'], 'Mary joined. Bob declined.'],
    [['1', '2', '3', '4'], 'Mary and Lee joined. Bob declined. No answer from Sue.'],
    [
      ['1', '5', '6'],
      'Mary joined. May still be in: Max and Fay. The conference refused (403) when it was asked to end the call.',
    ],
    [['7'], 'May still be in: Ann. The conference gave no answer when it was asked to end the call.'],
    [['gone'], undefined],
  ] as const) {
    it(`of ${ids.join(', ')}: ${expected ?? 'nothing'}`, () => assert.equal(noticeText(view, ids), expected));
  }
});
