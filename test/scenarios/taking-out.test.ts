/**
 * People who are in are taken out again: by a line, by a button, by the end of the conference, also those whose calls run without
 * the product, and by a process that knows of them only what is written.
 */
import assert from 'node:assert/strict';
import type { PersonId } from '../../src/sandbox/index.ts';
import { AUDIO_OFFER, SipCaller } from '../support/sip-caller.ts';
import { ThreadWorld } from '../support/thread-world.ts';

describe('taking people out', function () {
  this.timeout(60_000);
  let world: ThreadWorld;
  const callers: SipCaller[] = [];

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(async () => {
    for (const caller of callers.splice(0)) await caller.stop();
    await world.close();
  });

  const phone = (id: PersonId, state: 'idle' | 'ringing' | 'talking') =>
    world.sandbox.until(({ phones }) => phones[id].state === state);

  /** She has called the conference herself, and the product has hung up. */
  const alone = (name: string) =>
    world.rows(`select 1 from invitations where presence = 'independent' and invitee->>'name' = $1`, [name]);

  it('remove: a bridged call is hung up; who still rings is withdrawn; who is not in is told of', async () => {
    const usher = await world.start();
    await world.type(usher, 'invite lee and sue');
    await world.row('Lee Chen', 'Joined');
    await world.row('Sue Park', 'Ringing');
    await world.type(usher, 'take Lee out of the call, please');
    await phone('lee', 'idle');
    await world.row('Lee Chen', 'Left');
    await world.type(usher, 'kick sue');
    await phone('sue', 'idle');
    await world.row('Sue Park', 'Withdrawn');
    await world.type(usher, 'remove lee');
    await world.said('Lee Chen is not in the conference: left.');
  });

  it('remove: who joined by herself is taken out by the conference, also after a restart', async () => {
    const first = await world.start();
    await world.type(first, 'invite mary and robin');
    await alone('Mary Lind');
    await alone('Robin Doe');
    await world.type(first, 'remove mary');
    await phone('mary', 'idle');
    await world.row('Mary Lind', 'Left');
    await world.drawn();
    await first.kill();

    const second = await world.start();
    await world.type(second, 'remove robin');
    await phone('robin', 'idle');
    await world.row('Robin Doe', 'Left');
  });

  it('remove, and killed before the conference was asked: the next process asks it', async () => {
    const first = await world.start();
    await world.type(first, 'invite mary');
    await alone('Mary Lind');
    await world.drawn();
    await first.kill();
    await world.query(`update invitations set wanted = 'out'`);
    await world.start();
    await phone('mary', 'idle');
    await world.row('Mary Lind', 'Left');
  });

  it('remove: who came in without an invitation is taken out as well, and end says who stays', async () => {
    const usher = await world.start();
    await world.type(usher, 'invite lee');
    await world.row('Lee Chen', 'Joined');
    const [conference] = await world.query('select uri from conferences');
    const strangers: ReturnType<SipCaller['call']>[] = [];
    for (const name of ['Zoe Zander', 'Kim Kern']) {
      const caller = new SipCaller(world.sandbox.server, `sip:${name.slice(0, 3)}@usher.example`);
      callers.push(caller);
      await caller.start();
      const call = caller.call(String(conference?.uri), { fromName: name, offer: AUDIO_OFFER });
      assert.equal(await call.final(), 200);
      call.ack();
      await world.rows('select 1 from attendees where taking_part and name = $1', [name]);
      strangers.push(call);
    }
    await world.type(usher, 'remove zoe');
    await world.said('Taking Zoe Zander out.');
    await strangers[0]?.until(() => strangers[0]?.ended === true);
    await world.rows(`select 1 where not exists (select 1 from attendees where name = 'Zoe Zander')`);
    await world.type(usher, 'end');
    await world.said('Still in, without an invitation: Kim Kern.');
    assert.equal(strangers[1]?.ended, false);
  });

  it('a press on Remove takes out whom the conference has called', async () => {
    const usher = await world.start({ INVITE_METHODS: 'dial-out' });
    await world.type(usher, 'invite lee');
    await alone('Lee Chen');
    const [invitation] = await world.query('select id, attempt from invitations');
    await world.press(usher, 'remove', { id: invitation?.id, version: invitation?.attempt });
    await phone('lee', 'idle');
    await world.row('Lee Chen', 'Left');
  });

  it('end: everybody is out, whoever had called them', async () => {
    const usher = await world.start();
    await world.type(usher, 'invite mary, lee and sue');
    await alone('Mary Lind');
    await world.row('Lee Chen', 'Joined');
    await world.row('Sue Park', 'Ringing');
    await world.type(usher, 'end');
    for (const id of ['mary', 'lee', 'sue'] as const) await phone(id, 'idle');
    await world.row('Mary Lind', 'Left');
    await world.row('Lee Chen', 'Left');
    await world.row('Sue Park', 'Withdrawn');
    assert.deepEqual(Object.values(world.sandbox.snapshot().rooms).flat(), []);
  });
});
