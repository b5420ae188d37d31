import { type Activity, ActivityTypes } from 'botbuilder';
import { ADAPTIVE_CARD_TYPE, fitAdaptiveCard, inertMessage, submitCard } from '../../cards/index.ts';
import type { Mentioning, Outgoing } from '../ports.ts';
import { teamsIdOf } from './teams-id.ts';

/** Channels whose clients know Action.Execute. */
const EXECUTE_CHANNELS: ReadonlySet<string | undefined> = new Set(['msteams', 'emulator']);

/** The message as the Bot Framework sends it. Text is plain: what people typed is not read as Markdown. */
export function toActivity(message: Outgoing, channelId: string | undefined): Partial<Activity> {
  if ('text' in message) {
    const mention = message.mentioning && mentionOf(message.mentioning);
    if (mention) return mention;
    return { type: ActivityTypes.Message, text: inertMessage(message.text), textFormat: 'plain' };
  }
  const card = fitAdaptiveCard(message.card);
  const content = EXECUTE_CHANNELS.has(channelId) ? card : submitCard(card);
  return {
    type: ActivityTypes.Message,
    // What notifications and lists of chats show of a card.
    summary: card.fallbackText.split('\n', 1)[0] ?? '',
    ...(message.alert ? { channelData: { notification: { alert: true } } } : {}),
    attachments: [{ contentType: ADAPTIVE_CARD_TYPE, content }],
  };
}

/**
 * Teams notifies whom an entity names, and finds its place by the same text in the message. Not as plain text, in which it would
 * stand as typed; what people have typed opens nothing all the same (`inertMessage`).
 */
function mentionOf({ ids, name, rest }: Mentioning): Partial<Activity> | undefined {
  const id = teamsIdOf(ids);
  if (id === undefined) return undefined;
  const text = `<at>${name.replace(/[<>&]/g, ' ')}</at>`;
  return {
    type: ActivityTypes.Message,
    text: text + inertMessage(rest),
    entities: [{ type: 'mention', mentioned: { id, name }, text }],
  };
}
