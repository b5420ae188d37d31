/** The chat room over HTTP: the real CloudAdapter between a fake desk and a fake chat service, with a clock of its own. */
import { type Chat, createChat } from '../../src/chat/index.ts';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';
import { Connector } from './connector.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule } from './fake-desk.ts';
import { TeamsClient } from './teams-client.ts';

export class ChatWorld {
  readonly desk = new FakeDesk();
  readonly connector = new Connector();
  readonly chat: Chat;
  /** The client of the chat product; there after `start`. */
  teams = new TeamsClient('', '');
  /** In ms; sleeping lets it pass. */
  now = 1_000_000;
  readonly #server: HttpServer;

  constructor() {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    this.chat = createChat({
      desk: this.desk,
      reception: this.desk,
      personal: new FakePersonal(),
      schedule: new FakeSchedule(),
      reminders: new FakeSchedule(),
      blocks: new FakeBlocks(),
      people: {
        inThread: () => ({ find: async () => ({ kind: 'nobody', wanted: 'somebody', nearest: [] }) }),
      },
      credentials: {},
      log,
      time: {
        now: () => this.now,
        sleep: async (ms) => {
          this.now += ms;
        },
      },
    });
    this.#server = createHttpServer({ host: '127.0.0.1', port: 0, log, messages: this.chat.handle });
  }

  async start(): Promise<this> {
    await this.connector.start();
    const { port } = await this.#server.start();
    this.teams = new TeamsClient(`http://127.0.0.1:${port}/api/messages`, this.connector.url);
    return this;
  }

  async stop(): Promise<void> {
    await this.#server.drain(1_000);
    await this.connector.stop();
  }
}
