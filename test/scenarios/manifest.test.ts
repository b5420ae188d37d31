import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { scratch } from '../support/scratch.ts';
import { runUsher } from '../support/usher-command.ts';

const TEAMS = {
  MicrosoftAppId: '0f2d9d2b-6c1e-4b9a-9a55-6f2f3c6d1e11',
  PUBLIC_URL: 'https://usher.contoso.com',
};
const ENDS_MS = 30_000;

describe('npm run manifest', () => {
  let folder: Awaited<ReturnType<typeof scratch>>;

  beforeEach(async () => {
    folder = await scratch();
  });

  afterEach(() => folder.remove());

  async function manifest(env: Record<string, string>, ...args: string[]) {
    const command = runUsher(folder.path, env, undefined, ['manifest', ...args]);
    return { code: await command.ended(ENDS_MS), output: command.output() };
  }

  it('writes both packages and says where', async () => {
    const { code, output } = await manifest(TEAMS);
    assert.equal(code, 0, output);
    const into = `${folder.path}/app-packages`;
    assert.deepEqual(output.trim().split('\n'), [`${into}/usher-teams.zip`, `${into}/usher-slack.json`]);
    assert.deepEqual((await readdir(into)).sort(), ['usher-slack.json', 'usher-teams.zip']);
  });

  it('writes one of them, into another folder', async () => {
    const { code, output } = await manifest({}, 'slack', '--to', 'elsewhere');
    assert.equal(code, 0, output);
    assert.deepEqual(await readdir(`${folder.path}/elsewhere`), ['usher-slack.json']);
  });

  it('writes nothing where a value is missing, and names its variable', async () => {
    const { code, output } = await manifest({ ...TEAMS, PUBLIC_URL: '' });
    assert.equal(code, 2);
    assert.match(output, /^ {2}PUBLIC_URL: is missing/m);
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('does not guess what was meant', async () => {
    const { code, output } = await manifest(TEAMS, 'discord');
    assert.equal(code, 2);
    assert.match(output, /"discord" is none of teams, slack/);
  });
});
