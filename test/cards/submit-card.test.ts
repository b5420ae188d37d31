import assert from 'node:assert/strict';
import { fitAdaptiveCard, submitCard, threadCard } from '../../src/cards/index.ts';
import { cardView, invitationRow } from '../support/views.ts';

describe('a card for clients without Action.Execute', () => {
  const joinUrl = 'https://meet.example.com/standup';
  const rows = [
    invitationRow({ actions: ['cancel'] }),
    invitationRow({ status: 'busy', actions: ['again'] }),
  ];
  const card = fitAdaptiveCard((maxRows) => threadCard(cardView({ joinUrl, rows }), [], maxRows));
  const submitted = submitCard(card);

  it('sends the verb with the data', () => {
    assert.deepEqual(actionsOf(submitted), [
      ['Action.Submit', { id: 'invitation-1', version: 1, verb: 'cancel' }],
      ['Action.Submit', { id: 'invitation-1', version: 1, verb: 'again' }],
      ['Action.OpenUrl', undefined],
      ['Action.Submit', { id: 'card-1', version: 0, verb: 'me' }],
    ]);
  });

  it('is the same card in everything else, and leaves the first one as it was', () => {
    const without = (json: unknown) =>
      JSON.stringify(json, (key, value) => (['type', 'verb', 'data'].includes(key) ? undefined : value));
    assert.equal(without(submitted), without(card));
    assert.ok(actionsOf(card).some(([type]) => type === 'Action.Execute'));
  });
});

function actionsOf(json: unknown): unknown[][] {
  if (typeof json !== 'object' || json === null) return [];
  const { type, data } = json as { readonly type?: unknown; readonly data?: unknown };
  if (typeof type === 'string' && type.startsWith('Action.')) return [[type, data]];
  return Object.values(json).flatMap(actionsOf);
}
