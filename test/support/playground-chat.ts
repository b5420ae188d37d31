/**
 * Somebody at the Playground's page, without the page: types and presses through its REST interface, and sees what its
 * websocket shows. The interface is the one that the page itself uses (read from version 0.2.28).
 */
import { once } from 'node:events';
import { readCard, rowLines, rowOf, type ShownCard } from './shown-card.ts';

/** Far longer than anything takes here; whoever waits for so long has found a fault. */
const UNTIL_MS = 30_000;
const CARD = 'application/vnd.microsoft.card.adaptive';
/** As the page knows the bot. */
const BOT = { id: '00000000-0000-0000-0000-000000000011', name: 'Usher' };

export interface ShownMessage {
  readonly id: string;
  /** Conversation; in a channel with the post that it belongs to. */
  readonly thread: string;
  readonly text: string | undefined;
  readonly card: ShownCard | undefined;
  /** All faces of its card so far, the present one last. */
  readonly faces: readonly ShownCard[];
}

interface StreamEvent {
  readonly action: string;
  readonly actionConversationId: string;
  readonly message?: {
    readonly messageId: string;
    readonly postConversationId?: string;
    readonly text?: string;
    readonly attachments?: readonly { readonly contentType: string; readonly content: unknown }[];
  };
}

/** What the bot answers to a press: a card that replaces the pressed one, or a text. */
interface PressAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

export class PlaygroundChat {
  readonly #page: string;
  readonly #stream: WebSocket;
  readonly #messages = new Map<string, ShownMessage>();
  readonly #watchers = new Set<() => void>();

  static async open(page: string): Promise<PlaygroundChat> {
    const stream = new WebSocket(`${page.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`);
    await once(stream, 'open');
    return new PlaygroundChat(page, stream);
  }

  private constructor(page: string, stream: WebSocket) {
    this.#page = page;
    this.#stream = stream;
    stream.addEventListener('message', ({ data }) => this.#show(JSON.parse(String(data)) as StreamEvent));
  }

  async close(): Promise<void> {
    const closed = once(this.#stream, 'close');
    this.#stream.close();
    await closed;
  }

  /** As the page does when a conversation is opened for the first time. */
  async install(conversation: string): Promise<void> {
    await this.#post(`/_debug/conversation/${conversation}/installation`, {});
  }

  /** Types a line in a conversation or thread, behind a mention of the bot if wanted; resolves to the thread it opened. */
  async type(conversation: string, text: string, { toBot = false } = {}): Promise<string> {
    const mention = `<at>${BOT.name}</at>`;
    const { postConversationId } = await this.#post<{ postConversationId?: string }>(
      `/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`,
      {
        type: 'text',
        text: toBot ? `${mention} ${text}` : text,
        textFormat: 'plain',
        from: { id: 'robin' },
        mentions: toBot ? [{ mentioned: BOT, text: mention }] : [],
      },
    );
    return postConversationId ?? conversation;
  }

  /** Presses the button with this title; who presses may be anybody of the conversation. `typed`: into the fields beside it. */
  async press(
    message: ShownMessage,
    title: string,
    by = 'robin',
    typed: Readonly<Record<string, string>> = {},
  ): Promise<PressAnswer> {
    const shown = this.#messages.get(message.id);
    const button = shown?.card?.buttons.find((one) => one.title === title);
    if (!button) throw new Error(`There is no button "${title}":\n${this.#transcript(message.thread)}`);
    const answer = await this.#post<PressAnswer>('/_conversation/v1/invoke', {
      name: 'adaptiveCard/action',
      value: {
        action: { type: button.type, verb: button.verb, data: { ...Object(button.data), ...typed } },
        trigger: 'manual',
      },
      from: { id: by },
      conversation: { id: message.thread },
      replyToId: message.id,
    });
    // The answer is the older one, where the card has been drawn anew meanwhile.
    const isNewest = this.#messages.get(message.id) === shown;
    if (answer.type === CARD && isNewest) {
      this.#put(message.id, message.thread, undefined, readCard(answer.value));
    }
    return answer;
  }

  /** What the bot said in a thread, in order. */
  messages(thread: string): ShownMessage[] {
    return [...this.#messages.values()].filter((message) => message.thread === thread);
  }

  /** Resolves with what `find` finds as soon as it finds something; rejects telling what is shown instead. */
  async see<T>(thread: string, find: (messages: readonly ShownMessage[]) => T | undefined): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const look = () => {
      const found = find(this.messages(thread));
      if (found !== undefined) resolve(found);
    };
    const timeout = setTimeout(() => {
      reject(new Error(`Not seen (${find}). Shown is:\n${this.#transcript(thread)}`));
    }, UNTIL_MS);
    this.#watchers.add(look);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timeout);
      this.#watchers.delete(look);
    }
  }

  /** Resolves with the message whose card has all these rows: `Mary Lind: Joined`. */
  seeRows(thread: string, ...rows: readonly string[]): Promise<ShownMessage> {
    return this.see(thread, (messages) =>
      messages.find(({ card }) => rows.every((row) => rowLines(card).includes(row))),
    );
  }

  /** Resolves when the bot has said exactly this. */
  async seeText(thread: string, text: string): Promise<void> {
    await this.see(thread, (messages) => messages.find((message) => message.text === text));
  }

  #show({ action, actionConversationId, message }: StreamEvent): void {
    if (!message || (action !== 'createMessage' && action !== 'updateMessage')) return;
    const card = message.attachments?.find(({ contentType }) => contentType === CARD);
    const thread = message.postConversationId ?? actionConversationId;
    // Whom a notice mentions is told beside what it says.
    const text = message.text?.replace(/^<at>[^<]*<\/at>: /, '');
    this.#put(message.messageId, thread, text, card && readCard(card.content));
  }

  #put(id: string, thread: string, text: string | undefined, card: ShownCard | undefined): void {
    const faces = [...(this.#messages.get(id)?.faces ?? []), ...(card ? [card] : [])];
    this.#messages.set(id, { id, thread, text, card, faces });
    for (const watcher of this.#watchers) watcher();
  }

  #transcript(thread: string): string {
    const lines = this.messages(thread).flatMap(({ text, card }) => [
      text ?? [...(card?.lines ?? []), ...rowLines(card)].join('\n'),
    ]);
    return lines.join('\n---\n');
  }

  async #post<T>(path: string, body: object): Promise<T> {
    const response = await fetch(this.#page + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }
}

/** The words that stood behind a name, in the order they appeared; each once for as long as it stood there. */
export function wordsOf({ faces }: ShownMessage, name: string): string[] {
  const words = faces.map((card) => rowOf(card, name)?.word).filter((word) => word !== undefined);
  return words.filter((word, index) => word !== words[index - 1]);
}
