import type { PersonalView, Status } from '../desk/index.ts';
import type { Card, PressButton, Tone } from './card.ts';
import { fill } from './sentence.ts';
import { showLine, showName, showText } from './show.ts';
import { en } from './words/en.ts';
import type { Words } from './words/words.ts';

const MAX_NOTE = 500;
const MAX_TOAST = 1024;
const MAX_SUBJECT = 120;
/** Of what she lets the thread know, or says why she declines. */
const MAX_WORDS = 300;

const TONES: Readonly<Partial<Record<Status, Tone>>> = { joined: 'good', answered: 'good', accepted: 'good' };

/** The toast in the chat: for the invited person alone, in a chat of hers. `notes`: what became of her press. */
export function personalCard(view: PersonalView, notes: readonly string[] = [], words: Words = en): Card {
  const { inviter, subject, toast, since, actions, joinUrl, status } = view;
  const title = showLine(subject, MAX_SUBJECT) || words.card.untitled;
  const head = showName(inviter.name);
  const word = wordOf(view, words);
  const isOpen = actions.length > 0 && view.late === null;
  const invites = fill(words.personal[isOpen ? 'invites' : 'invited'], { name: inviter.name }, words);
  const answers = actions.map((verb) => answerButton(verb, view.invitationId, view.attempt, words));
  return {
    lang: words.language,
    title,
    lead: [
      ...(view.urgent ? [words.card.urgent] : []),
      ...notes.map((note) => showLine(note, MAX_NOTE)),
      invites,
      ...(toast ? [words.card.toast.replace('{toast}', () => showText(toast, MAX_TOAST))] : []),
    ],
    rows: [
      { head, word, since, tone: TONES[status] ?? 'neutral', details: hintsOf(view, words), buttons: [] },
    ],
    lines: [],
    ...(actions.includes('tell')
      ? { input: { id: 'words', label: words.personal.input, maxLength: MAX_WORDS } }
      : {}),
    buttons: joinUrl ? [{ kind: 'link', title: words.buttons.join, url: joinUrl }] : answers,
    speak: `${view.urgent ? `${words.card.urgent}. ` : ''}${title}. ${invites} ${word}.`,
  };
}

/** A button that only the invited person can press. */
export function answerButton(
  verb: PersonalView['actions'][number],
  id: string,
  attempt: number,
  words: Words,
): PressButton {
  const title = words.buttons[verb === 'refuse' ? 'decline' : verb];
  return { kind: 'press', title, verb, data: { id, version: attempt } };
}

/** While she is on her way, her answer is what is shown; then, how it ended. */
function wordOf({ status, answer, actions, late }: PersonalView, words: Words): string {
  if (actions.length > 0 && late === null) return words.personal.open;
  return isShown(status, answer) ? words.personal.answered[answer.wish] : words.status[status];
}

function hintsOf({ status, answer, late }: PersonalView, words: Words): string[] {
  if (late !== null) return [words.personal.late[late]];
  if (!isShown(status, answer) || answer.wish === 'decline') return [];
  return [words.personal.hints[answer.wish]];
}

const ENDED_OTHERWISE: ReadonlySet<Status> = new Set(['joined', 'answered', 'left', 'unknown', 'no-answer']);
const ON_THE_WAY: ReadonlySet<Status> = new Set(['inviting', 'ringing', 'forwarded', 'waiting', 'calling']);

function isShown(
  status: Status,
  answer: PersonalView['answer'],
): answer is NonNullable<PersonalView['answer']> {
  if (answer === null) return false;
  if (answer.wish === 'phone') return ON_THE_WAY.has(status);
  return answer.wish === 'call' || !ENDED_OTHERWISE.has(status);
}
