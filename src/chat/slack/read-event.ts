/** What Slack sends, checked by hand and bounded: ids end up in rows. Undefined: it is not for us. */
import { type Fields, fieldsOf, idOf, MAX_ID, textOf } from './fields.ts';
import { isDirect, placeAt, type SlackPlace } from './place.ts';

export interface SlackLine {
  readonly kind: 'line';
  readonly place: SlackPlace;
  /** `ts` of the message: a mention comes as two events, with two event ids, but with one of these. */
  readonly ts: string;
  readonly user: string;
  readonly text: string;
}

/** The bot was taken into a channel. */
export interface SlackWelcome {
  readonly kind: 'added';
  readonly place: SlackPlace;
}

export interface SlackCommand {
  readonly kind: 'command';
  /** With a root once its thread has been opened. */
  readonly place: SlackPlace;
  readonly id: string;
  readonly user: string;
  /** As it was typed: `/usher`. */
  readonly command: string;
  readonly text: string;
}

export interface SlackPress {
  readonly kind: 'press';
  readonly place: SlackPlace;
  readonly id: string;
  readonly user: string;
  /** `ts` of the message with the button. */
  readonly message: string;
  readonly actionId: string;
  readonly value: string;
  /** Its `ts`. */
  readonly messageId: string;
  /** Of the inputs beside the button; `readSlackInput` reads it. */
  readonly state: unknown;
}

/** What a message of somebody looks like beside an ordinary one; others are edits, joins, topics. */
const SPOKEN = new Set<unknown>([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/**
 * A typed line for us: a direct message, or one that mentions the bot. What the bot itself and other bots say is not, nor is an
 * edited line, of which Slack tells as if it were new.
 */
export function readEvent(body: Fields, bot: string): SlackLine | SlackWelcome | undefined {
  const event = fieldsOf(body.event);
  const { type, subtype, bot_id: byBot, edited } = event;
  const [team, channel, user] = [idOf(body.team_id), idOf(event.channel), idOf(event.user)];
  if (body.type !== 'event_callback' || team === '' || channel === '' || user === '') return undefined;
  if (type === 'member_joined_channel') {
    return user === bot ? { kind: 'added', place: { team, channel, root: undefined } } : undefined;
  }
  if (type !== 'app_mention' && type !== 'message') return undefined;
  if (!SPOKEN.has(subtype) || byBot !== undefined || edited !== undefined || user === bot) return undefined;
  const ts = idOf(event.ts);
  const text = textOf(event.text);
  const isForUs = type === 'app_mention' || isDirect(channel) || text.includes(`<@${bot}`);
  if (ts === '' || !isForUs) return undefined;
  const place = placeAt(team, channel, idOf(event.thread_ts) || ts);
  return { kind: 'line', place, ts, user, text };
}

export function readCommand(body: Fields): SlackCommand | undefined {
  const [team, channel, user] = [idOf(body.team_id), idOf(body.channel_id), idOf(body.user_id)];
  const id = textOf(body.trigger_id).slice(0, MAX_ID);
  if (team === '' || channel === '' || user === '' || id === '') return undefined;
  const place = { team, channel, root: undefined };
  return {
    kind: 'command',
    place,
    id,
    user,
    command: textOf(body.command).slice(0, MAX_ID),
    text: textOf(body.text),
  };
}

/** The first of the actions: Slack sends one per press. */
export function readBlockAction(body: Fields): SlackPress | undefined {
  if (body.type !== 'block_actions') return undefined;
  const container = fieldsOf(body.container);
  const message = fieldsOf(body.message);
  const channel = idOf(fieldsOf(body.channel).id) || idOf(container.channel_id);
  const [team, user] = [idOf(fieldsOf(body.team).id), idOf(fieldsOf(body.user).id)];
  const root = idOf(message.thread_ts) || idOf(container.thread_ts) || idOf(container.message_ts);
  const action = fieldsOf(Array.isArray(body.actions) ? body.actions[0] : undefined);
  const [actionId, at] = [textOf(action.action_id), idOf(action.action_ts)];
  if (team === '' || channel === '' || user === '' || root === '' || at === '') return undefined;
  const id = `press ${user} ${at}`;
  return {
    kind: 'press',
    place: placeAt(team, channel, root),
    id,
    user,
    message: idOf(container.message_ts) || idOf(message.ts),
    actionId,
    value: textOf(action.value),
    messageId: idOf(container.message_ts),
    state: body.state,
  };
}

/** Ids of the people mentioned, with how the text writes them: `<@U1>` or `<@U1|mary>`. */
export function mentionsIn(text: string): readonly { readonly id: string; readonly text: string }[] {
  return [...text.matchAll(/<@([A-Z0-9]{1,30})(?:\|[^<>]*)?>/g)].map(([whole, id = '']) => ({
    id,
    text: whole,
  }));
}

/** Slack makes links of addresses and numbers by itself; what was typed is their label. */
export function withoutLinks(text: string): string {
  return text
    .replace(/<(?:mailto:|tel:|https?:|sips?:)[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<(?:mailto:|tel:)([^<>|]*)>/g, '$1')
    .replace(/<((?:https?:|sips?:)[^<>|]*)>/g, '$1')
    .replace(/<#[A-Z0-9]+\|([^<>]*)>/g, '#$1')
    .replace(/<![^<>]*>/g, '');
}
