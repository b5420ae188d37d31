/**
 * JsSIP as npm installs it, over a TCP socket of ours, because it brings only a WebSocket. MESSAGE is what it can do here: its calls
 * want a browser's media, and it sends no REFER outside a dialog.
 */
import { connect, type Socket as TcpSocket } from 'node:net';
import JsSIP from 'jssip';
import type { Stack } from './contender.ts';

export class JsSipStack implements Stack {
  readonly #agents = new Map<number, Promise<InstanceType<typeof JsSIP.UA>>>();

  async message(port: number): Promise<void> {
    const started = this.#agents.get(port) ?? start(port);
    this.#agents.set(port, started);
    const agent = await started;
    await new Promise<void>((resolve, reject) => {
      agent.sendMessage('sip:mary@127.0.0.1', 'Join us', {
        eventHandlers: { succeeded: () => resolve(), failed: () => reject(new Error('MESSAGE failed')) },
      });
    });
  }
}

function start(port: number): Promise<InstanceType<typeof JsSIP.UA>> {
  const agent = new JsSIP.UA({
    sockets: tcpSocket(port),
    uri: 'sip:usher@127.0.0.1',
    register: false,
  });
  return new Promise((resolve) => {
    agent.on('connected', () => resolve(agent));
    agent.start();
  });
}

/** What JsSIP wants of a socket: whole messages in, text out. */
function tcpSocket(port: number) {
  let tcp: TcpSocket | undefined;
  const socket = {
    via_transport: 'TCP',
    url: `tcp://127.0.0.1:${port}`,
    sip_uri: `sip:127.0.0.1:${port};transport=tcp`,
    onconnect: () => {},
    ondisconnect: (_error: boolean) => {},
    ondata: (_data: unknown) => {},
    isConnected: () => tcp?.readyState === 'open',
    isConnecting: () => tcp?.readyState === 'opening',
    connect() {
      tcp = connect({ host: '127.0.0.1', port, noDelay: true }, () => socket.onconnect());
      let text = '';
      tcp.setEncoding('utf8');
      tcp.on('data', (chunk: string) => {
        text += chunk;
        // The answers of this endpoint have no body.
        for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
          const message = text.slice(0, end + 4);
          text = text.slice(end + 4);
          socket.ondata(message);
        }
      });
      tcp.on('close', () => socket.ondisconnect(false));
    },
    disconnect: () => tcp?.destroy(),
    send: (message: string) => {
      tcp?.write(message);
      return true;
    },
  };
  return socket as unknown as ConstructorParameters<typeof JsSIP.UA>[0]['sockets'] & object;
}
