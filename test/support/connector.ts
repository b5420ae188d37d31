/**
 * Stands for the Bot Framework connector, the chat service a bot answers to: keeps what is posted, replaces what is updated,
 * hands out members page by page. Refuses, holds back and forgets on command.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ConnectorRequest {
  readonly method: string;
  readonly conversationId: string;
  /** `activities` or `pagedmembers`. */
  readonly what: string;
  /** Id in the path: the message replied to (POST) or replaced (PUT). */
  readonly activityId: string | undefined;
  readonly body: SentActivity;
}

export interface SentActivity {
  readonly type?: string;
  readonly text?: string;
  readonly textFormat?: string;
  readonly entities?: unknown;
  readonly summary?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content: unknown }[];
  readonly from?: { readonly id: string };
  readonly channelData?: unknown;
  /** Of a conversation that is opened. */
  readonly members?: readonly { readonly id: string }[];
  readonly tenantId?: string;
}

export interface ConnectorMember {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
}

export class Connector {
  /** Everything that arrived, in order, refused ones too. */
  readonly requests: ConnectorRequest[] = [];
  /** Their Authorization headers. */
  readonly authorizations: (string | undefined)[] = [];
  /** What the thread shows: messages by id. */
  readonly messages = new Map<string, SentActivity>();
  /** What people see who are written to alone: messages by conversation, in order. */
  readonly personal = new Map<string, SentActivity[]>();
  members: readonly ConnectorMember[] = [];
  /** Members per page, whatever was asked for. */
  pageSize = 2;
  readonly #refusals: { status: number; headers: Record<string, string> }[] = [];
  readonly #personalRefusals: number[] = [];
  readonly #misleading: { status: number; arrives: boolean }[] = [];
  readonly #closed = new Map<string, number>();
  #gate: Promise<void> | undefined;
  #personalGate: Promise<void> | undefined;
  #lastId = 0;
  readonly #server = createServer((req, res) => this.#answer(req, res));

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next request is answered with this status; may be called several times. */
  refuse(status: number, headers: Record<string, string> = {}): void {
    this.#refusals.push({ status, headers });
  }

  /** The next new message is answered with this status, whether it arrives or not; may be called several times. */
  mislead(status: number, arrives = true): void {
    this.#misleading.push({ status, arrives });
  }

  /** Whatever is sent into this conversation is answered with this status. */
  refuseIn(conversationId: string, status: number): void {
    this.#closed.set(conversationId, status);
  }

  /** The next chat with somebody alone is not opened, but answered with this status; may be called several times. */
  refusePersonal(status: number): void {
    this.#personalRefusals.push(status);
  }

  /** Opens no chat with anybody alone until the returned function is called. */
  holdPersonal(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#personalGate = promise;
    return () => {
      this.#personalGate = undefined;
      resolve();
    };
  }

  /** Holds every answer back until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return () => {
      this.#gate = undefined;
      resolve();
    };
  }

  /** Somebody deleted the message. */
  forget(activityId: string): void {
    this.messages.delete(activityId);
  }

  /** Requests that changed or tried to change what the thread shows. */
  get sent(): ConnectorRequest[] {
    return this.requests.filter(({ what }) => what === 'activities');
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '', 'http://connector');
    const [, , , conversation = '', what = '', activity] = url.pathname.split('/').map(decodeURIComponent);
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const body: SentActivity = text === '' ? {} : JSON.parse(text);
    const method = req.method ?? '';
    this.authorizations.push(req.headers.authorization);
    this.requests.push({ method, conversationId: conversation, what, activityId: activity, body });
    if (conversation === '') return this.#open(res, body);
    await this.#gate;
    const closed = this.#closed.get(conversation);
    if (closed !== undefined) return reply(res, closed, { error: { code: 'Refused' } });
    const refusal = this.#refusals.shift();
    if (refusal) return reply(res, refusal.status, { error: { code: 'Refused' } }, refusal.headers);
    if (what === 'pagedmembers')
      return reply(res, 200, this.#page(url.searchParams.get('continuationToken')));
    if (method === 'PUT' && activity !== undefined) {
      const alone = this.personal.get(conversation);
      const at = Number(activity.replace('personal-message-', '')) - 1;
      if (alone?.[at]) {
        alone[at] = body;
        return reply(res, 200, { id: activity });
      }
      if (!this.messages.has(activity)) {
        return reply(res, 404, { error: { code: 'ActivityNotFoundInConversation' } });
      }
      this.messages.set(activity, body);
      return reply(res, 200, { id: activity });
    }
    const misleading = this.#misleading.shift();
    const id = misleading?.arrives === false ? '' : this.#take(conversation, body);
    if (misleading) return reply(res, misleading.status, { error: { code: 'Misled' } });
    return reply(res, 201, { id });
  }

  #take(conversation: string, body: SentActivity): string {
    const alone = this.personal.get(conversation);
    if (alone) return `personal-message-${alone.push(body)}`;
    this.#lastId += 1;
    const id = `message-${this.#lastId}`;
    this.messages.set(id, body);
    return id;
  }

  /** The chat with one member alone; there is one of it, however often it is opened. */
  async #open(res: ServerResponse, { members = [] }: SentActivity): Promise<void> {
    await this.#personalGate;
    const refusal = this.#personalRefusals.shift();
    if (refusal !== undefined) return reply(res, refusal, { error: { code: 'Refused' } });
    const id = personalChatOf(members[0]?.id ?? '');
    this.personal.set(id, this.personal.get(id) ?? []);
    reply(res, 201, { id });
  }

  #page(token: string | null) {
    const from = Number(token ?? 0);
    const to = from + this.pageSize;
    const members = this.members.slice(from, to);
    return to < this.members.length ? { members, continuationToken: String(to) } : { members };
  }
}

export function personalChatOf(memberId: string): string {
  return `alone:${memberId}`;
}

function reply(
  res: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
}
