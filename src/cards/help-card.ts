import type { Card } from './card.ts';
import { fill } from './sentence.ts';
import { en } from './words/en.ts';
import type { CommandTopic, Words } from './words/words.ts';

/** What help shows of a command; commands/ declares them. */
export interface Topic {
  readonly name: CommandTopic;
  readonly syntax: string;
  readonly example: string;
}

/** `bot`: name to mention, where only mentions are read. */
export interface Place {
  readonly bot: string | undefined;
}

/** Made from the declarations, so that it cannot say anything the parser does not know. */
export function helpCard(topics: readonly Topic[], { bot }: Place, words: Words = en): Card {
  const { title, topics: purposes, example, mention } = words.help;
  return {
    lang: words.language,
    title,
    lead: bot === undefined ? [] : [fill(mention, { bot }, words)],
    rows: topics.map((topic, index) => ({
      head: topic.syntax,
      tone: 'neutral',
      details: [
        // A command with several faces is explained once.
        ...(topics[index - 1]?.name === topic.name ? [] : [purposes[topic.name]]),
        ...(topic.example === topic.syntax ? [] : [fill(example, { example: topic.example }, words)]),
      ],
      buttons: [],
    })),
    lines: [],
    buttons: [meButton(words)],
    speak: `${title}: ${words.and(topics.map(({ example }) => example))}.`,
  };
}

/** Three lines and a button to try it. */
export function welcomeCard({ bot }: Place, words: Words = en): Card {
  const { title, lines, mention } = words.welcome;
  const lead = bot === undefined ? lines : mention.map((line) => fill(line, { bot }, words));
  return {
    lang: words.language,
    title,
    lead,
    rows: [],
    lines: [],
    buttons: [meButton(words)],
    speak: [title, ...lead].join(' '),
  };
}

/** Belongs to no card: a press makes a new one. */
function meButton(words: Words): Card['buttons'][number] {
  return { kind: 'press', title: words.buttons.me, verb: 'me', data: { id: '', version: 0 } };
}
