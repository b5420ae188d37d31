/** What people do, over and over: each story is of people of its own, in a thread of its own, and says how it has to end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sentence } from '../../src/cards/index.ts';
import { en } from '../../src/cards/words/en.ts';
import type { UnreliableChat } from '../../test/chaos/support/unreliable-chat.ts';
import { readCard } from '../../test/support/shown-card.ts';
import { type Answered, type Json, TeamsClient } from '../../test/support/teams-client.ts';

/** In turn; so often as it stands here. */
const MIX = [
  ...['joined', 'declined', 'joined', 'cancelled', 'no answer', 'joined', 'accepted in chat', 'joined'],
  ...['again', 'joined', 'reminded', 'cancelled', 'joined', 'not found', 'scheduled', 'declined in chat'],
  ...['joined', 'cancelled', 'no answer', 'declined'],
] as const;
type Kind = (typeof MIX)[number];

/** A card is looked for this often, and so long. */
const LOOK_MS = 100;
const LOOKS_MS = 60_000;
/** How the answer to a press begins that could not be worked on. */
const FAILED = sentence('error', { reference: '' }, en).slice(0, 20);

/** Known in the chat, so that they get a card of their own. Nobody is invited twice within a minute. */
const COUNT = 300;
const GIVEN = 'Ada, Ben, Cora, Dan, Eva, Finn, Gina, Hugo, Ida, Jonas, Karla, Leo, Mona, Nils, Olga'.split(
  ', ',
);
const FAMILY = [
  ...'Adler, Brook, Costa, Dahl, Egger, Frost, Grant, Holm, Ivers, Jansen'.split(', '),
  ...'Keller, Lind, Moser, North, Ortiz, Price, Quinn, Reed, Stone, Thorn'.split(', '),
];

export class Stories {
  /** How each of the phones has to have ended, by the user of its address, and how often it has to have been called. */
  readonly endings = new Map<string, { readonly status: string; readonly calls: number }>();
  /** Threads that have to be reminded. */
  readonly reminded: string[] = [];
  /** Presses and lines that were not answered, or with an excuse. */
  readonly lost: unknown[] = [];
  told = 0;
  turns = 0;
  readonly #client: TeamsClient;
  readonly #chat: UnreliableChat;
  readonly #underWay = new Set<Promise<void>>();

  constructor(endpoint: string, chat: UnreliableChat) {
    this.#client = new TeamsClient(endpoint, chat.url);
    this.#chat = chat;
  }

  /** For PEOPLE_FILE. */
  static get people(): string {
    const rows = Array.from({ length: COUNT }, (_, n) => `${nameOf(n)},sip:quiet-p${n}@phones.test,29:p${n}`);
    return ['name,sip,teams', ...rows].join('\n');
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** Begins the next one. */
  begin(): void {
    const n = this.told;
    this.told += 1;
    const kind = MIX[n % MIX.length] ?? 'joined';
    const story = this.#tell(kind, n)
      .catch((error: unknown) => void this.lost.push({ kind, n, error }))
      .finally(() => this.#underWay.delete(story));
    this.#underWay.add(story);
  }

  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #tell(kind: Kind, n: number): Promise<void> {
    const thread = `thread-${n}`;
    const invite = (habit: string, status: string, calls = 1) => {
      const user = `${habit}-${n}`;
      this.endings.set(user, { status, calls });
      return this.#type(thread, `invite sip:${user}@phones.test saying "Number ${n}"`);
    };
    switch (kind) {
      case 'joined':
        await invite('join', 'left');
        return await this.#type(thread, n % 4 === 0 ? 'who' : 'good to have you here');
      case 'declined':
        return await invite('decline', 'declined');
      case 'no answer':
        return await invite('quiet', 'no-answer');
      case 'not found':
        return await invite('gone', 'not-found');
      case 'cancelled':
        await invite('quiet', 'withdrawn');
        return await this.#press(() => [thread], 'cancel');
      case 'again':
        await invite('decline', 'declined', 2);
        return await this.#press(() => [thread], 'again');
      case 'reminded':
        this.reminded.push(thread);
        return await this.#type(thread, `remind sip:bob@phones.test in 1 minute to look at ${n}`);
      case 'scheduled':
        this.endings.set(`join-${n}`, { status: 'left', calls: 1 });
        return await this.#type(thread, `invite sip:join-${n}@phones.test in 1 minute`);
      case 'accepted in chat':
        return await this.#answerInChat(thread, n, 'accept');
      case 'declined in chat':
        return await this.#answerInChat(thread, n, 'refuse');
    }
  }

  /** The invited person presses a button of the card that she alone gets. */
  async #answerInChat(thread: string, n: number, verb: 'accept' | 'refuse'): Promise<void> {
    const person = n % COUNT;
    await this.#type(thread, `invite ${nameOf(person)}`);
    await this.#press(() => this.#chatsOf(`29:p${person}`), verb, {
      id: `29:p${person}`,
      name: nameOf(person),
    });
  }

  /** Every card of hers begins with another one, as far as our chat service knows. */
  #chatsOf(id: string): readonly string[] {
    return [...this.#chat.messages].flatMap(([chat, { conversationId, activity }]) =>
      conversationId === '' && JSON.stringify(activity).includes(`"${id}"`) ? [chat] : [],
    );
  }

  async #type(thread: string, text: string): Promise<void> {
    this.#check(await this.#client.send({ type: 'message', text, ...inThread(thread) }), text);
  }

  /** Presses what one of these chats shows, as soon as it does. */
  async #press(chats: () => readonly string[], verb: string, from?: Json): Promise<void> {
    const giveUpAt = performance.now() + LOOKS_MS;
    while (performance.now() < giveUpAt) {
      const found = this.#buttonIn(chats(), verb);
      if (found) {
        const part = { replyToId: found.message, ...inThread(found.chat), ...(from && { from }) };
        return this.#check(await this.#client.press(verb, found.data, part), `${verb} ${found.message}`);
      }
      await sleep(LOOK_MS);
    }
    throw new Error('A card did not come');
  }

  /** The newest. */
  #buttonIn(chats: readonly string[], verb: string) {
    for (const [message, { conversationId: chat, activity }] of [...this.#chat.messages].reverse()) {
      const [card] = chats.includes(chat) ? (activity.attachments ?? []) : [];
      const button = card && readCard(card.content).buttons.find((one) => one.verb === verb);
      if (button) return { message, chat, data: button.data };
    }
    return undefined;
  }

  #check(answered: Answered, what: string): void {
    this.turns += 1;
    if (answered.status === 200 && !JSON.stringify(answered.body ?? '').includes(FAILED)) return;
    this.lost.push({ what, answered });
  }
}

/** Everybody types in a chat of their own, so that no bound per person or thread is in the way. */
function inThread(id: string): Json {
  return {
    conversation: { id, conversationType: 'personal' },
    from: { id: `29:${id}`, name: `Author of ${id}` },
  };
}

function nameOf(n: number): string {
  return `${GIVEN[n % GIVEN.length]} ${FAMILY[Math.floor(n / GIVEN.length) % FAMILY.length]}`;
}
