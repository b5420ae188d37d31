/** Who comes and goes without us is seen where people see it, in the thread: told by the conference, over real SIP. */
import assert from 'node:assert/strict';
import type { PersonId } from '../../src/sandbox/index.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

describe('who is in', function () {
  this.timeout(60_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  const phone = (id: PersonId, state: 'idle' | 'talking') =>
    world.sandbox.until(({ phones }) => phones[id].state === state);

  /** Joined, on a call of her own that the conference has told of. */
  const seen = (name: string) =>
    world.rows(
      `select 1 from invitations
        where presence = 'independent' and seen and status = 'joined' and invitee->>'name' = $1`,
      [name],
    );

  const room = async () => String((await world.rows('select uri from conferences'))[0]?.uri);

  /** Asks, until the answer says so. */
  async function whoSays(usher: UsherProcess, line: RegExp): Promise<void> {
    await world.until(
      `who: ${line}`,
      async () => {
        const before = world.cards.length;
        await world.type(usher, 'who');
        await world.until('an answer', () => world.cards.length > before);
        return world.cards.at(-1)?.lines.some((one) => line.test(one)) ?? false;
      },
      () => world.cards.at(-1),
    );
  }

  it('who steps out and hangs up has left; who is bridged has left with her BYE, and is not judged before', async () => {
    const usher = await world.start();
    await world.type(usher, 'invite mary and lee');
    await seen('Mary Lind');
    await world.row('Lee Chen', 'Joined');
    await world.sandbox.phone('mary').hangUp();
    await world.row('Mary Lind', 'Left');
    await world.row('Lee Chen', 'Joined');
    await world.sandbox.phone('lee').hangUp();
    await world.row('Lee Chen', 'Left');
    await world.type(usher, 'again mary');
    await world.row('Mary Lind', 'Joined');
    await phone('mary', 'talking');
  });

  it('whom the conference has called is in when she is seen there', async () => {
    const usher = await world.start({ INVITE_METHODS: 'dial-out' });
    await world.type(usher, 'invite lee');
    await world.row('Lee Chen', 'Joined');
    await world.sandbox.phone('lee').hangUp();
    await world.row('Lee Chen', 'Left');
  });

  it('who comes uninvited is shown by who, and not rung; when she has left, she is', async () => {
    const usher = await world.start();
    await world.type(usher, 'invite lee');
    await world.row('Lee Chen', 'Joined');
    await world.sandbox.phone('mary').call(await room());
    await phone('mary', 'talking');
    await whoSays(usher, /^Also in the conference \(1\): Mary Lind$/);
    await world.type(usher, 'invite mary');
    await world.said('Mary Lind is in the conference already.');
    await world.sandbox.phone('mary').hangUp();
    await world.until('nobody else', async () => {
      const rows = await world.query('select 1 from attendees where invitation_id is null');
      return rows.length === 0;
    });
    await world.type(usher, 'invite mary');
    await world.row('Mary Lind', 'Joined');
  });

  it('who leaves while nobody runs the product is seen to have left by the next process', async () => {
    const first = await world.start();
    await world.type(first, 'invite mary and robin');
    await seen('Mary Lind');
    await seen('Robin Doe');
    await world.drawn();
    await first.kill();
    await world.sandbox.phone('mary').hangUp();
    await phone('mary', 'idle');

    await world.start();
    await world.row('Mary Lind', 'Left');
    await world.row('Robin Doe', 'Joined');
  });

  it('ends by itself when all have left, the card says so, and the next invite leads to another room', async () => {
    const usher = await world.start();
    await world.type(usher, 'invite mary');
    await seen('Mary Lind');
    const before = await room();
    await world.sandbox.phone('mary').hangUp();
    await world.row('Mary Lind', 'Left');
    const instants = { threads: 'seen_at', rosters: 'moved_at', invitations: 'changed_at' };
    for (const [table, column] of Object.entries(instants)) {
      await world.query(`update ${table} set ${column} = ${column} - interval '10 minutes'`);
    }
    await world.until('an end', () => world.cards[0]?.lines.includes('This conference has ended.') ?? false);
    await world.type(usher, 'invite lee');
    await world.row('Lee Chen', 'Joined');
    const rooms = await world.query('select uri, state from conferences order by created_at');
    assert.deepEqual(
      rooms.map(({ uri, state }) => [uri === before, state]),
      [
        [true, 'ended'],
        [false, 'active'],
      ],
    );
  });
});
