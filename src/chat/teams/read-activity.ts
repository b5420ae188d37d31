/**
 * What comes in, checked by hand: an activity is whatever somebody posted, also where its type says otherwise. Lengths are
 * bounded here, because ids and names end up in rows and headers.
 */
import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';
import type { Mention } from '../../commands/index.ts';
import type { Thread, ThreadId } from '../../desk/index.ts';
import { knownZone, type Member } from '../../directory/index.ts';
import type { Arrival, Press } from '../message.ts';

const MAX_ID = 1_000;
const MAX_NAME = 200;
const MAX_MENTIONS = 100;
/** RFC 5646 4.4.1: a tag of 35 characters has to be taken; ours need two of them. */
const MAX_LOCALE = 35;

type Fields = Readonly<Record<string, unknown>>;

/** Why this activity cannot be worked with; undefined: it can. Asked before anything else reads it. */
export function faultOf(activity: unknown): string | undefined {
  const { type, channelId, serviceUrl, conversation, from } = fieldsOf(activity);
  if (textOf(type) === '') return 'type is missing';
  if (textOf(channelId, MAX_ID) === '') return 'channelId is missing';
  if (!/^https?:\/\/[^\s]+$/.test(textOf(serviceUrl))) return 'serviceUrl is no http address';
  if (textOf(fieldsOf(conversation).id, MAX_ID) === '') return 'conversation.id is missing';
  // Who typed or pressed has to be known; events of the channel itself may have no author.
  const hasAuthor = type === 'message' || type === 'invoke';
  return hasAuthor && textOf(fieldsOf(from).id, MAX_ID) === '' ? 'from.id is missing' : undefined;
}

/** Place and author of an activity that has no fault. `newId` stands in where the channel gave no id. */
export function readArrival(
  activity: Activity,
  title: string,
  roster: () => Promise<readonly Member[]>,
  newId: () => string,
): Arrival {
  const { id, name } = fieldsOf(activity.from);
  const actorId = textOf(id);
  const locale = localeOf(activity);
  const zone = zoneOf(activity);
  return {
    inbound: {
      activityId: textOf(activity.id, MAX_ID) || newId(),
      thread: threadOf(activity, title),
      actor: {
        id: actorId,
        name: textOf(name).slice(0, MAX_NAME) || actorId,
        ...(locale === undefined ? {} : { locale }),
        ...(zone === undefined ? {} : { zone }),
      },
    },
    bot: botOf(activity),
    needsMention: !isPersonal(activity),
    roster,
  };
}

/** All mentions, the bot's among them, with what stands for them in the text. */
export function readMentions(activity: Activity): readonly Mention[] {
  const entities: unknown = activity.entities;
  if (!Array.isArray(entities)) return [];
  return entities.slice(0, MAX_MENTIONS).flatMap((entity) => {
    const { type, mentioned, text } = fieldsOf(entity);
    const { id, name } = fieldsOf(mentioned);
    const mention = { id: textOf(id, MAX_ID), name: textOf(name).slice(0, MAX_NAME), text: textOf(text) };
    return type === 'mention' && mention.id !== '' && mention.text !== '' ? [mention] : [];
  });
}

/**
 * Whether a message is meant for us. Teams brings those of chats and channels only with our mention in them, unless somebody has given the app
 * the right to read everything (RSC); other channels have decided it before.
 */
export function isForUs(activity: Activity): boolean {
  if (activity.channelId !== 'msteams' || isPersonal(activity)) return true;
  const { id } = botOf(activity);
  return readMentions(activity).some((mention) => mention.id === id);
}

/** Language of who typed or pressed; undefined: the channel does not say. */
export function localeOf({ locale }: Activity): string | undefined {
  return textOf(locale, MAX_LOCALE) || undefined;
}

/** Where who typed or pressed is, an IANA zone; undefined: the channel does not say. Teams says it in an entity of its own. */
function zoneOf({ localTimezone, entities }: Activity): string | undefined {
  const client = Array.isArray(entities) && entities.find((entity) => fieldsOf(entity).type === 'clientInfo');
  return knownZone(textOf(localTimezone)) ?? knownZone(textOf(fieldsOf(client).timezone));
}

