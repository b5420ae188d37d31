import assert from 'node:assert/strict';
import {
  fitSlackMessage,
  helpCard,
  incomingCard,
  readSlackButton,
  slackText,
  threadCard,
  welcomeCard,
} from '../../src/cards/index.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import type { CardView, InvitationId, RowView } from '../../src/desk/index.ts';
import { slackFaults } from '../support/slack-limits.ts';
import { cardView, incomingView, invitationRow, questionRow } from '../support/views.ts';

const message = (view: CardView, notes: readonly string[] = []) =>
  fitSlackMessage((maxRows) => threadCard(view, notes, maxRows));

function people(count: number, part: Partial<ReturnType<typeof invitationRow>> = {}): RowView[] {
  return Array.from({ length: count }, (_, i) =>
    invitationRow({ id: `invitation-${i}` as InvitationId, name: `${i} ${'x'.repeat(57)}`, ...part }),
  );
}

describe('a card as Slack shows it', () => {
  it('says who is invited, what is happening since when, and offers what can be done', () => {
    const { text, blocks } = message(cardView({ rows: [invitationRow({ actions: ['cancel'] })] }));
    assert.match(text, /^Standup\n.*\nMary Miller: Ringing/s);
    assert.deepEqual(blocks?.[2], {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: '*Mary Miller*\nRinging · <!date^1772357415^{date_short_pretty} {time}|2026-03-01 09:30 UTC>',
        verbatim: true,
      },
      accessory: {
        type: 'button',
        text: { type: 'plain_text', text: 'Cancel', emoji: false },
        accessibility_label: 'Cancel: Mary Miller',
        value: '{"id":"invitation-1","version":1}',
        action_id: 'cancel 1',
      },
    });
  });

  it('stays within the limits with 1, 12, 13 and 50 people in any state, and names all outcomes', () => {
    for (const count of [1, 12, 13, 50]) {
      for (const part of [
        { status: 'ringing', actions: ['cancel'] },
        { status: 'busy', actions: ['again'] },
        { status: 'joined', actions: ['remove'] },
      ] as const) {
        const shown = message(
          cardView({ rows: people(count, part), toast: 'Join us', joinUrl: 'https://x.example/' }),
        );
        assert.deepEqual(slackFaults(shown), [], `${count} ${part.status}`);
        assert.match(JSON.stringify(shown.blocks), new RegExp(part.status, 'i'));
      }
    }
  });

  it('stays within the limits where everything has to be escaped, and mentions nobody', () => {
    const evil = '<!channel> & <@U1> *'.repeat(60);
    const view = cardView({
      subject: evil,
      toast: evil,
      inviter: { id: 'x', name: evil },
      rows: [...people(30, { name: evil, status: 'busy', actions: ['again'] }), questionRow({ typed: evil })],
    });
    const shown = message(view, [evil]);
    assert.deepEqual(slackFaults(shown), []);
    assert.doesNotMatch(shown.text, /[<>]/);
  });

  it('cuts no character and no entity in two', () => {
    for (let shift = 0; shift < 6; shift += 1) {
      assert.deepEqual(slackFaults(slackText(`${'x'.repeat(shift)}${'&😀'.repeat(5_000)}`)), []);
    }
  });

  it('leaves a button out whose value does not fit', () => {
    const long = questionRow();
    const candidates = [
      ...long.candidates,
      { key: 'k'.repeat(2_000), name: 'Long', address: 'sip:l@x.example' },
    ];
    const shown = message(cardView({ rows: [{ ...long, candidates }] }));
    assert.deepEqual(slackFaults(shown), []);
    assert.doesNotMatch(JSON.stringify(shown.blocks), /"text":"Long"/);
  });

  it('shows help, welcome and invitations from outside', () => {
    for (const card of [
      helpCard(COMMANDS, { bot: 'Usher' }),
      welcomeCard({ bot: undefined }),
      incomingCard(incomingView()),
    ]) {
      assert.deepEqual(slackFaults(fitSlackMessage(() => card)), []);
    }
  });

  it('reads its own buttons back, and no others', () => {
    assert.deepEqual(readSlackButton('again 7', '{"id":"i","version":2}'), {
      verb: 'again',
      data: { id: 'i', version: 2 },
    });
    assert.equal(readSlackButton('link 1', ''), undefined);
    assert.equal(readSlackButton('again 7', '{'), undefined);
  });

  it('has a checker that finds what Slack refuses', () => {
    const section = { type: 'section', text: { type: 'mrkdwn', text: '<!here>' } };
    assert.deepEqual(slackFaults({ text: 'x', blocks: [section] }), ['a section is not escaped']);
    assert.equal(
      slackFaults({ text: 'x', blocks: Array(51).fill({ type: 'header' }) }).includes('51 blocks'),
      true,
    );
  });
});
