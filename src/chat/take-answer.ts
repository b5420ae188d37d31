import { wordsOf } from '../cards/index.ts';
import { type Answer, pronounOf } from '../commands/index.ts';
import type { Ambiguous, AskedQuestion, InvitationRow, Invitee, Receipt } from '../desk/index.ts';
import { matchNames } from '../directory/index.ts';
import { type FoundInvitees, findInvitees } from './find-invitees.ts';
import { identified } from './identify.ts';
import type { Message } from './message.ts';
import { type Remark, type Reply, remark, replyOf } from './reply.ts';
import type { TurnParts } from './turn.ts';

type Instead = Extract<Answer, { readonly kind: 'instead' }>;
type Choice = Exclude<Answer, Instead | { readonly kind: 'nobody' | 'yes' | 'no' }>;
type Candidate = AskedQuestion['candidates'][number];
/** What somebody has asked for. */
type Wish = AskedQuestion | InvitationRow;

/**
 * A line that answers, or corrects, what its author has asked for in this thread within five minutes, as it is stored. Undefined:
 * there is nothing of hers that it could be about.
 */
export async function takeAnswer(
  message: Message,
  answer: Answer,
  parts: TurnParts,
): Promise<{ readonly reply: Reply } | undefined> {
  const { inbound } = message;
  const gathering = await parts.desk.gathering(inbound.thread.id);
  const isOwn = ({ lately }: Pick<InvitationRow, 'lately'>) => lately?.by === inbound.actor.id;
  const questions = (gathering?.questions ?? []).filter(isOwn);
  if (answer.kind === 'instead') {
    return correct(message, answer, questions, (gathering?.rows ?? []).filter(isOwn), parts);
  }
  if (questions.length === 0) return undefined;
  if (answer.kind === 'yes' || answer.kind === 'no') {
    return ringThem(message, answer.kind === 'yes', questions, parts);
  }
  if (answer.kind === 'nobody') return { reply: await chooseNobody(message, questions, parts) };
  return choose(message, answer, questions, parts);
}

/** Whether so many shall be rung; of several such questions the last one is meant. */
async function ringThem(
  message: Message,
  isWanted: boolean,
  questions: readonly AskedQuestion[],
  parts: TurnParts,
): Promise<{ readonly reply: Reply } | undefined> {
  const asked = questions.findLast(({ rings }) => rings !== undefined);
  if (!asked) return undefined;
  const { inbound } = isWanted ? await identified(message, parts) : message;
  const receipt = await parts.desk.choose(inbound, asked.id, isWanted ? 'all' : []);
  return { reply: replyOf(wordsOf(inbound.actor.locale), [], [receipt]) };
}

/** Of one question; what fits several of hers is asked about. */
async function choose(
  message: Message,
  answer: Choice,
  questions: readonly AskedQuestion[],
  parts: TurnParts,
): Promise<{ readonly reply: Reply } | undefined> {
  const words = wordsOf(message.inbound.actor.locale);
  const meant = questions.map((question) => ({ question, ...meantBy(answer, question) }));
  const clear = meant.filter(({ chosen }) => chosen.length > 0);
  const [only] = clear;
  if (only && clear.length === 1 && meant.every((one) => one === only || one.near.length === 0)) {
    const keys = only.chosen.map(({ key }) => key);
    const { inbound } = await identified(message, parts);
    const receipt = await parts.desk.choose(inbound, only.question.id, keys);
    const remarks = only.question.rings === undefined ? inviting(only.chosen, receipt) : [];
    return { reply: replyOf(words, remarks, [receipt]) };
  }
  const names = [
    ...new Set(meant.flatMap(({ chosen, near }) => [...chosen, ...near]).map(({ name }) => name)),
  ];
  return names.length === 0 ? undefined : { reply: replyOf(words, [remark('pronoun.which', { names })]) };
}

/** Whom an answer chooses of a question; where that is not clear, those who are near. */
function meantBy(
  answer: Choice,
  { candidates }: AskedQuestion,
): { readonly chosen: readonly Candidate[]; readonly near: readonly Candidate[] } {
  if (answer.kind === 'all') {
    const isAll = answer.count === undefined || answer.count === candidates.length;
    return isAll ? { chosen: candidates, near: [] } : { chosen: [], near: candidates };
  }
  const found = answer.picks.map((pick) =>
    typeof pick === 'number' ? candidates.slice(pick - 1, pick) : named(pick, candidates),
  );
  const chosen = found.flatMap((each) => (each.length === 1 ? each : []));
  if (chosen.length === found.length) return { chosen: [...new Set(chosen)], near: [] };
  // A place that nobody has: "the third" of two.
  if (answer.picks.every((pick) => typeof pick === 'number')) return { chosen: [], near: candidates };
  return { chosen: [], near: found.every((each) => each.length === 0) ? [] : candidates };
}

function named(name: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const match = matchNames(name, candidates, (candidate) => candidate.name);
  if (match.kind === 'none' || (match.kind === 'one' && isBeginning(name, match.item))) return [];
  return match.kind === 'one' ? [match.item] : match.items;
}

/** Nothing but beginnings of a name: in an answer "the" is not Theo, though "Alex B" is Alex Bell. */
function isBeginning(typed: string, somebody: { readonly name: string }): boolean {
  const match = matchNames(typed, [somebody], ({ name }) => name);
  const parts = partsOf(somebody.name);
  return (
    match.kind === 'one' && match.tier === 'prefix' && !partsOf(typed).some((part) => parts.includes(part))
  );
}

