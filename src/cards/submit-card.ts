import type { AdaptiveCard } from './adaptive-card.ts';

/**
 * For clients that know no Action.Execute (Web Chat, Direct Line): the same buttons as Action.Submit. A press of one comes
 * back as a message whose value is the data, so the verb goes there too.
 */
export function submitCard(card: AdaptiveCard): AdaptiveCard {
  return replaced(card) as AdaptiveCard;
}

function replaced(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(replaced);
  if (typeof part !== 'object' || part === null) return part;
  const { type, verb, data, ...rest } = part as Readonly<Record<string, unknown>>;
  if (type === 'Action.Execute') return { type: 'Action.Submit', ...rest, data: { ...Object(data), verb } };
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, replaced(value)]));
}
