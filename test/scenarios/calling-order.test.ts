/** People are called in turn over real SIP, by the whole product, also when it is killed in between. */
import { ThreadWorld } from '../support/thread-world.ts';

describe('people who are called in turn', function () {
  this.timeout(60_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  const phone = (id: 'sue' | 'mary' | 'lee', state: 'idle' | 'ringing' | 'talking') =>
    world.sandbox.until(({ phones }) => phones[id].state === state);

  it('the first does not answer, the second joins, and the third is not needed', async () => {
    const usher = await world.start({ RING_SECONDS: '5' });
    await world.type(usher, "invite sue, mary and lee one after the other, it's urgent");
    await world.row('Sue Park', 'Ringing');
    await world.row('Mary Lind', 'Waiting for their turn');
    await world.row('Mary Lind', 'Joined');
    await world.row('Sue Park', 'No answer');
    await world.row('Lee Chen', 'Not needed');
    await phone('sue', 'idle');
    await phone('lee', 'idle');
    await world.said('Urgent · No answer from Sue Park. Mary Lind joined.');
  });

  it('killed while the first rings: the next process stops her phone, and goes on with the line', async () => {
    const first = await world.start();
    await world.type(first, 'invite sue, else mary, else lee');
    await world.row('Sue Park', 'Ringing');
    await world.row('Lee Chen', 'Waiting for their turn');
    await world.drawn();
    await first.kill();
    await phone('sue', 'ringing');

    await world.start();
    await phone('sue', 'idle');
    await world.row('Mary Lind', 'Joined');
    await world.row('Sue Park', 'Failed', /interrupted/);
    await world.row('Lee Chen', 'Not needed');
  });

  it('killed between two calls: the next process calls again when it is time', async () => {
    const first = await world.start();
    await world.type(first, 'invite max and keep trying, otherwise mary');
    await world.row('Max Weber', 'Busy', /Called again at .* \(call 2 of 3\)/);
    await world.row('Mary Lind', 'Waiting for their turn');
    await first.kill();

    const second = await world.start();
    await world.query(`update pgboss.job set start_after = now() where name = 'ring'`);
    await world.row('Max Weber', 'Busy', /Called again at .* \(call 3 of 3\)/);
    await world.query(`update pgboss.job set start_after = now() where name = 'ring' and state = 'created'`);
    await world.row('Mary Lind', 'Joined');
    await second.stop();
  });

  it('stopped in order while the first rings: the line waits for the next process', async () => {
    const first = await world.start();
    await world.type(first, 'invite sue, else mary');
    await world.row('Sue Park', 'Ringing');
    await first.stop();
    await phone('sue', 'idle');

    await world.start();
    await world.row('Mary Lind', 'Joined');
  });
});
