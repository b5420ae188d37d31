import { Agent, request } from 'node:http';
import type { StubConnector } from './stub-connector.ts';

/** Longer than any turn takes; one that does not end at all must not hang the run. */
const TURN_LIMIT_MS = 30_000;

let lines = 0;

/** Types lines, each by somebody else, about somebody else (`{n}`), in a thread of its own, and sees when the first message in answer to it has come. */
export class Typist {
  readonly #endpoint: string;
  readonly #connector: StubConnector;
  readonly #text: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(endpoint: string, connector: StubConnector, text: string) {
    this.#endpoint = endpoint;
    this.#connector = connector;
    this.#text = text;
  }

  /** So many turns, never more than so many at once; returns what each took until its answer had come, in ms. */
  async type(count: number, inFlight: number): Promise<number[]> {
    const times: number[] = [];
    const answers = new Map<string, (at: number) => void>();
    this.#connector.onMessage = (conversation, _method, at) => {
      answers.get(conversation)?.(at);
      answers.delete(conversation);
    };
    let left = count;
    const worker = async () => {
      while (left-- > 0) {
        const line = newLine();
        const answered = new Promise<number>((resolve) => answers.set(line.conversation, resolve));
        const startedAt = performance.now();
        const [at] = await within(Promise.all([answered, this.#post(line, this.#textOf(line))]));
        times.push(at - startedAt);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    return times;
  }

  /** One every `everyMs`, whether those before are answered or not; returns when each was sent, by its author. */
  async typeEvery(everyMs: number, count: number): Promise<Map<string, number>> {
    this.#connector.onMessage = () => {};
    const sent = new Map<string, number>();
    const startedAt = performance.now();
    const posts: Promise<void>[] = [];
    for (let i = 0; i < count; i++) {
      const wait = startedAt + i * everyMs - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const line = newLine();
      sent.set(line.author, performance.now());
      posts.push(this.#post(line, this.#textOf(line)));
    }
    await within(Promise.all(posts));
    return sent;
  }

  /** Types one other line; after another one, where that was. */
  async say(text: string, before?: Line): Promise<Line> {
    const line = before ? { ...before, id: newLine().id } : newLine();
    await within(this.#post(line, text));
    return line;
  }

  #textOf({ author }: Line): string {
    return this.#text.replace('{n}', author.replace(/\D/g, ''));
  }

  #post({ conversation, author, id }: Line, text: string): Promise<void> {
    const body = JSON.stringify({
      type: 'message',
      ...{ id, text, channelId: 'msteams', serviceUrl: this.#connector.url, locale: 'en-US' },
      conversation: { id: conversation, conversationType: 'personal' },
      from: { id: `29:${author}`, name: author },
      recipient: { id: '28:bot', name: 'Usher' },
    });
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const req = request(this.#endpoint, { method: 'POST', agent: this.#agent, headers }, (res) => {
        res.resume();
        res.once('end', () => {
          if (res.statusCode === 200) resolve();
          else reject(new Error(`A turn was answered with ${res.statusCode}`));
        });
      });
      req.once('error', reject);
      req.end(body);
    });
  }
}

interface Line {
  readonly conversation: string;
  readonly author: string;
  readonly id: string;
}

function newLine(): Line {
  lines += 1;
  return { conversation: `thread-${lines}`, author: `Author${lines}`, id: `activity-${lines}` };
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('A turn did not end')), TURN_LIMIT_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
