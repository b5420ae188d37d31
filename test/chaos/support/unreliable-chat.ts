/**
 * Stands for a Bot Framework connector that is not well: of all that is sent to it, it refuses a third, with 429, 500, 502, 503 or with
 * silence. What it refuses it does not show; an update that it fails at it may have made all the same, as services do that break behind
 * their own door.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ShownMessage {
  readonly conversationId: string;
  /** As it was sent last. */
  readonly activity: Activity;
}

interface Activity {
  readonly text?: string;
  readonly attachments?: readonly { readonly content: unknown }[];
}

type Refusal = 429 | 500 | 502 | 503 | 'silence';
const REFUSALS: readonly Refusal[] = [429, 500, 502, 503, 'silence'];

export class UnreliableChat {
  /** Everything that threads show, by the id that it was given. */
  readonly messages = new Map<string, ShownMessage>();
  /** Of all that it is sent. */
  refusesOneIn = 3;
  refused = 0;
  taken = 0;
  #lastId = 0;
  readonly #server = createServer((req, res) => {
    this.#answer(req, res).catch(() => res.destroy());
  });

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Shows a message once more, under another id. */
  copy(id: string): string {
    this.#lastId += 1;
    const copy = `message-${this.#lastId}`;
    const message = this.messages.get(id);
    if (message) this.messages.set(copy, message);
    return copy;
  }

  /** Messages that are cards, by their ids. */
  get cards(): ReadonlyMap<string, unknown> {
    return new Map(
      [...this.messages].flatMap(([id, { activity }]) =>
        (activity.attachments ?? []).map(({ content }) => [id, content] as const),
      ),
    );
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [, , , conversationId = '', what = '', id] = (req.url ?? '')
      .replace(/\?.*/, '')
      .split('/')
      .map(decodeURIComponent);
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    if (what === 'pagedmembers') return reply(res, 200, { members: [] });
    const activity: Activity = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    const isUpdate = req.method === 'PUT' && id !== undefined;
    const refusal = this.#refusal();
    if (refusal === undefined || (isUpdate && isHalfDone(refusal))) {
      const shown = isUpdate ? id : `message-${++this.#lastId}`;
      this.messages.set(shown, { conversationId, activity });
      if (refusal === undefined) {
        this.taken += 1;
        return reply(res, isUpdate ? 200 : 201, { id: shown });
      }
    }
    this.refused += 1;
    // Whoever waits gives up.
    if (refusal === 'silence') return;
    if (refusal === 429) res.setHeader('Retry-After', '1');
    reply(res, refusal, { error: { code: 'Refused' } });
  }

  #refusal(): Refusal | undefined {
    if (Math.random() * this.refusesOneIn >= 1) return undefined;
    return REFUSALS[Math.floor(Math.random() * REFUSALS.length)];
  }
}

function isHalfDone(refusal: Refusal): boolean {
  return (refusal === 500 || refusal === 502) && Math.random() < 0.5;
}

function reply(res: ServerResponse, status: number, body: object): void {
  res.statusCode = status;
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify(body));
}