export function readText(activity: Activity): string {
  return textOf(activity.text);
}

/** Verb and data of a pressed Action.Execute, as they came. */
export function readAction(activity: Activity): PressedButton {
  const { verb, data } = fieldsOf(fieldsOf(activity.value).action);
  return { verb, data, messageId: messageOf(activity) };
}

/** What a pressed Action.Submit sent; undefined: this is a typed line. Whoever typed something is not pressing. */
export function readSubmitted(activity: Activity): PressedButton | undefined {
  const { verb } = fieldsOf(activity.value);
  if (verb === undefined || readText(activity).trim() !== '') return undefined;
  return { verb, data: activity.value, messageId: messageOf(activity) };
}

type PressedButton = Pick<Press, 'verb' | 'data' | 'messageId'>;

/** The message that a press came from. */
function messageOf({ replyToId }: Activity): string | undefined {
  return textOf(replyToId, MAX_ID) || undefined;
}

/** Whether the bot itself is among those who were added. */
export function wasBotAdded(activity: Activity): boolean {
  return isAmong(activity.membersAdded, botOf(activity).id);
}

/** Whether the bot itself is among those who were taken out. */
export function wasBotRemoved(activity: Activity): boolean {
  return isAmong(activity.membersRemoved, botOf(activity).id);
}

function isAmong(members: unknown, id: string): boolean {
  return Array.isArray(members) && members.some((member) => fieldsOf(member).id === id);
}

export function botOf({ recipient }: Activity): { readonly id: string; readonly name: string } {
  const { id, name } = fieldsOf(recipient);
  return { id: textOf(id), name: textOf(name).slice(0, MAX_NAME) || 'Usher' };
}

export function isPersonal({ conversation }: Activity): boolean {
  const { conversationType, isGroup } = fieldsOf(conversation);
  return typeof conversationType === 'string' ? conversationType === 'personal' : isGroup !== true;
}

function threadOf(activity: Activity, title: string): Thread {
  return {
    // In a channel it ends in `;messageid=…`: with it answers stay under the message that asked.
    id: textOf(fieldsOf(activity.conversation).id) as ThreadId,
    channel: activity.channelId,
    title,
    reference: referenceOf(activity),
  };
}

/** Every tenant that an activity names, in small letters: that of the conversation, and that of what Teams adds. */
export function tenantsOf({ conversation, channelData }: Activity): readonly string[] {
  const { tenantId } = fieldsOf(conversation);
  const { id } = fieldsOf(fieldsOf(channelData).tenant);
  return [tenantId, id]
    .map((tenant) => textOf(tenant, MAX_ID).toLowerCase())
    .filter((tenant) => tenant !== '');
}

/** The chat or channel, whatever message of it started the thread. */
export function rootOf({ conversation }: Activity): string {
  return textOf(fieldsOf(conversation).id).replace(/;messageid=.*$/, '');
}

/** What the chat or channel is called; empty: this activity does not say. */
export function readTitle({ conversation, channelData }: Activity): string {
  const { channel, team } = fieldsOf(channelData);
  const titles = [fieldsOf(conversation), fieldsOf(channel), fieldsOf(team)].map(({ name }) => textOf(name));
  return (titles.find((title) => title !== '') ?? '').slice(0, MAX_NAME);
}

/** How to speak here later. Of the thread, not of one message or one person: those may be gone by then. */
function referenceOf(activity: Activity): Partial<ConversationReference> {
  const { bot, channelId, conversation, locale, serviceUrl } = TurnContext.getConversationReference(activity);
  return JSON.parse(JSON.stringify({ bot, channelId, conversation, locale, serviceUrl }));
}

/** A stored reference; undefined: it was never one. */
export function readReference(stored: unknown): Partial<ConversationReference> | undefined {
  const { serviceUrl, conversation } = fieldsOf(stored);
  const isOne = textOf(serviceUrl) !== '' && textOf(fieldsOf(conversation).id) !== '';
  return isOne ? (stored as Partial<ConversationReference>) : undefined;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** A string of at most `limit` characters; anything else is as good as nothing. */
function textOf(value: unknown, limit = Number.POSITIVE_INFINITY): string {
  return typeof value === 'string' && value.length <= limit ? value : '';
}