async function chooseNobody(
  { inbound }: Message,
  questions: readonly AskedQuestion[],
  { desk }: TurnParts,
): Promise<Reply> {
  const receipts: Receipt[] = [];
  for (const { id } of questions) {
    receipts.push(await desk.choose({ ...inbound, activityId: `${inbound.activityId} ${id}` }, id, []));
  }
  return replyOf(wordsOf(inbound.actor.locale), [], receipts);
}

/**
 * "No, Bob Smith": takes back what she has asked for last, as far as it is not over, and invites whom she means. Nothing happens
 * before it is known who that is.
 */
async function correct(
  message: Message,
  answer: Instead,
  questions: readonly AskedQuestion[],
  rows: readonly InvitationRow[],
  parts: TurnParts,
): Promise<{ readonly reply: Reply } | undefined> {
  const { desk, people, log } = parts;
  const words = wordsOf(message.inbound.actor.locale);
  const own = [...questions, ...rows];
  const found = own.length > 0 ? await findInvitees(people, message, answer, log) : NOBODY;
  const { invitees, remarks, doubts = [] } = found;
  const said = [...remarks, ...doubts];
  if (invitees.length === 0) return isTalk(answer, remarks) ? undefined : { reply: replyOf(words, said) };
  const persons = invitees.filter((one) => 'key' in one);
  const guess = answer.invitees.find(
    (one) => one.kind === 'name' && persons.some((person) => isBeginning(one.name, person)),
  );
  if (guess) {
    const facts = { wanted: guess.name ?? '', nearest: persons.map(({ name }) => name) };
    return { reply: replyOf(words, [remark('person.nobody', facts)]) };
  }
  const wrong = wrongOf(answer, own);
  if ('code' in wrong) return { reply: replyOf(words, [wrong]) };
  const { inbound } = await identified(message, parts);
  const before = { ...inbound, activityId: `${inbound.activityId} instead` };
  const receipts: Receipt[] = [];
  if (wrong.kind === 'question') {
    const chosen = wrong.candidates.filter((one) => invitees.some((each) => isSame(each, one)));
    if (chosen.length === invitees.length) {
      const keys = chosen.map(({ key }) => key);
      const receipt = await desk.choose(inbound, wrong.id, keys);
      return { reply: replyOf(words, inviting(chosen, receipt), [receipt]) };
    }
    await desk.choose(before, wrong.id, []);
  } else if (wrong.actions.includes('cancel') && !invitees.some((each) => isSame(each, wrong))) {
    receipts.push(await desk.cancel(before, [wrong.id]));
  }
  // On the same card, with its message.
  const card = wrong.lately === undefined ? {} : { cardId: wrong.lately.cardId };
  const receipt = await desk.invite({ ...inbound, invitees, ...card });
  return { reply: replyOf(words, [...said, ...inviting(persons, receipt)], [...receipts, receipt]) };
}

const NOBODY: FoundInvitees = { invitees: [], remarks: [] };

/** "No, that is fine" names nobody, and nobody is near. */
function isTalk({ isPlain }: Instead, remarks: readonly Remark[]): boolean {
  const isNobody = ({ code, facts }: Remark) =>
    code === 'person.nobody' && Array.isArray(facts?.nearest) && facts.nearest.length === 0;
  return !isPlain && remarks.every(isNobody);
}

/** Who was asked for by mistake: who is named, else the last one, of several the one whose name is partly the same. */
function wrongOf({ of, invitees }: Instead, own: readonly Wish[]): Wish | Remark {
  const lastAt = Math.max(...own.map(({ lately }) => lately?.at.getTime() ?? 0));
  const last = own.filter(({ lately }) => lately?.at.getTime() === lastAt);
  const typed = of?.kind === 'address' ? of.address : of?.name;
  if (typed !== undefined && pronounOf(typed) === undefined) {
    const match = matchNames(typed, own, nameOf);
    if (match.kind === 'one') return match.item;
    const names = match.kind === 'several' ? match.items.map(nameOf) : [];
    return names.length > 0
      ? remark('person.which', { typed, names })
      : remark('person.not-invited', { typed, nearest: [] });
  }
  const parts = new Set(invitees.flatMap(({ name = '' }) => partsOf(name)));
  const alike =
    last.length > 1 ? last.filter((one) => partsOf(nameOf(one)).some((part) => parts.has(part))) : last;
  const [wrong] = alike;
  return wrong && alike.length === 1 ? wrong : remark('correction.which', { names: last.map(nameOf) });
}

const nameOf = (wish: Wish): string => (wish.kind === 'question' ? wish.typed : wish.name);
const partsOf = (name: string): readonly string[] => name.toLowerCase().split(/[\s,]+/);

function isSame(invitee: Invitee | Ambiguous, other: { readonly address: string }): boolean {
  return 'address' in invitee && invitee.address === other.address;
}

/** The card may have been scrolled out of sight. */
function inviting(
  people: readonly { readonly name: string }[],
  { duplicate, says }: Receipt,
): readonly Remark[] {
  const names = people.map(({ name }) => name);
  return duplicate || says.length > 0 || names.length === 0 ? [] : [remark('inviting', { names })];
}
