import { ALL_OF_THEM, NOBODY, sentence, VERBS, type Verb, wordsOf } from '../cards/index.ts';
import type {
  CardId,
  Entrance,
  IncomingId,
  InvitationId,
  QuestionId,
  Receipt,
  ScheduleReceipt,
} from '../desk/index.ts';
import { type AnyCard, cardNow } from './cards.ts';
import { findInvitees } from './find-invitees.ts';
import { identified } from './identify.ts';
import { mayPress } from './may-press.ts';
import type { Press } from './message.ts';
import { type Remark, remark, sentences } from './reply.ts';
import { isScheduleVerb, pressSchedule } from './schedule-press.ts';
import type { TurnParts } from './turn.ts';

/**
 * The answer to a press: the card as it stands now, shown in place of the pressed one, and what became of the press, for
 * who pressed; or a text, where there is no card to show; or a refusal of what no button of ours sends.
 */
export type PressReply =
  | { readonly kind: 'card'; readonly card: AnyCard; readonly notes: readonly string[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'malformed'; readonly text: string };

interface Pressed {
  readonly verb: Verb;
  readonly id: string;
  readonly person: string | undefined;
  /** Typed beside the buttons. */
  readonly words: string;
  readonly version: number;
  readonly occurrence: string | undefined;
  readonly seconds: number | undefined;
}

/** One press: handed to the desk, answered with the card drawn from the state just committed. */
export async function takePress(arrived: Press, parts: TurnParts): Promise<PressReply> {
  const words = wordsOf(arrived.inbound.actor.locale);
  const pressed = readPress(arrived.verb, arrived.data);
  if (!pressed) {
    parts.refused?.('press.malformed');
    return { kind: 'malformed', text: sentence('press.malformed', {}, words) };
  }
  const press = { ...arrived, inbound: { ...arrived.inbound, entrance: entranceOf(pressed) } };
  // A card of which nobody knew whether it has arrived has: told before the press has it drawn.
  if (press.messageId) await parts.desk.seen(press.inbound.thread.id, pressed.id, press.messageId);
  const { receipt, remarks, cardId } = await act(pressed, press, parts);
  for (const { code } of receipt?.says ?? []) if (NOT_HERS.has(code)) parts.refused?.(code);
  const notes = sentences([...remarks, ...(receipt?.says ?? [])], words);
  const card = cardId === undefined ? undefined : await cardNow(parts, cardId);
  // Where the desk has decided nothing, nobody has looked whether it is hers to see.
  const shown = receipt || card?.thread.id === press.inbound.thread.id ? card : undefined;
  if (shown && isOnCopy(press, shown)) notes.push(sentence('press.copy', {}, words));
  if (shown) return { kind: 'card', card: shown, notes };
  if (notes.length === 0) notes.push(sentence('press.repeated', {}, words));
  return { kind: 'text', text: notes.join(' ') };
}

/**
 * A card that was posted by a process which died before it had written down where, and was posted anew by another; or one that was
 * forwarded. It works, but nothing updates it.
 */
function isOnCopy({ messageId, inbound }: Press, { activityId, thread }: AnyCard): boolean {
  return (
    messageId !== undefined &&
    activityId !== null &&
    activityId !== '' &&
    messageId !== activityId &&
    thread.id === inbound.thread.id
  );
}

function entranceOf({ verb, id }: Pressed): Entrance {
  return { via: 'pressed', verb, ...(id && { about: id }) };
}

/** What is said to somebody who has no business with what she pressed. */
const NOT_HERS: ReadonlySet<string> = new Set(['press.not-member', 'not-hers']);

/** What changes the invitation of somebody. */
const TOUCHES: ReadonlySet<Verb> = new Set(['cancel', 'remove', 'again', 'choose']);

/** What makes phones ring, now or later. */
const RINGS: ReadonlySet<Verb> = new Set(['again', 'choose', 'me', 'move']);

interface Effect {
  readonly receipt?: Receipt | ScheduleReceipt;
  readonly remarks: readonly Remark[];
  /** The card whose button was pressed. */
  readonly cardId: CardId | undefined;
}

async function act(pressed: Pressed, arrived: Press, parts: TurnParts): Promise<Effect> {
  const { desk } = parts;
  const press = RINGS.has(pressed.verb) ? await identified(arrived, parts) : arrived;
  if (TOUCHES.has(pressed.verb) && !(await mayPress(press, pressed.id as InvitationId | QuestionId, parts))) {
    return told(await desk.refuse(press.inbound, 'press.not-member'));
  }
  const { verb } = pressed;
  if (isScheduleVerb(verb)) {
    const done = await pressSchedule({ ...pressed, verb }, press, parts);
    return 'code' in done ? { remarks: [done], cardId: undefined } : told(done);
  }
  switch (verb) {
    case 'cancel':
      return effectOf(await desk.cancel(press.inbound, [pressed.id as InvitationId]));
    case 'remove':
      return effectOf(await desk.remove(press.inbound, [pressed.id as InvitationId]));
    case 'again':
      return effectOf(await desk.again(press.inbound, pressed.id as InvitationId));
    case 'choose':
      return effectOf(await desk.choose(press.inbound, pressed.id as QuestionId, chosenBy(pressed)));
    case 'me':
      return inviteMe(pressed, press, parts);
    case 'join':
      return join(pressed, press, parts);
    case 'decline':
      return effectOf(
        await parts.reception.answer(press.inbound, pressed.id as IncomingId, 'decline', undefined),
      );
    case 'accept':
    case 'refuse':
    case 'later':
    case 'tell':
      return answer(verb, pressed, press, parts);
  }
}

function chosenBy({ person = '' }: Pressed): readonly string[] | 'all' {
  if (person === ALL_OF_THEM) return 'all';
  return person === NOBODY ? [] : [person];
}

/** Of the invited person; anybody else is told so, and sees no card. */
async function answer(
  verb: 'accept' | 'refuse' | 'later' | 'tell',
  { id, words }: Pressed,
  { inbound }: Press,
  { personal }: TurnParts,
): Promise<Effect> {
  const invitation = id as InvitationId;
  const wish = verb === 'refuse' ? 'decline' : verb;
  const receipt = await (wish === 'tell'
    ? personal.tell(inbound, invitation, words)
    : personal.answer(inbound, invitation, wish, words));
  return told(receipt);
}

/** What is said to who pressed is enough, also where she may see no card. */
function told(receipt: Receipt | ScheduleReceipt): Effect {
  return receipt.says.length > 0 ? { receipt, remarks: [], cardId: receipt.cardId } : effectOf(receipt);
}

/** What the desk says of an invitation or question that it does not know would be told of the thread, and be wrong. */
function effectOf(receipt: Receipt | ScheduleReceipt): Effect {
  const { cardId, duplicate } = receipt;
  if (cardId === undefined && !duplicate) return { remarks: [remark('press.unknown')], cardId };
  return { receipt, remarks: [], cardId };
}

/** On the pressed card, as long as that is a live card of this thread; else on a new one, which the draw job posts. */
async function inviteMe(pressed: Pressed, press: Press, { desk, people, log }: TurnParts): Promise<Effect> {
  const found = pressed.id === '' ? undefined : await desk.cardToDraw(pressed.id as CardId);
  const card = found?.thread.id === press.inbound.thread.id ? found : undefined;
  const cardId = card?.view.id;
  const { invitees, remarks } = await findInvitees(people, press, { me: true, invitees: [] }, log);
  if (invitees.length === 0) return { remarks, cardId };
  const onCard = card?.view.conferenceState === 'active' && cardId !== undefined ? { cardId } : {};
  const receipt = await desk.invite({ ...press.inbound, invitees, ...onCard });
  const started = receipt.says.length === 0 && !receipt.duplicate && receipt.cardId !== cardId;
  const inviting = started ? [remark('inviting', { names: [press.inbound.actor.name] })] : [];
  return { receipt, remarks: [...remarks, ...inviting], cardId };
}

/** Where no phone of hers is known, she is told, and dials in by hand; where nobody could look, she presses again. */
async function join(pressed: Pressed, press: Press, { reception, people, log }: TurnParts): Promise<Effect> {
  const id = pressed.id as IncomingId;
  const { invitees, remarks } = await findInvitees(people, press, { me: true, invitees: [] }, log);
  if (remarks.some(({ code }) => code === 'roster.unavailable')) return { remarks, cardId: id };
  const [invitee] = invitees.filter((one) => 'key' in one);
  const effect = effectOf(await reception.answer(press.inbound, id, 'join', invitee));
  return { ...effect, remarks: [...effect.remarks, ...remarks] };
}

const MAX_ID = 100;
const MAX_KEY = 400;
const MAX_WORDS = 10_000;

/** What a button of ours sends, or undefined. Anybody may send anything. */
function readPress(verb: unknown, data: unknown): Pressed | undefined {
  const known = VERBS.find((each) => each === verb);
  if (!known || typeof data !== 'object' || data === null) return undefined;
  const {
    id,
    version,
    person,
    words: typed,
    seconds,
    occurrence,
  } = data as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || id.length > MAX_ID) return undefined;
  if (typeof version !== 'number' || !Number.isSafeInteger(version)) return undefined;
  if (known !== 'me' && id === '') return undefined;
  const words = typeof typed === 'string' ? typed.slice(0, MAX_WORDS) : '';
  const pressed = {
    ...{ verb: known, id, version, words },
    seconds: typeof seconds === 'number' ? seconds : undefined,
    occurrence: typeof occurrence === 'string' ? occurrence.slice(0, MAX_ID) : undefined,
  };
  if (known !== 'choose') return { ...pressed, person: undefined };
  return typeof person === 'string' && person.length <= MAX_KEY ? { ...pressed, person } : undefined;
}
