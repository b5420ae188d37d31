import assert from 'node:assert/strict';
import { adaptiveCard, incomingCard } from '../../src/cards/index.ts';
import type { IncomingView } from '../../src/desk/index.ts';
import { incomingView, SINCE } from '../support/views.ts';

describe('the card of an invitation from outside', () => {
  it('says who invites, to what, with which words, and can be answered', () => {
    const card = incomingCard(incomingView({ toast: 'Join us\nnow' }));
    assert.equal(card.title, 'Standup');
    assert.deepEqual(card.lead, [
      'Lee Smith (lee@contoso.com) invites you to a conference.',
      '“Join us\nnow”',
      'Conference sip:standup@conf.contoso.com',
    ]);
    assert.deepEqual(
      card.rows.map(({ head, word, since }) => [head, word, since]),
      [['Lee Smith', 'Invites you', SINCE]],
    );
    assert.deepEqual(
      card.buttons.map((button) => button.kind === 'press' && [button.title, button.verb, button.data]),
      [
        ['Join', 'join', { id: 'incoming-1', version: 0 }],
        ['Decline', 'decline', { id: 'incoming-1', version: 0 }],
      ],
    );
    assert.equal(card.speak, 'Standup. Lee Smith: Invites you.');
  });

  it('says what it can where little was told', () => {
    const { title, rows } = incomingCard(
      incomingView({ subject: '', inviter: { address: 'tel:+4930123', name: '' } }),
    );
    assert.deepEqual([title, rows[0]?.head], ['Conference', '+4930123']);
  });

  const WORDS: Readonly<Record<IncomingView['status'], readonly [string, RegExp | undefined]>> = {
    invited: ['Invites you', undefined],
    joining: ['Joining', /^Ann joins: the phone of Ann Ames is called into the conference\.$/],
    declining: ['Declining', /^Ann declined\.$/],
    accepted: ['Accepted', /^Ann joins: the phone of Ann Ames/],
    declined: ['Declined', /^Ann declined\.$/],
    withdrawn: ['Withdrawn', /took it back/],
    expired: ['Expired', /Nobody answered/],
    unconfirmed: ['Not confirmed', /write: use sip:standup@conf\.contoso\.com, then: invite me$/],
    interrupted: ['Interrupted', /restart.*write: use sip:standup@conf\.contoso\.com/],
  };
  for (const [status, [word, detail]] of Object.entries(WORDS)) {
    it(`${status}: ${word}`, () => {
      const view = incomingView({
        status: status as IncomingView['status'],
        answeredBy: 'Ann',
        rings: 'Ann Ames',
        actions: [],
      });
      const { rows, buttons } = incomingCard(view);
      assert.deepEqual([rows[0]?.word, buttons], [word, []]);
      const [said] = rows[0]?.details ?? [];
      if (detail) assert.match(said ?? '', detail);
      else assert.equal(said, undefined);
    });
  }

  it('says where to dial in by hand, where no phone is known', () => {
    const { rows } = incomingCard(incomingView({ status: 'accepted', answeredBy: 'Ann', rings: undefined }));
    const [said] = rows[0]?.details ?? [];
    assert.equal(
      said,
      'Ann joins. I know no phone to call, so dial in by hand: sip:standup@conf.contoso.com',
    );
  });

  it('shows what the inviter wrote as data, and fits into a message whatever it is', () => {
    const evil = `{{DATE(2020-01-01)}} <at>all</at> \${x} ${'\u202E'}gnp **x** ${'y'.repeat(5_000)}`;
    const view = incomingView({
      subject: evil,
      toast: evil,
      inviter: { address: 'sip:lee@contoso.com', name: evil },
    });
    const card = adaptiveCard(incomingCard(view, ['note']));
    const text = JSON.stringify(card);
    for (const trap of ['{{DATE(2020', '<at>', `\${x}`, '\u202E'])
      assert.equal(text.includes(trap), false, trap);
    assert(text.length < 25_000);
  });
});
