/** Somebody misses a call and calls back: through the whole product, from the typed line to the answer on the wire. */
import assert from 'node:assert/strict';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { Connector } from '../support/connector.ts';
import { freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { ScriptedSipPeer, type SipText } from '../support/scripted-sip-peer.ts';
import { GROUP, TeamsClient } from '../support/teams-client.ts';

describe('calling back', function () {
  this.timeout(60_000);
  let server: ScriptedSipPeer;
  let connector: Connector;
  let usher: Usher;
  let teams: TeamsClient;
  let calls = 0;

  before(async () => {
    server = await ScriptedSipPeer.listen();
    connector = await new Connector().start();
    const env = {
      PORT: '0',
      DATABASE_URL: await freshDatabase(),
      SIP_SERVER: server.uri,
      SIP_URI: 'sip:usher@example.com',
      CONFERENCE_URI: 'sip:{id}@conf.example.com',
    };
    usher = await startUsher(readConfig(env), quietLog);
    teams = new TeamsClient(`${usher.url}/api/messages`, connector.url);
  });
  after(async () => {
    await usher?.stop();
    await connector?.stop();
    await server?.close();
  });

  /** Mary calls the bot, as her phone does when she presses on the missed call. */
  async function callBack(code: number): Promise<SipText> {
    calls += 1;
    const [socket] = server.sockets;
    assert.ok(socket);
    server.send(socket, [
      'INVITE sip:usher@127.0.0.1 SIP/2.0',
      `Via: SIP/2.0/TCP 127.0.0.1:${server.port};branch=z9hG4bKback${calls}`,
      'From: "Mary" <sip:mary@example.com>;tag=mary',
      'To: <sip:usher@example.com>',
      `Call-ID: back-${calls}`,
      'CSeq: 1 INVITE',
      'Contact: <sip:mary@127.0.0.1:9;transport=tcp>',
    ]);
    return await server.response(code, `back-${calls}`);
  }

  it('leads to the conference after the missed call, and nowhere before it or after the end', async () => {
    await callBack(480);

    await teams.type('invite sip:mary@example.com', { conversation: GROUP });
    const invite = await server.request('INVITE', 'mary');
    server.reply(invite, 180);
    server.reply(invite, 480);
    await server.request('ACK', 'mary');
    const answer = await callBack(302);
    assert.match(answer.header('Contact'), /^<sip:[a-z0-9]{10}@conf\.example\.com>$/);

    await teams.type('end', { conversation: GROUP });
    await callBack(480);
    assert.equal(server.has('INVITE'), false);
  });
});
