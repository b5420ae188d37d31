import type { Outcome, ParticipantEnd } from '../core/index.ts';
import { rowDetails } from './row-detail.ts';
import { fill } from './sentence.ts';
import { showName } from './show.ts';
import type { Words } from './words/words.ts';

export interface CallEnd {
  readonly name: string;
  /** Canonical address. */
  readonly address: string;
  /** Undefined: it never began. */
  readonly outcome: Outcome | undefined;
  /** Why there is no connection to the SIP server; undefined: there is one. */
  readonly problem?: string | undefined;
}

/** How a single call ended, for whoever runs the bot: the word, its sentence, and what to do. */
export function callReport({ name, address, outcome, problem }: CallEnd, words: Words): string[] {
  const { word: status, answer } = outcome ?? { word: 'failed' };
  const row = {
    name,
    address,
    status,
    outcome: outcome ?? null,
    queued: false,
    guessed: false,
    removal: null,
  };
  const facts = { name, address: address.replace(/^(sips?|tel):/, ''), code: answer?.code ?? '-' };
  return [
    `${showName(name)}: ${words.status[status]}`,
    ...rowDetails(row, words),
    problem === undefined
      ? fill(words.call.hints[status], facts, words)
      : fill(words.call.noServer, { problem }, words),
  ];
}

/** What happens after she is in. */
export function callNote(what: 'bridged' | ParticipantEnd['how'], name: string, words: Words): string {
  return fill(what === 'bridged' ? words.call.bridged : words.call.ended[what], { name }, words);
}

/** Who calls about what, where nobody in a chat does. */
export function callIdentity({ call: { inviter, subject } }: Words): {
  inviter: string;
  subject: string;
} {
  return { inviter, subject };
}
