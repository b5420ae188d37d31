/** Slack in: events, slash commands and presses become activities for the same bot that Teams speaks to. */
import { type Activity, ActivityTypes } from 'botbuilder';
import { readSlackButton, readSlackInput, sentence, slackText, wordsOf } from '../../cards/index.ts';
import { parseCommand } from '../../commands/index.ts';
import type { CardId } from '../../desk/index.ts';
import { ActivityBot, type BotParts } from '../activity-bot.ts';
import { type MessengerCode, MessengerError } from '../messenger-error.ts';
import type { Time } from '../patience.ts';
import type { Log, Messenger } from '../ports.ts';
import type { PressReply } from '../press.ts';
import { Recent } from '../recent.ts';
import { isDirect, placeOfThread, SLACK, type SlackPlace, threadIdOf } from './place.ts';
import {
  mentionsIn,
  readBlockAction,
  readCommand,
  readEvent,
  type SlackCommand,
  type SlackLine,
  type SlackPress,
  withoutLinks,
} from './read-event.ts';
import { SlackAdapter, slackActivity } from './slack-adapter.ts';
import { slackCall } from './slack-client.ts';
import { postTo, slackMessenger, toSlack } from './slack-messenger.ts';
import { SocketMode } from './socket-mode.ts';
import { type SlackUser, Workspace } from './workspace.ts';

export interface SlackCredentials {
  readonly botToken: string;
  readonly apiUrl: string;
}

export interface SlackParts extends Omit<BotParts, 'roster' | 'toActivity' | 'toResponse'> {
  readonly credentials: SlackCredentials;
  readonly time: Time;
  readonly log: Log;
  /** Shows a card as it stands now. */
  readonly draw: (cardId: CardId) => Promise<void>;
}

export type SlackRoute = 'events' | 'commands' | 'interactions';
type Body = Readonly<Record<string, unknown>>;

export interface Slack {
  /**
   * Works on one request, and resolves when its effect is written down; with a body, where the answer has one. Rejects where
   * Slack had better send it again.
   */
  handle(route: SlackRoute, body: Body): Promise<object | undefined>;
  /** The same over Socket Mode, until `stop` is called. */
  listen(appToken: string): { stop(): Promise<void> };
  /** Rejects while the Web API does not know us. */
  check(): Promise<unknown>;
}

/** Slack sends an event again after a moment, a minute and five minutes; what took part in a turn is known for longer. */
const KNOWN_MS = 900_000;
const MAX_KNOWN = 10_000;
/** Who typed a command is told after 3 s that it has failed. */
const COMMAND_LIMIT_MS = 2_500;
/** Codes with which a channel refuses a message of somebody who is not in it. */
const OUTSIDE: ReadonlySet<MessengerCode> = new Set(['gone', 'forbidden']);
/** What comes by Socket Mode, as the route that would have got it. */
const ENVELOPES = { events_api: 'events', slash_commands: 'commands', interactive: 'interactions' } as const;
/** These begin something, so their answers get a thread of their own. */
const OPENING: ReadonlySet<string> = new Set(['invite', 'use', 'listen', 'unlisten']);

