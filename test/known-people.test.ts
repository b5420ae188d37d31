import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { readConfig } from '../src/config.ts';
import { knownPeople } from '../src/known-people.ts';
import { freePort } from './support/free-port.ts';
import { scratch } from './support/scratch.ts';

const log = pino({ level: 'silent' });

describe('everybody who is known', () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  /** With a directory at this port. */
  async function start(port: number) {
    const folder = await scratch();
    stops.push(folder.remove);
    const file = join(folder.path, 'people.csv');
    writeFileSync(file, 'name,sip\nMary Jones,sip:mary@contoso.com\n');
    const env = { PEOPLE_FILE: file, LDAP_URL: `ldap://127.0.0.1:${port}`, LDAP_BASE: 'dc=contoso,dc=com' };
    const { people, ldap } = await knownPeople(readConfig(env), { sandbox: undefined, log, stops });
    const find = (name: string) => people.inThread(async () => []).find({ kind: 'name', name });
    return { find, ldap };
  }

  it('is known without the directory, of which it is said that it cannot be read', async () => {
    const { find, ldap } = await start(await freePort());
    const [mary, zoe] = [await find('mary'), await find('zoe')];
    assert.deepEqual([mary.kind, 'doubt' in mary], ['person', false]);
    assert.deepEqual([zoe.kind, 'doubt' in zoe && zoe.doubt?.code], ['nobody', 'directory.unread']);
    assert.ok(ldap);
  });

  describe('with a directory that takes connections and says nothing', () => {
    let server: Server;
    const sockets = new Set<Socket>();
    before(async () => {
      server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });

    it('is known at once, and stops at once', async () => {
      const address = server.address();
      const taken = once(server, 'connection');
      const { find } = await start(typeof address === 'object' && address ? address.port : 0);
      assert.equal((await find('mary')).kind, 'person');
      const [socket] = (await taken) as [Socket];
      const closed = once(socket.resume(), 'close');
      for (const stop of stops.splice(0).reverse()) await stop();
      await closed;
    });
  });
});
