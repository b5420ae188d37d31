import assert from 'node:assert/strict';
import { useLab } from './support/lab.ts';
import { isLoopback, listeningSockets } from './support/listening-sockets.ts';

describe('every open port', () => {
  const lab = useLab();

  it('is on loopback, while a bridged call is up', async () => {
    const asterisk = await lab.asterisk();
    const kamailio = await lab.kamailio(asterisk.port);
    const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
    const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never', listen: '127.0.0.1:0' });
    await bot.invite('mary');

    const ours = listeningSockets(process.pid);
    assert.equal(ours.length, 1);
    assert.deepEqual(
      ours.filter((socket) => !isLoopback(socket)),
      [],
    );

    // UDP of the stock programs is theirs: baresip binds media, and Asterisk its resolver, to no address in particular.
    for (const { peer } of [asterisk, kamailio, mary]) {
      const listeners = listeningSockets(peer.pid).filter(({ protocol }) => protocol.startsWith('tcp'));
      assert.ok(listeners.length > 0, `${peer.name} listens`);
      assert.deepEqual(
        listeners.filter((socket) => !isLoopback(socket)),
        [],
        peer.name,
      );
    }
  });
});
