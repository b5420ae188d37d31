import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { readArrival } from '../../../src/chat/teams/read-activity.ts';

function zoneOf(part: object): string | undefined {
  const activity = {
    ...{ type: 'message', id: 'a1', channelId: 'msteams', serviceUrl: 'http://127.0.0.1/' },
    ...{
      conversation: { id: 'c1' },
      from: { id: '29:ann', name: 'Ann' },
      recipient: { id: '28:bot', name: 'Usher' },
    },
    ...part,
  };
  const arrival = readArrival(
    activity as Activity,
    '',
    async () => [],
    () => 'new',
  );
  return arrival.inbound.actor.zone;
}

describe('where somebody is who types in Teams', () => {
  const client = (timezone: unknown) => ({
    entities: [{ type: 'mention' }, { type: 'clientInfo', timezone }],
  });

  it('is what the activity says, or the client in it', () => {
    assert.equal(zoneOf({ localTimezone: 'Asia/Kolkata' }), 'Asia/Kolkata');
    assert.equal(zoneOf(client('Europe/Berlin')), 'Europe/Berlin');
    assert.equal(zoneOf({ localTimezone: 'Mars/Phobos', ...client('Europe/Berlin') }), 'Europe/Berlin');
  });

  it('is not known where nobody says it, or it is no zone', () => {
    for (const part of [
      {},
      { entities: 'x' },
      client(undefined),
      client({ a: 1 }),
      { localTimezone: "'; drop" },
    ]) {
      assert.equal(zoneOf(part), undefined, JSON.stringify(part));
    }
  });
});
