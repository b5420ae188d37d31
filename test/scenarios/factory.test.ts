/** CONFERENCE_FACTORY: the conference of a thread is made when the first person is invited, and lives as long as it is needed. */
import assert from 'node:assert/strict';
import { ThreadWorld } from '../support/thread-world.ts';

describe('a conference that a factory makes', function () {
  this.timeout(60_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  const start = () =>
    world.start({ CONFERENCE_URI: '', CONFERENCE_FACTORY: world.sandbox.conferenceFactory });

  /** Who is in the one room that there is, without our own silent call. */
  const guests = (names: readonly string[]) =>
    world.sandbox.until(({ rooms }) => {
      const rosters = Object.values(rooms).filter((roster) => roster.length > 0);
      const [roster = []] = rosters;
      const isThere = names.every((name) => roster.some((entry) => entry.name === name));
      return rosters.length === 1 && isThere && roster.length === names.length + 1;
    });

  const nobody = () =>
    world.sandbox.until(({ rooms }) => Object.values(rooms).every(({ length }) => length === 0));

  it('is made once for two who are invited at once, is shown, and ends with end', async () => {
    const usher = await start();
    await world.type(usher, 'invite mary and lee');
    await world.row('Mary Lind', 'Joined');
    await world.row('Lee Chen', 'Joined');
    await guests(['Mary Lind', 'Lee Chen']);
    const [conference] = await world.query('select uri from conferences');
    assert.match(String(conference?.uri), /^sip:made-[\da-f-]+@conf\.usher\.example$/);
    await world.type(usher, 'end');
    await nobody();
    await world.row('Lee Chen', 'Left');
  });

  it('goes on after a crash: the next process holds its call, and hangs up when it is not needed', async () => {
    const first = await start();
    await world.type(first, 'invite lee');
    await world.row('Lee Chen', 'Joined');
    await world.drawn();
    await first.kill();
    const second = await start();
    await world.rows(`select 1 from factory_calls where fence = 2 and state = 'held'`);
    await world.type(second, 'invite mary');
    await world.row('Mary Lind', 'Joined');
    await guests(['Mary Lind', 'Lee Chen']);
    await world.type(second, 'end');
    await nobody();
  });

  it('cannot be made: nobody is called, and each is told why', async () => {
    const usher = await world.start({
      CONFERENCE_URI: '',
      CONFERENCE_FACTORY: 'sip:nothing%20here@conf.usher.example',
    });
    await world.type(usher, 'invite mary and sue');
    await world.row(
      'Mary Lind',
      'Failed',
      /No conference could be made: its server refused \(404\)\. Nobody was called/,
    );
    await world.row('Sue Park', 'Failed', /No conference could be made/);
    const { phones } = world.sandbox.snapshot();
    assert.deepEqual([phones.mary.toast, phones.sue.toast], [null, null]);
  });

  it('is what a person is not: a phone that answers makes no conference', async () => {
    const usher = await world.start({ CONFERENCE_URI: '', CONFERENCE_FACTORY: 'sip:lee@usher.example' });
    await world.type(usher, 'invite mary');
    await world.row('Mary Lind', 'Failed', /what answered is no conference server/);
    await world.sandbox.until(({ phones }) => phones.lee.state === 'idle');
  });
});
