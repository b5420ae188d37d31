import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fillIn } from './fill-in.ts';
import { freePort, isListening, Peer } from './peer.ts';

/** The proxy and registrar of `lab.test`; calls to `conf.lab.test` go on to the conference server. */
export class Kamailio {
  readonly port: number;
  readonly peer: Peer;

  private constructor(port: number, peer: Peer) {
    this.port = port;
    this.peer = peer;
  }

  static async start(folder: string, conferencePort: number): Promise<Kamailio> {
    const port = await freePort();
    const run = join(folder, 'kamailio');
    const config = join(run, 'kamailio.cfg');
    mkdirSync(run);
    writeFileSync(config, fillIn('kamailio.cfg', { PORT: port, CONFERENCE_PORT: conferencePort }));
    // Foreground but forking; small memory; what it writes at run time stays in its folder.
    const args = [
      '-DD',
      '-E',
      '-f',
      config,
      '-m',
      '64',
      '-M',
      '8',
      '-P',
      join(run, 'pid'),
      '-Y',
      run,
      '-w',
      run,
    ];
    const peer = new Peer('kamailio', 'kamailio', args, join(folder, 'kamailio.log'));
    await peer.ready(() => isListening(port));
    return new Kamailio(port, peer);
  }

  stop(): Promise<void> {
    return this.peer.stop();
  }

  /** Registers a phone that cannot do so itself (a sipp scenario) at `127.0.0.1:port`. */
  async register(user: string, port: number, transport: 'tcp' | 'udp' = 'tcp'): Promise<void> {
    const request = [
      'REGISTER sip:lab.test SIP/2.0',
      `Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK-${user}-${port}`,
      `From: <sip:${user}@lab.test>;tag=${user}`,
      `To: <sip:${user}@lab.test>`,
      `Call-ID: register-${user}-${port}`,
      'CSeq: 1 REGISTER',
      'Max-Forwards: 70',
      `Contact: <sip:${user}@127.0.0.1:${port};transport=${transport}>`,
      'Expires: 600',
      'Content-Length: 0',
    ];
    const status = await exchange(this.port, `${request.join('\r\n')}\r\n\r\n`);
    if (!status.startsWith('SIP/2.0 200')) throw new Error(`${user} could not be registered: ${status}`);
  }
}

/** Sends a SIP request over a TCP connection of its own; resolves with the status line of the answer. */
function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(String(data).split('\r\n')[0] ?? '');
    });
  });
}
