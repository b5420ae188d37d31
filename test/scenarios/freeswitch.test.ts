/** The whole product beside a scripted FreeSWITCH, seen where people see it. */
import assert from 'node:assert/strict';
import { ScriptedAri } from '../support/scripted-ari.ts';
import { ScriptedEsl } from '../support/scripted-esl.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

describe('a thread whose conferences are in FreeSWITCH', function () {
  this.timeout(60_000);
  let world: ThreadWorld;
  let esl: ScriptedEsl;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    world = await ThreadWorld.open();
    esl = await ScriptedEsl.start();
    env = {
      CONFERENCE_DRIVER: 'freeswitch',
      ...{ ESL_ADDRESS: `127.0.0.1:${esl.port}`, ESL_PASSWORD: 'open sesame' },
      INVITE_METHODS: 'dial-out',
    };
  });

  afterEach(async () => {
    await world.close();
    await esl.stop();
  });

  /** Types the invitation; resolves with the name of her call when her phone rings. */
  const ring = async (usher: UsherProcess) => {
    await world.type(usher, 'invite mary');
    await esl.heard('api conference ');
    await world.until('a call', () => esl.channels.size > 0);
    const [id = ''] = esl.channels.keys();
    esl.ring(id);
    await world.row('Mary Lind', 'Ringing');
    return id;
  };
  const killedWhileRinging = async () => {
    const usher = await world.start(env);
    await ring(usher);
    await world.drawn();
    await usher.kill();
  };
  const room = async () => {
    const [row] = await world.rows('select uri from conferences');
    return /^sip:(.*)@/.exec(String(row?.uri))?.[1] ?? '';
  };
  const readiness = async ({ endpoint }: UsherProcess) =>
    await (await fetch(`${new URL(endpoint).origin}/readyz`)).json();

  it('shows her ringing, joined when she is in the room, and that she has left', async () => {
    const usher = await world.start(env);
    const id = await ring(usher);

    esl.pickUp(id);
    esl.enter(id, await room());
    await world.row('Mary Lind', 'Joined');
    esl.hangUp(id);

    await world.row('Mary Lind', 'Left');
    assert.deepEqual(await readiness(usher), { status: 'ready' });
  });

  it('takes her out by a typed line', async () => {
    const usher = await world.start(env);
    const id = await ring(usher);
    esl.enter(id, await room());
    await world.row('Mary Lind', 'Joined');

    await world.type(usher, 'remove mary');

    await world.row('Mary Lind', 'Left');
    assert.equal(esl.channels.size, 0);
  });

  it('killed while her phone rings: the next process stops it, and says so', async () => {
    await killedWhileRinging();

    await world.start(env);

    await world.row('Mary Lind', 'Failed', /interrupted/);
    assert.equal(esl.channels.size, 0);
  });

  it('killed while her phone rings, and another server configured: nobody can know what became of it', async () => {
    await killedWhileRinging();
    const ari = await ScriptedAri.start();

    await world.start({
      ...{ CONFERENCE_DRIVER: 'asterisk', INVITE_METHODS: 'dial-out' },
      ...{ ARI_URL: ari.url, ARI_USERNAME: 'usher', ARI_PASSWORD: 'open sesame' },
    });

    await world.row('Mary Lind', 'Outcome unknown');
    assert.deepEqual(ari.asked('GET /channels'), []);
    await ari.stop();
  });

  it('says in readiness why FreeSWITCH is not reached, and that it is again', async () => {
    const { port } = esl;
    const usher = await world.start(env);
    await esl.stop();
    await world.until('not ready', async () => JSON.stringify(await readiness(usher)).includes('esl.'));
    assert.deepEqual(await readiness(usher), {
      status: 'not-ready',
      missing: ['conference'],
      codes: { conference: 'esl.unreachable' },
    });

    await esl.listen(port);

    await world.until('ready', async () => JSON.stringify(await readiness(usher)) === '{"status":"ready"}');
  });
});
