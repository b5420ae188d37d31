/** Stands for Teams, as far as it talks to a bot: posts activities, reads answers to invokes. */
export const BOT = { id: '28:bot', name: 'Usher' };
export const ANN = { id: '29:ann', name: 'Ann Ames' };
export const PERSONAL = { id: 'personal-1', conversationType: 'personal' };
export const GROUP = { id: 'group-1', conversationType: 'groupChat', isGroup: true, name: 'Ops' };
export const CHANNEL = { id: '19:x@thread.tacv2;messageid=77', conversationType: 'channel', isGroup: true };

export type Json = Readonly<Record<string, unknown>>;

export interface Answered {
  readonly status: number;
  /** Body of the answer; undefined where there is none. */
  readonly body: unknown;
}

export class TeamsClient {
  readonly endpoint: string;
  readonly #serviceUrl: string;
  #lastId = 0;

  constructor(endpoint: string, serviceUrl: string) {
    this.endpoint = endpoint;
    this.#serviceUrl = serviceUrl;
  }

  /** A typed line; `part` replaces any field. In groups and channels it mentions the bot, unless `part` has entities. */
  type(text: string, part: Json = {}): Promise<Answered> {
    if (!isShared(part.conversation) || 'entities' in part)
      return this.send({ type: 'message', text, ...part });
    return this.send({
      type: 'message',
      text: `<at>${BOT.name}</at> ${text}`,
      ...mentioning([BOT]),
      ...part,
    });
  }

  /** A pressed Action.Execute. */
  press(verb: unknown, data: unknown, part: Json = {}): Promise<Answered> {
    return this.send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
      ...part,
    });
  }

  send(part: Json): Promise<Answered> {
    this.#lastId += 1;
    return this.post({
      id: `activity-${this.#lastId}`,
      channelId: 'msteams',
      serviceUrl: this.#serviceUrl,
      conversation: PERSONAL,
      from: ANN,
      recipient: BOT,
      ...part,
    });
  }

  async post(body: unknown): Promise<Answered> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parse(text) };
  }
}

function isShared(conversation: unknown): boolean {
  const isOne =
    typeof conversation === 'object' && conversation !== null && 'conversationType' in conversation;
  return isOne && conversation.conversationType !== 'personal';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A message that mentions people: `<at>Name</at>` in front of the text, with its entities. */
export function mentioning(people: readonly { id: string; name: string }[]): Json {
  return {
    entities: people.map((mentioned) => ({ type: 'mention', mentioned, text: `<at>${mentioned.name}</at>` })),
  };
}
