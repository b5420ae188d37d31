import { type Activity, ActivityTypes } from 'botbuilder';
import { ADAPTIVE_CARD_TYPE, fitAdaptiveCard, inertMessage, submitCard } from '../../cards/index.ts';
import type { Outgoing } from '../ports.ts';

/** Channels whose clients know Action.Execute. */
const EXECUTE_CHANNELS: ReadonlySet<string | undefined> = new Set(['msteams', 'emulator']);

/** The message as the Bot Framework sends it. Text is plain: what people typed is not read as Markdown. */
export function toActivity(message: Outgoing, channelId: string | undefined): Partial<Activity> {
  if ('text' in message) {
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
