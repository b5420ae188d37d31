import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { makeCertificate } from '../../support/certificates.ts';
import { fillIn } from './fill-in.ts';
import { freePort, isListening, Peer } from './peer.ts';

export interface KamailioOptions {
  /** How it wants passwords to be proven; MD5 unless given. */
  readonly digest?: 'MD5' | 'SHA-256';
  /** Over TLS it wants a certificate of its own authority. */
  readonly wantsCertificate?: boolean;
  /**
   * Runs the kamailio.cfg of the Debian package as it is, over TCP only. It serves `lab.test` and relays to no other domain, so
   * that a conference server has to be registered there, too.
   */
  readonly isStock?: boolean;
}

const STOCK_CONFIG = '/etc/kamailio/kamailio.cfg';

export type ProxyTransport = 'tcp' | 'tls' | 'ws' | 'wss';

/** The proxy and registrar of `lab.test`; calls to `conf.lab.test` go on to the conference server. */
export class Kamailio {
  readonly port: number;
  /** Paths for SIP_TLS_CA, and for SIP_TLS_CERT and SIP_TLS_KEY where it wants them. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly #ports: Readonly<Record<ProxyTransport, number>>;
  readonly #folder: string;
  #peer: Peer | undefined;

  private constructor(folder: string, ports: Readonly<Record<ProxyTransport, number>>) {
    this.port = ports.tcp;
    this.#ports = ports;
    this.#folder = folder;
    const path = (name: string) => join(folder, `${name}.pem`);
    this.tls = { ca: path('ca'), cert: path('client'), key: path('client-key') };
  }

  portOf(transport: ProxyTransport): number {
    return this.#ports[transport];
  }

  /** As in SIP_SERVER; with another port for what leads to it. */
  server(transport: ProxyTransport, port = this.portOf(transport)): string {
    const at = `127.0.0.1:${port}`;
    return { tcp: `sip:${at};transport=tcp`, tls: `sips:${at}`, ws: `ws://${at}`, wss: `wss://${at}` }[
      transport
    ];
  }

  static async start(
    folder: string,
    conferencePort: number,
    { digest = 'MD5', wantsCertificate = false, isStock = false }: KamailioOptions = {},
  ): Promise<Kamailio> {
    const port = await freePort();
    const [wsPort, tlsPort] = isStock ? [0, 0] : [await freePort(), await freePort()];
    const run = join(folder, 'kamailio');
    const config = join(run, 'kamailio.cfg');
    mkdirSync(run);
    writeCertificates(run);
    if (isStock) {
      copyFileSync(STOCK_CONFIG, config);
      // Its one hook for what is local: a file of this name beside it.
      writeFileSync(join(run, 'kamailio-local.cfg'), fillIn('kamailio-local.cfg', { PORT: port }));
    } else {
      const values = {
        PORT: port,
        WS_PORT: wsPort,
        TLS_PORT: tlsPort,
        CONFERENCE_PORT: conferencePort,
        DIGEST: digest,
        FOLDER: run,
        WANT_CERTIFICATE: wantsCertificate ? 1 : 0,
      };
      writeFileSync(config, fillIn('kamailio.cfg', values));
    }
    const kamailio = new Kamailio(run, { tcp: port, tls: tlsPort, ws: wsPort, wss: tlsPort });
    await kamailio.run();
    return kamailio;
  }

  get peer(): Peer {
    if (!this.#peer) throw new Error('Kamailio does not run yet');
    return this.#peer;
  }

  /** Runs it: the first time, or again after `crash`. */
  async run(): Promise<void> {
    const run = this.#folder;
    const { tcp, tls } = this.#ports;
    // Foreground but forking; small memory; what it writes at run time stays in its folder.
    const runTime = ['-P', join(run, 'pid'), '-Y', run, '-w', run];
    const args = ['-DD', '-E', '-f', join(run, 'kamailio.cfg'), '-m', '64', '-M', '8', ...runTime];
    this.#peer = new Peer('kamailio', 'kamailio', args, `${run}.log`);
    await this.#peer.ready(async () => (await isListening(tcp)) && (tls === 0 || (await isListening(tls))));
  }

  /** Ends at once, and with it every connection and all that it knew: registrations, transactions. */
  async crash(): Promise<void> {
    this.peer.kill('SIGKILL');
    await this.peer.exited;
  }

  stop(): Promise<void> {
    return this.peer.stop();
  }

  /** What somebody gets who calls `user@lab.test`: the status line. */
  async call(user: string): Promise<string> {
    const contact = 'Contact: <sip:caller@127.0.0.1;transport=tcp>';
    const response = await this.#ask('INVITE', `sip:${user}@lab.test`, 'caller', user, [contact]);
    return response.split('\r\n')[0] ?? '';
  }

  /** How many Contacts this user has registered. */
  async bindings(user: string): Promise<number> {
    const response = await this.#ask('REGISTER', 'sip:lab.test', user, user);
    const contacts = /^Contact:.*/im.exec(response)?.[0] ?? '';
    return contacts.split('<sip:').length - 1;
  }

  /** Registers a phone that cannot do so itself (a sipp scenario) at `127.0.0.1:port`. */
  async register(user: string, port: number, transport: 'tcp' | 'udp' = 'tcp'): Promise<void> {
    const contact = `Contact: <sip:${user}@127.0.0.1:${port};transport=${transport}>`;
    const response = await this.#ask('REGISTER', 'sip:lab.test', user, user, [contact, 'Expires: 600']);
    if (!response.startsWith('SIP/2.0 200')) throw new Error(`${user} could not be registered: ${response}`);
  }

  #ask(
    method: string,
    uri: string,
    from: string,
    to: string,
    headers: readonly string[] = [],
  ): Promise<string> {
    const id = randomBytes(8).toString('hex');
    const request = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK${id}`,
      `From: <sip:${from}@lab.test>;tag=${id}`,
      `To: <sip:${to}@lab.test>`,
      `Call-ID: ${id}`,
      `CSeq: 1 ${method}`,
      'Max-Forwards: 70',
      ...headers,
      'Content-Length: 0',
    ];
    return exchange(this.port, `${request.join('\r\n')}\r\n\r\n`);
  }
}

function writeCertificates(folder: string): void {
  const authority = makeCertificate('lab authority', { isAuthority: true });
  const server = makeCertificate('proxy', { issuer: authority, hosts: ['127.0.0.1'] });
  const client = makeCertificate('usher', { issuer: authority });
  const files = { ca: authority.cert, server: server.cert, client: client.cert };
  const keys = { 'server-key': server.key, 'client-key': client.key };
  for (const [name, pem] of Object.entries({ ...files, ...keys }))
    writeFileSync(join(folder, `${name}.pem`), pem);
}

/** Sends a SIP request over a TCP connection of its own; resolves with the final response. */
export function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let received = '';
    socket.once('error', reject);
    socket.on('data', (data) => {
      received += String(data);
      const final = /^SIP\/2\.0 [2-6][\s\S]*\r\n\r\n/m.exec(received)?.[0];
      if (!final) return;
      socket.destroy();
      resolve(final);
    });
  });
}
