/** Slack in: what it posts, or sends over a socket that we open, is read, kept and done; what is for others is left alone. */
import type { Time } from '../patience.ts';
import type { Messenger } from '../ports.ts';
import { Inbox, type InboxStore, type SlackWork } from './inbox.ts';
import { openInviteForm } from './invite-form.ts';
import { readBlockAction, readCommand, readEvent } from './read-event.ts';
import { readForm, readShortcut, type SlackShortcut } from './read-form.ts';
import { slackCall } from './slack-client.ts';
import { slackMessenger } from './slack-messenger.ts';
import { SocketMode } from './socket-mode.ts';
import { slackWorker, type WorkerParts } from './worker.ts';
import { Workspace } from './workspace.ts';

export interface SlackOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly inbox: InboxStore;
}

export interface SlackParts extends Omit<WorkerParts, 'call' | 'workspace' | 'apiUrl'> {
  readonly options: SlackOptions;
  readonly time: Time;
}

export type SlackRoute = 'events' | 'commands' | 'interactions';
type Body = Readonly<Record<string, unknown>>;

export interface Slack {
  /**
   * Takes one request, and resolves when it is written down and, unless that lasts too long, done; with a body, where the answer has
   * one. Rejects where Slack had better send it again.
   */
  handle(route: SlackRoute, body: Body): Promise<object | undefined>;
  /** Does what a process that died, or one that failed, has taken and not done. */
  sweep(): Promise<void>;
  /** The same as `handle` over Socket Mode, until `stop` is called. */
  listen(appToken: string): Pick<SocketMode, 'stop'>;
  /** Whether Socket Mode, once it was asked for, has a connection. */
  readonly isListening: boolean;
  /** Rejects while the Web API does not know us. */
  check(): Promise<unknown>;
}

/** What comes by Socket Mode, as the route that would have got it. */
const ENVELOPES = { events_api: 'events', slash_commands: 'commands', interactive: 'interactions' } as const;
export function createSlack(parts: SlackParts): Slack & { readonly messenger: Messenger } {
  const { options, time, log, refused } = parts;
  const { apiUrl } = options;
  const call = slackCall(options.botToken, apiUrl, log);
  const workspace = new Workspace(call, time);
  const worker = slackWorker({ ...parts, call, workspace, apiUrl });
  const inbox = new Inbox({ store: options.inbox, time, log, worker, refused });
  let socket: SocketMode | undefined;
  return {
    messenger: slackMessenger(call, async () => (await workspace.bot()).team),
    check: () => workspace.bot(),
    handle,
    sweep: () => inbox.sweep(),
    listen(appToken) {
      socket = new SocketMode({
        ...{ appToken, apiUrl, log, time, refused },
        handle: async (type, body) => (isEnvelope(type) ? handle(ENVELOPES[type], body) : undefined),
      });
      socket.start();
      return socket;
    },
    get isListening() {
      return socket?.isConnected === true;
    },
  };

  async function handle(route: SlackRoute, body: Body): Promise<object | undefined> {
    const read = await readBody(route, body);
    if (read === undefined) return undefined;
    if ('kind' in read) return inbox.take(read);
    // Not kept: what opens the form is worth nothing any more after 3 s.
    await openInviteForm(read, { call, workspace });
    return undefined;
  }

  async function readBody(route: SlackRoute, body: Body): Promise<SlackWork | SlackShortcut | undefined> {
    switch (route) {
      case 'events':
        return readEvent(body, (await workspace.bot()).id);
      case 'commands':
        return readCommand(body);
      case 'interactions':
        return readShortcut(body) ?? readForm(body) ?? readBlockAction(body);
    }
  }
}

function isEnvelope(type: string): type is keyof typeof ENVELOPES {
  return Object.hasOwn(ENVELOPES, type);
}
