/**
 * sip.js as npm installs it, with the least that TCP needs around it: it has only a WebSocket transport, and takes no NOTIFYs
 * about a REFER outside a dialog. Nothing of Usher is loaded here.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  Grammar,
  IncomingRequestMessage,
  LoggerFactory,
  Parser,
  type Transport,
  type URI,
  UserAgentCore,
} from 'sip.js/lib/core/index.js';
import type { Stack } from './contender.ts';
import { OFFER } from './offer.ts';

export class StockStack implements Stack {
  readonly #clients = new Map<number, Promise<StockClient>>();

  async refer(port: number): Promise<void> {
    const client = await this.#client(port);
    await client.refer();
  }

  async call(port: number): Promise<void> {
    const client = await this.#client(port);
    await new Promise<void>((resolve, reject) => {
      client.core.invite(client.message('INVITE', [], true), {
        onAccept: ({ ack, session }) => {
          ack();
          session.bye({ onAccept: () => resolve(), onReject: reject });
        },
        onReject: reject,
      });
    });
  }

  async ring(port: number, count: number): Promise<() => Promise<void>> {
    const client = await this.#client(port);
    const everybodyRings = Promise.withResolvers<void>();
    const everybodyEnded = Promise.withResolvers<void>();
    let [ringing, ended] = [0, 0];
    const requests = Array.from({ length: count }, () =>
      client.core.invite(client.message('INVITE', [], true), {
        onProgress: () => {
          if (++ringing === count) everybodyRings.resolve();
        },
        onReject: () => {
          if (++ended === count) everybodyEnded.resolve();
        },
      }),
    );
    await everybodyRings.promise;
    return () => {
      for (const request of requests) request.cancel();
      return everybodyEnded.promise;
    };
  }

  #client(port: number): Promise<StockClient> {
    const client = this.#clients.get(port) ?? StockClient.connect(port);
    this.#clients.set(port, client);
    return client;
  }
}

class StockClient {
  readonly core: UserAgentCore;
  readonly #logger = new LoggerFactory();
  readonly #uri: URI;
  readonly #contact: string;
  readonly #onFinalNotify = new Map<string, () => void>();
  #pending = '';

  private constructor(socket: Socket) {
    this.#logger.builtinEnabled = false;
    const host = `127.0.0.1:${socket.localPort}`;
    this.#contact = `<sip:stock@${host};transport=tcp>`;
    this.#uri = uri('sip:stock@127.0.0.1');
    const transport: Transport = {
      protocol: 'TCP',
      send: async (text) => void socket.write(text),
    };
    this.core = new UserAgentCore(
      {
        aor: this.#uri,
        contact: {
          uri: uri(`sip:stock@${host};transport=tcp`),
          pubGruu: undefined,
          tempGruu: undefined,
          toString: () => this.#contact,
        },
        displayName: '',
        loggerFactory: this.#logger,
        hackViaTcp: false,
        routeSet: [],
        sipjsId: 'bench',
        supportedOptionTags: [],
        supportedOptionTagsResponse: [],
        userAgentHeaderFieldValue: 'stock',
        viaForceRport: true,
        viaHost: host,
        authenticationFactory: () => undefined,
        transportAccessor: () => transport,
      },
      {},
    );
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('data', (text) => this.#read(`${text}`));
  }

  static async connect(port: number): Promise<StockClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new StockClient(socket);
  }

  message(method: string, headers: readonly string[] = [], withOffer = false) {
    const mary = uri('sip:mary@127.0.0.1');
    const extraHeaders = [`Contact: ${this.#contact}`, ...headers];
    const body = withOffer
      ? { content: OFFER, contentType: 'application/sdp', contentDisposition: 'session' }
      : undefined;
    return this.core.makeOutgoingRequestMessage(method, mary, this.#uri, mary, {}, extraHeaders, body);
  }

  async refer(): Promise<void> {
    const message = this.message('REFER', ['Refer-To: <sip:mary@127.0.0.1>']);
    const notified = Promise.withResolvers<void>();
    this.#onFinalNotify.set(message.callId, notified.resolve);
    this.core.request(message, { onReject: () => notified.reject(new Error('REFER refused')) });
    await notified.promise.finally(() => this.#onFinalNotify.delete(message.callId));
  }

  #read(text: string): void {
    this.#pending += text;
    for (;;) {
      const headEnd = this.#pending.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const length = Number(/^content-length:\s*(\d+)/im.exec(this.#pending.slice(0, headEnd))?.[1] ?? 0);
      const end = headEnd + 4 + length;
      if (this.#pending.length < end) return;
      this.#receive(this.#pending.slice(0, end));
      this.#pending = this.#pending.slice(end);
    }
  }

  #receive(text: string): void {
    const message = Parser.parseMessage(text, this.#logger.getLogger('sip.parser'));
    if (!message) throw new Error(`Not understood: ${text}`);
    if (!(message instanceof IncomingRequestMessage)) {
      this.core.receiveIncomingResponseFromTransport(message);
    } else if (message.method === 'NOTIFY') {
      this.core.replyStateless(message, { statusCode: 200 });
      if (/^SIP\/2\.0 [2-6]/.test(message.body)) this.#onFinalNotify.get(message.callId)?.();
    } else {
      this.core.receiveIncomingRequestFromTransport(message);
    }
  }
}

function uri(text: string): URI {
  const parsed = Grammar.URIParse(text);
  if (!parsed) throw new TypeError(text);
  return parsed;
}
