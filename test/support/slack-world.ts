/**
 * Slack as far as it can be had offline: the emulator answers the Web API, and requests are signed and posted to the real routes,
 * as Slack does. Refusals stand in front of the emulator, which never refuses.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator, type Emulator } from 'emulate';
import { freePort } from './free-port.ts';

export const SIGNING_SECRET = 'signing-secret';
export const BOT_TOKEN = 'xoxb-test';

export interface SlackPost {
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
}

export class SlackWorld {
  /** What was asked of the Web API, in order. */
  readonly asked: SlackPost[] = [];
  /** The next request of a method is answered with this. */
  readonly refusals: { method: string; status: number; headers?: Record<string, string>; body?: object }[] =
    [];
  /** Methods that are asked, and never answered. */
  readonly silent = new Set<string>();
  readonly ids = new Map<string, string>();
  team = '';
  channel = '';
  readonly #emulator: Emulator;
  readonly #server = createServer((req, res) => void this.#answer(req, res));

  static async start(): Promise<SlackWorld> {
    const user = (name: string, realName: string) => ({
      name,
      real_name: realName,
      email: `${name}@example.com`,
    });
    const emulator = await createEmulator({
      service: 'slack',
      port: await freePort(),
      seed: {
        slack: {
          signing_secret: SIGNING_SECRET,
          users: [user('usher', 'Usher'), user('ann', 'Ann Ames'), user('bob', 'Bob Brown')],
          channels: [{ name: 'ops' }],
          tokens: [{ token: BOT_TOKEN, user: 'usher', scopes: ['chat:write'] }],
        },
      },
    });
    const world = new SlackWorld(emulator);
    world.#server.listen(0, '127.0.0.1');
    await once(world.#server, 'listening');
    await world.#look();
    return world;
  }

  private constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    await this.#emulator.close();
  }

  /** SLACK_API_URL. */
  get apiUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/`;
  }

  id(name: string): string {
    return this.ids.get(name) ?? '';
  }

  /** Everything that was said, with its blocks. */
  get said(): {
    method: string;
    text: string;
    fields: SlackPost['fields'];
    blocks: readonly object[] | undefined;
  }[] {
    return this.asked
      .filter(({ method }) => method.startsWith('chat.'))
      .map(({ method, fields }) => ({
        method,
        text: fields.text ?? '',
        fields,
        blocks: fields.blocks === undefined ? undefined : JSON.parse(fields.blocks),
      }));
  }

  async call(method: string, fields: Record<string, string> = {}): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOT_TOKEN}` },
      body: new URLSearchParams(fields),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  async #look(): Promise<void> {
    const { team_id: team } = await this.call('auth.test');
    const { members } = await this.call('users.list');
    const { channels } = await this.call('conversations.list');
    for (const one of [...(members as object[]), ...(channels as object[])]) {
      this.ids.set(String(Reflect.get(one, 'name')), String(Reflect.get(one, 'id')));
    }
    this.team = String(team);
    this.channel = this.id('ops');
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const method = (req.url ?? '').replace('/api/', '');
    this.asked.push({ method, fields: Object.fromEntries(new URLSearchParams(text)) });
    if (this.silent.has(method)) return;
    const at = this.refusals.findIndex((one) => one.method === method);
    const [refusal] = at < 0 ? [] : this.refusals.splice(at, 1);
    if (refusal) {
      res.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers });
      res.end(JSON.stringify(refusal.body ?? { ok: false }));
      return;
    }
    const { authorization = '', 'content-type': type = '' } = req.headers;
    const answer = await fetch(`${this.#emulator.url}${req.url}`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body: text,
    });
    res.writeHead(answer.status, { 'content-type': 'application/json' });
    res.end(await answer.text());
  }
}

/** Posts to the routes as Slack does. */
export class SlackClient {
  readonly #url: string;
  readonly #world: SlackWorld;
  #lastTs = 0;

  constructor(url: string, world: SlackWorld) {
    this.#url = url;
    this.#world = world;
  }

  /** `at`: when it is signed, in seconds. */
  async post(
    route: string,
    body: string,
    { secret = SIGNING_SECRET, at = Math.floor(Date.now() / 1_000), signature = '' } = {},
  ): Promise<{ status: number; body: unknown }> {
    const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    const response = await fetch(`${this.#url}/slack/${route}`, {
      method: 'POST',
      headers: {
        'content-type': route === 'events' ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': signature || `v0=${mac}`,
      },
      body,
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  event(event: object, envelope: object = {}) {
    const body = { type: 'event_callback', team_id: this.#world.team, event_id: 'Ev1', event, ...envelope };
    return this.post('events', JSON.stringify(body));
  }

  /** A line of Ann's that mentions the bot, unless something else is said. */
  mention(text: string, part: object = {}) {
    return this.event({
      ...this.line(`<@${this.#world.id('usher')}> ${text}`),
      type: 'app_mention',
      ...part,
    });
  }

  line(text: string) {
    this.#lastTs += 1;
    const ts = `1700000000.00000${this.#lastTs}`;
    return { type: 'message', channel: this.#world.channel, user: this.#world.id('ann'), text, ts };
  }

  command(text: string, part: Record<string, string> = {}) {
    const { team, channel } = this.#world;
    this.#lastTs += 1;
    const trigger = `trigger.${this.#lastTs}`;
    const fields = {
      team_id: team,
      channel_id: channel,
      user_id: this.#world.id('ann'),
      trigger_id: trigger,
    };
    const form = new URLSearchParams({ ...fields, command: '/usher', text, ...part });
    return this.post('commands', form.toString());
  }

  /** Somebody sends a form; `values` by the ids of its blocks. */
  submit(metadata: object, values: object, part: object = {}) {
    this.#lastTs += 1;
    return this.interact({
      type: 'view_submission',
      view: {
        id: `V${this.#lastTs}`,
        callback_id: 'invite',
        private_metadata: JSON.stringify(metadata),
        state: { values },
      },
      ...part,
    });
  }

  /** Something of Ann's in our workspace, unless something else is said. */
  interact(part: object) {
    const payload = { team: { id: this.#world.team }, user: { id: this.#world.id('ann') }, ...part };
    return this.post('interactions', new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  }

  press(action: object, part: object = {}) {
    const { channel } = this.#world;
    this.#lastTs += 1;
    return this.interact({
      type: 'block_actions',
      channel: { id: channel },
      message: { ts: '1700000001.000001', thread_ts: '1700000000.000001' },
      actions: [{ action_ts: `1700000009.00000${this.#lastTs}`, ...action }],
      ...part,
    });
  }
}
