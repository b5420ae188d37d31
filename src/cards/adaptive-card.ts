/**
 * The card as Adaptive Card 1.5, the newest version that Teams shows everywhere.
 *
 * Data stands in TextRuns, which read no Markdown, so that a name needs no backslashes, which some clients would show.
 * What a TextRun still reads is broken up by a word joiner, which nobody sees.
 */
import type { Button, Card, CardRow, Tone } from './card.ts';
import { inert } from './inert.ts';
import { plainText } from './plain-text.ts';
import { showText } from './show.ts';
import { MAX_SPOKEN } from './speech.ts';

export const ADAPTIVE_CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.5';
  /** By which screen readers pronounce it, and dates are written. */
  readonly lang: string;
  readonly fallbackText: string;
  readonly speak: string;
  readonly body: readonly object[];
  readonly actions: readonly object[];
}

/** Characters of what is shown where no card can be. */
const MAX_FALLBACK = 600;

const COLORS: Readonly<Record<Tone, string | undefined>> = {
  good: 'Good',
  bad: 'Attention',
  neutral: undefined,
};

export function adaptiveCard(card: Card): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: card.lang,
    fallbackText: inert(showText(plainText(card), MAX_FALLBACK)),
    speak: spoken(showText(card.speak, MAX_SPOKEN)),
    body: [
      text(card.title, { weight: 'Bolder', size: 'Large' }),
      ...card.lead.map((line) => text(line, { isSubtle: true })),
      ...card.rows.map(row),
      ...card.lines.map((line, i) => ({ ...text(line), ...(i === 0 ? { separator: true } : {}) })),
      ...(card.input ? [typed(card.input)] : []),
    ],
    actions: card.buttons.map(action),
  };
}

function row({ head, word, since, tone, next, details, buttons }: CardRow): object {
  const color = COLORS[tone];
  const status =
    word === undefined ? [] : [{ ...ownText(word + sinceText(since)), ...(color ? { color } : {}) }];
  const said = [
    text(head, { weight: 'Bolder' }),
    ...status,
    ...(next ? [ownText(next.text.replace('{time}', () => `{{TIME(${instantOf(next.at)})}}`))] : []),
    ...details.map((detail) => text(detail, { size: 'Small', isSubtle: true })),
  ];
  // A screen reader comes to a button without its row; the answers of a question name somebody themselves.
  const named = (button: Button) =>
    word === undefined ? action(button) : { ...action(button), tooltip: inert(`${button.title}: ${head}`) };
  const pressed = buttons.length === 0 ? [] : [{ type: 'ActionSet', actions: buttons.map(named) }];
  // One button fits beside the name, also on a narrow screen; the answers of a question stand under it.
  if (word === undefined || buttons.length !== 1) {
    return { type: 'Container', separator: true, items: [...said, ...pressed] };
  }
  return {
    type: 'ColumnSet',
    separator: true,
    columns: [
      { type: 'Column', width: 'stretch', items: said },
      { type: 'Column', width: 'auto', verticalContentAlignment: 'Center', items: pressed },
    ],
  };
}

/** Data, or a sentence with data in it. */
function text(content: string, style: object = {}): object {
  return {
    type: 'RichTextBlock',
    spacing: 'Small',
    inlines: [{ type: 'TextRun', text: inert(content), ...style }],
  };
}

/** Words of our own: only a TextBlock is sure to put times into the reader's zone. */
function ownText(content: string): object {
  return { type: 'TextBlock', text: content, wrap: true, spacing: 'None' };
}

function typed({ id, label, maxLength }: NonNullable<Card['input']>): object {
  return { type: 'Input.Text', id, label, maxLength };
}

/** The formatting functions of Adaptive Cards take no fractions of a second. */
function sinceText(since: Date | undefined): string {
  if (since === undefined) return '';
  const instant = instantOf(since);
  return ` · {{DATE(${instant},COMPACT)}} {{TIME(${instant})}}`;
}

function instantOf(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function action(button: Button): object {
  if (button.kind === 'link') {
    return { type: 'Action.OpenUrl', title: inert(button.title), url: button.url };
  }
  return { type: 'Action.Execute', title: inert(button.title), verb: button.verb, data: button.data };
}

/** `speak` may be read as SSML, so it holds nothing that could be a tag. */
function spoken(text: string): string {
  return inert(text).replace(/[<>&]/g, ' ');
}
