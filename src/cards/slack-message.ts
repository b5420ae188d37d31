/**
 * The card as Slack's Block Kit, within its limits (docs.slack.dev, reference/block-kit): 50 blocks, 3000 characters in a section,
 * 25 buttons side by side, 75 characters on a button, 2000 behind it, and about 13,000 in all.
 *
 * Data is escaped (`&`, `<`, `>`), so that it mentions nobody, and what could open emphasis is broken up as everywhere else.
 */
import type { Button, Card, CardRow } from './card.ts';
import { fitCard, type Sizes } from './fit-card.ts';
import { inertMessage } from './inert.ts';
import { plainText } from './plain-text.ts';

export interface SlackMessage {
  /** What notifications and screen readers get; the whole message where there are no blocks. */
  readonly text: string;
  readonly blocks?: readonly object[];
}

const MAX_BLOCKS = 50;
/** Slack refuses about 13,200 with `msg_blocks_too_long`; it says nowhere how it counts. */
const MAX_CHARACTERS = 12_500;
const MAX_HEADER = 150;
const MAX_SECTION = 3_000;
const MAX_HEAD = 500;
const MAX_BUTTONS = 25;
const MAX_BUTTON_TITLE = 75;
const MAX_BUTTON_VALUE = 2_000;
const MAX_URL = 3_000;
const MAX_INPUT_LABEL = 2_000;
const MAX_FALLBACK = 1_000;
/** Slack cuts longer texts off by itself, in the middle of whatever stands there. */
const MAX_TEXT = 12_000;

/** With as many rows as fit into a message. */
export function fitSlackMessage(card: Sizes): SlackMessage {
  return fitCard(card, slackMessage, ({ blocks = [] }) => {
    return blocks.length <= MAX_BLOCKS && JSON.stringify(blocks).length <= MAX_CHARACTERS;
  });
}

export function slackText(text: string): SlackMessage {
  return { text: mrkdwn(text, MAX_TEXT) };
}

export function slackMessage(card: Card): SlackMessage {
  const { title, lead, rows, lines, input, buttons } = card;
  const next = counter();
  return {
    text: mrkdwn(plainText(card), MAX_FALLBACK),
    blocks: [
      { type: 'header', text: plain(title, MAX_HEADER) },
      ...sections(lead),
      ...rows.flatMap((row) => rowBlocks(row, next)),
      ...sections(lines),
      ...(input ? [inputBlock(input)] : []),
      ...actions(buttons, next),
    ],
  };
}

/** What was typed beside a pressed button, by the id of its input; `state` is that of the press. */
export function readSlackInput(state: unknown): Readonly<Record<string, string>> {
  const typed = fieldsOf(fieldsOf(fieldsOf(state).values)[INPUT]);
  return Object.fromEntries(
    Object.entries(typed).flatMap(([id, { value }]: [string, { value?: unknown }]) =>
      typeof value === 'string' ? [[id, value]] : [],
    ),
  );
}

/** Verb and data of a pressed button; undefined: it is none of `slackMessage`, or a link, which needs no answer. */
export function readSlackButton(
  actionId: string,
  value: string,
): { verb: string; data: unknown } | undefined {
  const [verb = ''] = actionId.split(' ');
  if (verb === LINK || value.length > MAX_BUTTON_VALUE) return undefined;
  try {
    return { verb, data: JSON.parse(value) };
  } catch {
    return undefined;
  }
}

const LINK = 'link';
const INPUT = 'typed';

function inputBlock({ id, label, maxLength }: NonNullable<Card['input']>): object {
  return {
    type: 'input',
    block_id: INPUT,
    optional: true,
    label: plain(label, MAX_INPUT_LABEL),
    element: { type: 'plain_text_input', action_id: id, max_length: maxLength },
  };
}

function rowBlocks(
  { head, word, since, next: coming, details, buttons }: CardRow,
  next: () => number,
): object[] {
  const status = word === undefined ? [] : [mrkdwn(word, MAX_HEAD) + sinceText(since)];
  const again = coming
    ? [mrkdwn(coming.text, MAX_HEAD).replace('{time}', () => dateText(coming.at, '{time}'))]
    : [];
  const top = [`*${mrkdwn(head, MAX_HEAD)}*`, ...status, ...again].join('\n');
  const rest = details.length === 0 ? '' : `\n${mrkdwn(details.join('\n'), MAX_SECTION - top.length - 1)}`;
  const section = { type: 'section', text: { type: 'mrkdwn', text: top + rest, verbatim: true } };
  const pressed = buttons.flatMap((one) => button(one, next, head));
  // One button stands beside the name; the answers of a question stand under it.
  if (pressed.length === 1 && word !== undefined) return [{ ...section, accessory: pressed[0] }];
  return [section, ...inBlocks(pressed)];
}

function sections(lines: readonly string[]): object[] {
  if (lines.length === 0) return [];
  const text = { type: 'mrkdwn', text: mrkdwn(lines.join('\n'), MAX_SECTION), verbatim: true };
  return [{ type: 'section', text }];
}

function actions(buttons: readonly Button[], next: () => number): object[] {
  return inBlocks(buttons.flatMap((one) => button(one, next)));
}

function inBlocks(elements: readonly object[]): object[] {
  const blocks: object[] = [];
  for (let from = 0; from < elements.length; from += MAX_BUTTONS) {
    blocks.push({ type: 'actions', elements: elements.slice(from, from + MAX_BUTTONS) });
  }
  return blocks;
}

/** None where its value is too long: a press that brings half of it would be worse. */
function button(one: Button, next: () => number, about?: string): object[] {
  const text = plain(one.title, MAX_BUTTON_TITLE);
  const label =
    about === undefined ? {} : { accessibility_label: cut(`${one.title}: ${about}`, MAX_BUTTON_TITLE) };
  if (one.kind === 'link') {
    if (one.url.length > MAX_URL) return [];
    return [{ type: 'button', text, ...label, url: one.url, action_id: `${LINK} ${next()}` }];
  }
  const value = JSON.stringify(one.data);
  if (value.length > MAX_BUTTON_VALUE) return [];
  // Unique in the message, as Slack wants it.
  return [{ type: 'button', text, ...label, value, action_id: `${one.verb} ${next()}` }];
}

function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}

/** Slack puts it into the reader's own zone; the text behind the bar is for clients that cannot. */
function sinceText(since: Date | undefined): string {
  return since === undefined ? '' : ` · ${dateText(since, '{date_short_pretty} {time}')}`;
}

function dateText(at: Date, format: string): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const instead = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${seconds}^${format}|${instead}>`;
}

function plain(text: string, limit: number): object {
  return { type: 'plain_text', text: cut(text, limit), emoji: false };
}

/** Escaped as Slack asks for; what is too long is cut where no character and no `&amp;` is split. */
function mrkdwn(text: string, limit: number): string {
  const escaped = inertMessage(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return cut(escaped, limit, /&[a-z]*$/);
}

function cut(text: string, limit: number, half = /(?!)/): string {
  if (text.length <= limit) return text;
  const kept = text
    .slice(0, limit - 1)
    .replace(half, '')
    .replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
}

function fieldsOf(value: unknown): Readonly<Record<string, object>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
