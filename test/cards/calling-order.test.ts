import assert from 'node:assert/strict';
import {
  adaptiveCard,
  noticeText,
  passedOverText,
  personalCard,
  plainText,
  threadCard,
  wordsOf,
} from '../../src/cards/index.ts';
import { slackMessage } from '../../src/cards/slack-message.ts';
import type { InvitationId } from '../../src/desk/index.ts';
import { readCard } from '../support/shown-card.ts';
import { cardView, invitationRow, personalView } from '../support/views.ts';

const AT = new Date('2026-03-01T14:32:10.500Z');

describe('cards of people who are called in an order', () => {
  it('urgent is a word, wherever it is read', () => {
    const view = cardView({ urgent: true, rows: [invitationRow({ status: 'joined' })] });
    const card = threadCard(view);
    assert.equal(card.lead[0], 'Urgent');
    assert.match(card.speak, /^Urgent\. Standup/);
    assert.match(plainText(card), /^Standup\nUrgent\n/);
    assert.match(JSON.stringify(slackMessage(card).blocks), /Urgent/);
    assert.deepEqual(readCard(adaptiveCard(card)).lines.slice(0, 2), ['Standup', 'Urgent']);
    const hers = personalCard(personalView({ urgent: true }), [], wordsOf('de'));
    assert.equal(hers.lead[0], 'Dringend');
    assert.match(hers.speak, /^Dringend\. /);
    assert.equal(noticeText(view, ['invitation-1']), 'Urgent · Mary Miller joined.');
    assert.doesNotMatch(plainText(threadCard(cardView())), /Urgent/);
  });

  it('who is called again: when, in the zone of the reader, and which of how many calls', () => {
    const retry = { at: AT, next: 2, of: 3 };
    const row = invitationRow({ status: 'no-answer', retry, actions: ['again', 'cancel'] });
    const card = threadCard(cardView({ rows: [row] }));
    const [shown] = readCard(adaptiveCard(card)).rows;
    assert.deepEqual(shown?.details, ['Called again at {{TIME(2026-03-01T14:32:10Z)}} (call 2 of 3)']);
    const slack = JSON.stringify(slackMessage(card).blocks);
    assert.match(
      slack,
      /Called again at <!date\^1772375530\^\{time\}\|2026-03-01 14:32 UTC> \(call 2 of 3\)/,
    );
    assert.match(plainText(card), /Mary Miller: No answer\nTo be called again \(call 2 of 3\)/);
  });

  it('who waits, who was not needed, and why somebody was passed over', () => {
    const passedOver = { code: 'already-inviting' as const, facts: { name: 'Sue' } };
    const rows = [
      invitationRow({ id: '1' as InvitationId, name: 'Mary', status: 'in-turn', actions: ['cancel'] }),
      invitationRow({ id: '2' as InvitationId, name: 'Bob', status: 'not-needed' }),
      invitationRow({ id: '3' as InvitationId, name: 'Sue', status: 'passed-over', passedOver }),
    ];
    const view = cardView({ rows });
    const card = threadCard(view);
    assert.deepEqual(
      card.rows.map(({ word, tone }) => [word, tone]),
      ['Waiting for their turn', 'Not needed', 'Not called'].map((word) => [word, 'neutral']),
    );
    assert.deepEqual(
      card.rows.map(({ buttons }) => buttons.map(({ title }) => title)),
      [['Cancel'], [], []],
    );
    assert.deepEqual(card.rows[2]?.details, ['Sue is being invited already.']);
    assert.equal(passedOverText(view, [passedOver]), 'Sue is being invited already.');
  });
});
