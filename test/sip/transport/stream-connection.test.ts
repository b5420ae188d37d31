import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { StreamConnection } from '../../../src/sip/transport/stream-connection.ts';

const TIMERS = { unfinishedMs: 10_000, idleMs: 10_000 };

describe('a connection to a server that does not read', () => {
  it('is closed when too much waits for it, so that memory does not', async () => {
    const server = createServer((socket) => {
      sockets.push(socket.pause().on('error', () => {}));
    });
    const sockets: Socket[] = [];
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    const faults: string[] = [];
    const closed = Promise.withResolvers<string>();
    const connection = new StreamConnection(
      socket,
      {
        onMessage() {},
        onPong() {},
        onFault: (fault) => faults.push(fault),
        onClosed: (_connection, why) => closed.resolve(why.code),
      },
      { timers: TIMERS, isInbound: false },
    );
    try {
      const message = 'x'.repeat(64 * 1024);
      let sent = 0;
      while (connection.isOpen && sent < 1_000) {
        connection.send(message).catch(() => {});
        sent += 1;
        if (sent % 50 === 0) await new Promise(setImmediate);
      }
      assert.equal(await closed.promise, 'sip.unread');
      assert.deepEqual(faults, ['answers-unread']);
      assert.ok(sent > 200, `${sent} messages`);
    } finally {
      for (const one of sockets) one.destroy();
      server.close();
    }
  });
});
