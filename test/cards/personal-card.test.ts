/** What the invited person reads on a card of her own. */
import assert from 'node:assert/strict';
import { personalCard } from '../../src/cards/index.ts';
import type { PersonalAnswer, PersonalView } from '../../src/desk/index.ts';
import { personalView } from '../support/views.ts';

describe('the card of the invited person', () => {
  const read = (part: Partial<PersonalView>) => {
    const { lead, rows, buttons } = personalCard(personalView(part));
    const [row] = rows;
    return [lead.at(-1), row?.word, ...(row?.details ?? []), ...buttons.map(({ title }) => title)];
  };
  const answered = (wish: PersonalAnswer['wish']) => ({ answer: { wish, words: null }, actions: [] });
  const INVITES = 'Ann invites you to this conference, and your phone is being called.';
  const INVITED = 'Ann invites you to this conference.';

  it('asks while her phone rings', () => {
    const buttons = ['Accept', 'Decline', 'In 5 minutes', 'Send message'];
    assert.deepEqual(read({}), [INVITES, 'Invites you', ...buttons]);
  });

  it('offers a missed call once more, and says what accepting does', () => {
    assert.deepEqual(read({ status: 'no-answer', late: 'call', actions: ['accept'] }), [
      INVITED,
      'No answer',
      'Your phone was called in vain. Accept, and it is called again at once.',
      'Accept',
    ]);
    assert.deepEqual(read({ status: 'busy', late: 'link', actions: ['accept'] }), [
      INVITED,
      'Busy',
      'Your phone was called in vain. Accept, and you get the link to join.',
      'Accept',
    ]);
  });

  it('says what her answer leads to, as long as it is true', () => {
    const accepted = { status: 'ringing', ...answered('phone') } as const;
    assert.deepEqual(read(accepted), [INVITED, 'Accepted', 'Take the call on your phone.']);
    assert.deepEqual(read({ ...accepted, status: 'busy' }), [INVITED, 'Busy']);
    assert.deepEqual(read({ status: 'no-answer', ...answered('call') }), [
      INVITED,
      'Accepted',
      'Your phone is called now.',
    ]);
    assert.deepEqual(read({ status: 'joined', ...answered('link') }), [INVITED, 'Joined']);
    assert.deepEqual(read({ status: 'declined', ...answered('decline') }), [INVITED, 'Declined']);
  });
});
