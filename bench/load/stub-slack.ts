/** Stands for Slack: its Web API that takes everything, and events signed as it signs them (docs.slack.dev, Verifying requests). */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const SECRET = 'signing-secret';
const TEAM = 'T0STUB';

export class StubSlack {
  /** When the first message in a channel came, on the clock of `performance.now()`. */
  readonly answeredAt = new Map<string, number>();
  #messages = 0;
  #events = 0;
  readonly #server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    res.statusCode = 200;
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(this.#answer((req.url ?? '').replace('/api/', ''), fields)));
  });

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get env(): Record<string, string> {
    return {
      SLACK_BOT_TOKEN: 'xoxb-stub',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/`,
    };
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Somebody types a line in a chat of hers with the bot. Resolves with the status of the answer. */
  async type(url: string, channel: string, text: string): Promise<number> {
    this.#events += 1;
    const ts = `${Math.floor(Date.now() / 1_000)}.${String(this.#events).padStart(6, '0')}`;
    const event = { type: 'message', channel_type: 'im', channel, user: `U${channel}`, text, ts, team: TEAM };
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: TEAM,
      event_id: `Ev${this.#events}`,
      event,
    });
    const at = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
    const response = await fetch(`${url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': at,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  #answer(method: string, fields: URLSearchParams): object {
    const [channel = '', id = ''] = [fields.get('channel') ?? '', fields.get('user') ?? ''];
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: 'U0BOT', user: 'usher', team_id: TEAM };
      case 'users.info':
        return { ok: true, user: { id, name: id.toLowerCase(), locale: 'en-US', tz: 'Europe/Berlin' } };
      case 'conversations.members':
        return { ok: true, members: [channel.replace(/^D/, 'UD')] };
      case 'chat.postMessage':
        this.#messages += 1;
        if (!this.answeredAt.has(channel)) this.answeredAt.set(channel, performance.now());
        return { ok: true, channel, ts: `1700000000.${String(this.#messages).padStart(6, '0')}` };
      default:
        return { ok: true, channel: { id: channel, name: 'chat' }, members: [], ts: fields.get('ts') };
    }
  }
}