export function createSlack(parts: SlackParts): Slack & { readonly messenger: Messenger } {
  const { credentials, time, log, draw, newId } = parts;
  const call = slackCall(credentials.botToken, credentials.apiUrl, log);
  const workspace = new Workspace(call, time.now);
  const adapter = new SlackAdapter(call);
  const known = new Recent<void>(time.now, KNOWN_MS, MAX_KNOWN);
  const bot = new ActivityBot({
    ...parts,
    roster: ({ activity }) => workspace.members(placeOfThread(activity.conversation.id).channel),
    toActivity: (message) => slackActivity(toSlack(message)),
    toResponse: (body: PressReply) => ({ status: 200, body }),
  });
  return {
    messenger: slackMessenger(call, async () => (await workspace.bot()).team),
    check: () => workspace.bot(),
    handle,
    listen(appToken) {
      const { apiUrl } = credentials;
      const socket = new SocketMode({
        ...{ appToken, apiUrl, log, time },
        handle: async (type, body) => (isEnvelope(type) ? handle(ENVELOPES[type], body) : undefined),
      });
      socket.start();
      return socket;
    },
  };

  async function handle(route: SlackRoute, body: Body): Promise<object | undefined> {
    switch (route) {
      case 'events':
        return event(body);
      case 'commands':
        return command(body);
      case 'interactions':
        return interaction(body);
    }
  }

  /** Once for all its deliveries; a second one that comes meanwhile waits for the first. */
  async function event(body: Body): Promise<undefined> {
    const read = readEvent(body, (await workspace.bot()).id);
    if (!read) return undefined;
    const id = threadIdOf(read.place);
    if (read.kind === 'added') await known.of(`${id} added`, () => greet(read.place));
    else await known.of(`${id} ${read.ts}`, () => line(read));
    return undefined;
  }

  async function greet(place: SlackPlace): Promise<void> {
    const us = await workspace.bot();
    const added = { type: ActivityTypes.ConversationUpdate, membersAdded: [us] };
    await adapter.run({ ...(await frame(place, us, newId())), ...added }, (context) => bot.run(context));
  }

  async function line({ place, ts, user, text }: SlackLine): Promise<void> {
    const author = await workspace.userOrId(user);
    const typed = { ...(await frame(place, author, ts)), ...(await message(text)) };
    await adapter.run(typed, (context) => bot.run(context));
  }

  /** Late is better than twice: Slack does not repeat a command, and what is late is done all the same. */
  async function command(body: Body): Promise<object | undefined> {
    const read = readCommand(body);
    if (!read) return undefined;
    const work = takeCommand(read).catch(async (err: unknown) => {
      const reference = newId().slice(0, 8);
      log.warn({ err, reference, channel: read.place.channel }, 'A command could not be worked on');
      const { locale } = await workspace.userOrId(read.user);
      const isOutside = err instanceof MessengerError && OUTSIDE.has(err.code);
      const text = isOutside
        ? sentence('bot.not-in-channel', { bot: (await workspace.bot()).name }, wordsOf(locale))
        : sentence('error', { reference }, wordsOf(locale));
      return { response_type: 'ephemeral', ...slackText(text) };
    });
    return Promise.race([work, time.sleep(COMMAND_LIMIT_MS).then(() => undefined)]);
  }

  async function takeCommand(read: SlackCommand): Promise<object | undefined> {
    const author = await workspace.userOrId(read.user);
    const typed = await message(read.text);
    const mentions = mentionsOf(typed);
    const opens = OPENING.has(parseCommand(typed.text ?? '', { mentions }).kind);
    const place = opens ? await opened(read, author) : read.place;
    const activity = { ...(await frame(place, author, read.id)), ...typed };
    const { held } = await adapter.run(activity, (context) => bot.run(context), !opens);
    return held[0] && { response_type: 'ephemeral', ...held[0] };
  }

  /** Everybody sees what was asked for, and under it what became of it. */
  async function opened(
    { place, command: name, text }: SlackCommand,
    author: SlackUser,
  ): Promise<SlackPlace> {
    const shown = withoutLinks(await named(text));
    const root = await postTo(call, place, slackText(`${author.name}: ${name} ${shown}`));
    return { ...place, root: isDirect(place.channel) ? undefined : root };
  }

  async function interaction(body: Body): Promise<undefined> {
    const read = readBlockAction(body);
    const button = read && readSlackButton(read.actionId, read.value);
    if (!read || !button) return undefined;
    const typed = readSlackInput(read.state);
    await press(read, { verb: button.verb, data: { ...typed, ...fieldsOf(button.data) } });
    return undefined;
  }

  /** The desk orders the draw of what it changes. A press that changed nothing may have come from a card that is old. */
  async function press(read: SlackPress, action: object): Promise<void> {
    const author = await workspace.userOrId(read.user);
    const pressed = {
      ...(await frame(read.place, author, read.id)),
      ...{ type: ActivityTypes.Invoke, name: 'adaptiveCard/action', value: { action } },
    };
    const { answer } = await adapter.run(pressed, (context) => bot.run(context));
    const reply: PressReply | undefined = answer?.body;
    if (!reply) return;
    const notes = reply.kind === 'card' ? reply.notes : [reply.text];
    if (notes.length === 0) return;
    await whisper(read, notes.join(' '));
    if (reply.kind === 'card') {
      const cardId = reply.card.view.id as CardId;
      await draw(cardId).catch((err: unknown) => log.warn({ err, cardId }, 'A card was not drawn again'));
    }
  }

  /** For who pressed only. */
  async function whisper({ place: { channel, root }, user }: SlackPress, text: string): Promise<void> {
    const under = root === undefined ? {} : { thread_ts: root };
    try {
      await call('chat.postEphemeral', { channel, user, ...under, ...slackText(text) });
    } catch (err) {
      log.warn({ err, channel }, 'An answer did not arrive');
    }
  }

  /** Place and author, as the Bot Framework has them. */
  async function frame(
    place: SlackPlace,
    {
      id,
      name,
      locale,
    }: { readonly id: string; readonly name: string; readonly locale?: string | undefined },
    activityId: string,
  ): Promise<Partial<Activity>> {
    const { id: usId, name: usName } = await workspace.bot();
    const title = await workspace.title(place.channel);
    const conversationType = isDirect(place.channel) ? 'personal' : 'channel';
    return {
      id: activityId,
      channelId: SLACK,
      serviceUrl: credentials.apiUrl,
      conversation: {
        ...{ id: threadIdOf(place), name: title, conversationType, isGroup: conversationType === 'channel' },
      },
      from: { id, name },
      recipient: { id: usId, name: usName },
      ...(locale === undefined ? {} : { locale }),
    };
  }

  /** A line with its mentions and their names. */
  async function message(text: string): Promise<Partial<Activity>> {
    const entities = await Promise.all(
      mentionsIn(text).map(async ({ id, text: written }) => {
        const { name } = await workspace.userOrId(id);
        return { type: 'mention', mentioned: { id, name }, text: written };
      }),
    );
    return { type: ActivityTypes.Message, text: withoutLinks(text), entities };
  }

  async function named(text: string): Promise<string> {
    let shown = text;
    for (const { id, text: written } of mentionsIn(text)) {
      shown = shown.replaceAll(written, (await workspace.userOrId(id)).name);
    }
    return shown;
  }
}

function isEnvelope(type: string): type is keyof typeof ENVELOPES {
  return Object.hasOwn(ENVELOPES, type);
}

function fieldsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function mentionsOf({ entities = [] }: Partial<Activity>) {
  return entities.map(({ mentioned, text }) => ({
    id: String(mentioned.id),
    name: String(mentioned.name),
    text: String(text),
  }));
}
