import { type Activity, ActivityTypes } from 'botbuilder';
import {
  ADAPTIVE_CARD_TYPE,
  type AdaptiveCard,
  fitAdaptiveCard,
  inertMessage,
  submitCard,
} from '../../cards/index.ts';
import type { Mentioned, Mentioning, Outgoing } from '../ports.ts';
import { teamsIdOf } from './teams-id.ts';

/** Channels whose clients know Action.Execute. */
const EXECUTE_CHANNELS: ReadonlySet<string | undefined> = new Set(['msteams', 'emulator']);

/** What they need has to fit beside a card of full size. */
const MAX_MENTIONS = 10;

/** The message as the Bot Framework sends it. Text is plain: what people typed is not read as Markdown. */
export function toActivity(message: Outgoing, channelId: string | undefined): Partial<Activity> {
  if ('text' in message) {
    const mention = message.mentioning && mentionOf(message.mentioning);
    if (mention) return mention;
    return { type: ActivityTypes.Message, text: inertMessage(message.text), textFormat: 'plain' };
  }
  const card = fitAdaptiveCard(message.card);
  const face = EXECUTE_CHANNELS.has(channelId) ? card : submitCard(card);
  const content = message.mentioning ? mentioningCard(face, message.mentioning) : face;
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
  const [entity] = entitiesOf([{ ids, name }]);
  if (!entity) return undefined;
  return { type: ActivityTypes.Message, text: entity.text + inertMessage(rest), entities: [entity] };
}

/** Within the card: Teams makes two messages of one that has text beside it, and tells the id of neither. */
function mentioningCard(card: object & Pick<AdaptiveCard, 'body'>, people: readonly Mentioned[]): object {
  const entities = entitiesOf(people.slice(0, MAX_MENTIONS));
  if (entities.length === 0) return card;
  const text = entities.map((entity) => entity.text).join(', ');
  return { ...card, body: [{ type: 'TextBlock', text, wrap: true }, ...card.body], msteams: { entities } };
}

/** Of those whom Teams knows. A card reads Markdown in their names. */
function entitiesOf(people: readonly Mentioned[]) {
  return people.flatMap(({ ids, name }) => {
    const id = teamsIdOf(ids);
    if (id === undefined) return [];
    return [
      {
        type: 'mention',
        mentioned: { id, name },
        text: `<at>${inertMessage(name.replace(/[<>&]/g, ' '))}</at>`,
      },
    ];
  });
}
