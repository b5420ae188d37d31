import type { IncomingView } from '../desk/index.ts';
import type { Card, Tone } from './card.ts';
import { fill } from './sentence.ts';
import { showLine, showName, showText } from './show.ts';
import { en } from './words/en.ts';
import type { Words } from './words/words.ts';

const MAX_NOTE = 500;
const MAX_TOAST = 1024;
const MAX_SUBJECT = 120;

const TONES: Readonly<Partial<Record<IncomingView['status'], Tone>>> = {
  accepted: 'good',
  declined: 'bad',
  expired: 'bad',
  unconfirmed: 'bad',
  interrupted: 'bad',
};

/** The toast of an invitation from outside. `notes` are for one reader: what became of her press. */
export function incomingCard(view: IncomingView, notes: readonly string[] = [], words: Words = en): Card {
  const { id, inviter, subject, toast, conferenceUri, status, since, actions } = view;
  const title = showLine(subject, MAX_SUBJECT) || words.card.untitled;
  const address = inviter.address.replace(/^(sips?|tel):/, '');
  const head = inviter.name === '' ? showName(address) : showName(inviter.name);
  const word = words.incoming.status[status];
  return {
    lang: words.language,
    title,
    lead: [
      ...notes.map((note) => showLine(note, MAX_NOTE)),
      fill(words.incoming.invites, { name: head, address }, words),
      ...(toast ? [words.card.toast.replace('{toast}', () => showText(toast, MAX_TOAST))] : []),
      fill(words.card.conference, { uri: conferenceUri }, words),
    ],
    rows: [
      { head, word, since, tone: TONES[status] ?? 'neutral', details: details(view, words), buttons: [] },
    ],
    lines: [],
    buttons: actions.map((verb) => ({
      kind: 'press',
      title: words.buttons[verb],
      verb,
      data: { id, version: 0 },
    })),
    speak: `${title}. ${fill(words.card.speakRow, { name: head, word }, words)}`,
  };
}

function details({ status, answeredBy, rings, conferenceUri }: IncomingView, words: Words): string[] {
  const { joins, joinsAlone, declines, why } = words.incoming;
  const facts = { by: answeredBy ?? '', name: rings ?? '', uri: conferenceUri };
  if (status === 'joining' || status === 'accepted') {
    return [fill(rings === undefined ? joinsAlone : joins, facts, words)];
  }
  if (status === 'declining' || status === 'declined') return [fill(declines, facts, words)];
  const reason = why[status];
  return reason === undefined ? [] : [fill(reason, facts, words)];
}
