import assert from 'node:assert/strict';
import { MessengerError } from '../../../src/chat/messenger-error.ts';
import { Workspace } from '../../../src/chat/slack/workspace.ts';

type Answer = Readonly<Record<string, unknown>>;

describe('who is who in Slack', () => {
  let asked: [string, Answer][];
  let ids: string[];
  let pageSize: number;
  let tooFast: number;
  let now: number;
  let sleeps: number[];
  let workspace: Workspace;

  beforeEach(() => {
    asked = [];
    pageSize = 999;
    tooFast = 0;
    now = 0;
    sleeps = [];
    ids = people(3);
    const sleep = async (ms: number) => {
      sleeps.push(ms);
    };
    workspace = new Workspace(answer, { now: () => now, sleep });
  });

  const people = (count: number) => Array.from({ length: count }, (_, index) => `U${index}`);
  const user = (id: string) => ({
    id,
    name: id,
    profile: { real_name: `Person ${id}`, email: `${id}@x.com` },
  });
  const methods = () => asked.map(([method]) => method);

  async function answer(method: string, facts: Answer = {}): Promise<Answer> {
    asked.push([method, facts]);
    if (tooFast > 0) {
      tooFast -= 1;
      throw new MessengerError(429, 7_000);
    }
    if (method === 'users.info') return { user: user(String(facts.user)) };
    const from = Number(facts.cursor ?? 0);
    const page = ids.slice(from, from + pageSize);
    const next = from + pageSize < ids.length ? String(from + pageSize) : '';
    const members = method === 'users.list' ? page.map(user) : page;
    return { members, response_metadata: { next_cursor: next } };
  }

  it('reads a small channel person by person, and keeps what it has read', async () => {
    const members = await workspace.members('C1');
    assert.deepEqual(
      members.map(({ name, email }) => [name, email]),
      [0, 1, 2].map((index) => [`Person U${index}`, `U${index}@x.com`]),
    );
    await workspace.members('C1');
    assert.deepEqual(methods(), ['conversations.members', 'users.info', 'users.info', 'users.info']);
    now = 61_000;
    await workspace.members('C1');
    assert.deepEqual(methods().slice(4), ['conversations.members']);
  });

  it('reads all pages of a large one, and its people from the list of all', async () => {
    ids = people(1_500);
    const members = await workspace.members('C1');
    assert.equal(members.length, 1_500);
    assert.deepEqual(methods(), [
      ...['conversations.members', 'conversations.members'],
      ...['users.list', 'users.list'],
    ]);
    assert.equal(members.at(-1)?.name, 'Person U1499');
  });

  it('stops at 5,000, and believes then that others are members too', async () => {
    ids = people(9_000);
    assert.equal((await workspace.members('C1')).length, 5_000);
    assert.equal(await workspace.isMember('C1', 'somebody'), true);
    ids = people(10);
    assert.equal(await workspace.isMember('C2', 'somebody'), false);
    assert.equal(await workspace.isMember('C2', 'U9'), true);
  });

  it('waits as long as Slack asks for, and goes on where it stood', async () => {
    ids = people(70);
    pageSize = 50;
    tooFast = 3;
    assert.equal((await workspace.members('C1')).length, 70);
    assert.deepEqual(sleeps, [7_000, 7_000, 7_000]);
    assert.deepEqual(
      asked.slice(3).map(([method, { cursor }]) => [method, cursor]),
      [
        ['conversations.members', undefined],
        ['conversations.members', '50'],
        ['users.list', undefined],
        ['users.list', '50'],
      ],
    );
  });

  it('gives up where Slack goes on refusing', async () => {
    tooFast = 100;
    await assert.rejects(workspace.members('C1'), MessengerError);
    assert.equal(asked.length, 6);
  });
});
