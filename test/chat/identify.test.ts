import assert from 'node:assert/strict';
import { identified, identify } from '../../src/chat/identify.ts';
import type { Arrival } from '../../src/chat/message.ts';
import { Directory, type Member, People, parsePeopleFile } from '../../src/directory/index.ts';

const { people } = parsePeopleFile(
  Buffer.from(
    [
      'name,sip,tel,email,groups,teams',
      'Mary Lind,sip:mary@contoso.com,+4930123456,mary.lind@contoso.com,surgeons;on call,',
      'Bob Ray,sip:bob@contoso.com,,,nurses,29:bob',
    ].join('\n'),
  ),
);
const directory = new Directory(people);
const mary = { id: '29:mary', name: 'Mary Lind' };
const bob = { id: '29:bob', name: 'Bob' };
const members: readonly Member[] = [
  { ...mary, email: 'Mary.Lind@contoso.com', aadObjectId: '11111111-2222-3333-4444-555555555555' },
  { id: '29:sue', name: 'Mary Lind', email: 'sue@contoso.com' },
];
const broken = async (): Promise<readonly Member[]> => {
  throw new Error('no roster');
};

describe('who somebody of the chat is', () => {
  it('is known by what roster and people file have in common, with groups and addresses', async () => {
    assert.deepEqual(await identify(directory, mary, async () => members), {
      ids: ['29:mary', '11111111-2222-3333-4444-555555555555'],
      addresses: ['sip:mary@contoso.com', 'tel:+4930123456'],
      mail: 'mary.lind@contoso.com',
      groups: ['surgeons', 'on call'],
      isSure: true,
    });
  });

  it('is nobody of the same name', async () => {
    const { groups, addresses } = await identify(
      directory,
      { id: '29:sue', name: 'Mary Lind' },
      async () => members,
    );
    assert.deepEqual([groups, addresses], [[], ['sip:sue@contoso.com']]);
    const stranger = await identify(directory, { id: '29:zoe', name: 'Mary Lind' }, async () => members);
    assert.deepEqual(stranger, { ids: ['29:zoe'], addresses: [], mail: undefined, groups: [], isSure: true });
  });

  it('is what the people file knows of the id where the roster cannot be read, and not sure', async () => {
    const known = await identify(directory, bob, broken);
    assert.deepEqual([known.groups, known.isSure], [['nurses'], false]);
    const unknown = await identify(directory, mary, broken);
    assert.deepEqual([unknown.ids, unknown.groups, unknown.isSure], [['29:mary'], [], false]);
  });

  it('is not sure as long as the directory was never read', async () => {
    const doubt = { code: 'directory.unread', facts: {} } as const;
    const unread = new Directory(() => ({ people: People.of(people), doubt }));
    assert.equal((await identify(unread, mary, async () => members)).isSure, false);
  });

  it('is asked for only where that has to be known', async () => {
    const arrival = {
      inbound: { activityId: '1', actor: bob },
      roster: () => assert.fail('the roster was read'),
    } as unknown as Arrival;
    assert.equal(await identified(arrival, { desk: { asksWho: false }, people: directory }), arrival);
    const asked = await identified(
      { ...arrival, roster: async () => members },
      { desk: { asksWho: true }, people: directory },
    );
    assert.deepEqual(asked.inbound.author !== 'granted' && asked.inbound.author?.groups, ['nurses']);
  });
});
