import { gatheringCard, helpCard, wordsOf } from '../cards/index.ts';
import {
  type AgainCommand,
  type Answer,
  type CancelCommand,
  type Command,
  commandsIn,
  type InviteCommand,
  type ListenCommand,
  type MessageContext,
  parseCommand,
  type RemoveCommand,
  readAnswer,
  type UnknownCommand,
  type UseCommand,
  verbIn,
} from '../commands/index.ts';
import type { Actor, OtherPerson, Receipt } from '../desk/index.ts';
import { amongInvited } from './among-invited.ts';
import { block, unblock } from './block-turn.ts';
import { findInvitees } from './find-invitees.ts';
import { findStages } from './find-stages.ts';
import { identified } from './identify.ts';
import type { Arrival, Message } from './message.ts';
import type { BlockDoor, Door, Log, People, PersonalDoor, ReceptionDoor } from './ports.ts';
import { type Reply, remark, replyOf } from './reply.ts';
import type { ReminderDoor, ScheduleDoor } from './schedule-ports.ts';
import { remind, showScheduled } from './schedule-turn.ts';
import { takeAnswer } from './take-answer.ts';

export interface TurnParts {
  readonly desk: Door;
  readonly reception: ReceptionDoor;
  readonly personal: PersonalDoor;
  readonly schedule: ScheduleDoor;
  readonly reminders: ReminderDoor;
  readonly blocks: BlockDoor;
  readonly people: People;
  readonly now: () => Date;
  /** Where people live of whom that is not known. */
  readonly zone: string;
  readonly log: Log;
  /** Counts what was refused, by a stable code. */
  readonly refused?: ((reason: string) => void) | undefined;
}

/**
 * One typed line: understood, looked up, handed to the desk, answered. Nobody is rung here, and where the card says it all,
 * nothing is answered: the draw job shows it.
 */
export async function takeLine(arrived: Message, parts: TurnParts): Promise<Reply> {
  const { desk } = parts;
  const words = wordsOf(arrived.inbound.actor.locale);
  const { command, zone } = await understand(arrived, parts);
  const entrance = { via: 'typed', verb: command.kind } as const;
  const message = { ...arrived, inbound: { ...arrived.inbound, entrance } };
  const { inbound } = message;
  const answer = answerIn(message, command, { ...contextOf(message), now: parts.now(), zone });
  const answered = answer && (await takeAnswer(message, answer, parts));
  if (answered) return answered.reply;
  switch (command.kind) {
    case 'invite':
      return invite(await identified(command.when ? inZone(message, zone) : message, parts), command, parts);
    case 'cancel':
      return cancel(message, command, parts);
    case 'remove':
      return remove(message, command, parts);
    case 'again':
      return again(await identified(message, parts), command, parts);
    case 'use':
      return use(await identified(message, parts), command, parts);
    case 'end':
      return replyOf(words, [], [await desk.end(inbound)]);
    case 'listen':
    case 'unlisten':
      return listen(message, command, parts);
    case 'who': {
      const gathering = await desk.gathering(inbound.thread.id);
      return gathering
        ? { card: gatheringCard(gathering, words) }
        : replyOf(words, [remark('conference-none')]);
    }
    case 'help':
      return { card: helpCard(commandsIn(inbound.actor.locale), placeOf(message), words) };
    case 'remind':
      return remind(inZone(message, zone), command, parts);
    case 'block':
      return block(inZone(message, zone), command, parts);
    case 'unblock':
      return ringMeAgain(message, parts);
    case 'forget':
      return replyOf(words, [], [await parts.personal.forget(inbound)]);
    case 'scheduled':
      return showScheduled(message, parts);
    case 'unknown':
      return replyOf(words, [unknown(message, command)]);
    case 'problem':
      return replyOf(words, [{ code: command.code, facts: command.facts }]);
  }
}

/** Times are meant by the clocks of who types them: where she is as the channel says, or lives as the people file says. */
async function understand(
  message: Message,
  parts: TurnParts,
): Promise<{ readonly command: Command; readonly zone: string }> {
  const { inbound, text } = message;
  const now = parts.now();
  const read = (zone: string) => ({
    command: parseCommand(text, { ...contextOf(message), now, zone }),
    zone,
  });
  const understood = read(inbound.actor.zone ?? parts.zone);
  if (inbound.actor.zone !== undefined || !isTimed(understood.command)) return understood;
  const { invitees } = await findInvitees(parts.people, message, { me: true, invitees: [] }, parts.log);
  const [author] = invitees;
  const own = author && 'key' in author ? author.zone : undefined;
  return own === undefined ? understood : read(own);
}

function contextOf({ mentions, bot, inbound }: Message): MessageContext {
  return { mentions, bot, ...localeOf(inbound.actor) };
}

function isTimed(command: Command): boolean {
  return (
    command.kind === 'remind' ||
    command.kind === 'block' ||
    (command.kind === 'invite' && command.when !== undefined)
  );
}

function inZone(message: Message, zone: string): Message {
  const { inbound } = message;
  return { ...message, inbound: { ...inbound, actor: { ...inbound.actor, zone } } };
}

/**
 * What is no command may be an answer. A command is one, whatever was asked, but for "call the second" and for "first" alone, which is,
 * where nothing was asked, a beginning of which nothing follows.
 */
function answerIn({ text }: Message, command: Command, context: MessageContext): Answer | undefined {
  if (command.kind === 'unknown') return readAnswer(text, context);
  const [only, ...more] = command.kind === 'invite' || command.kind === 'again' ? command.invitees : [];
  const isOne = only?.kind === 'name' && more.length === 0 && Object.keys(command).length === 3;
  const said = command.kind === 'help' ? text : isOne ? only.name : undefined;
  const answer = said === undefined ? undefined : readAnswer(said, context);
  const isPlace = (pick: number | string) => typeof pick === 'number';
  const isShort = answer?.kind === 'all' || answer?.kind === 'yes' || answer?.kind === 'no';
  const isOfPlaces = isShort || (answer?.kind === 'those' && answer.picks.every(isPlace));
  return isOfPlaces ? answer : undefined;
}

/** Where messages have to mention the bot, hints say so with its name. */
export function placeOf({ needsMention, bot }: Pick<Arrival, 'needsMention' | 'bot'>): {
  readonly bot: string | undefined;
} {
  return { bot: needsMention ? bot.name : undefined };
}

async function invite(
  message: Message,
  command: InviteCommand,
  { desk, schedule, people, log }: TurnParts,
): Promise<Reply> {
  const words = wordsOf(message.inbound.actor.locale);
  const { first: invitees, later, remarks } = await findStages(people, message, command, log);
  if (invitees.length === 0) return replyOf(words, remarks);
  const { toast, subject, urgent, persist, when } = command;
  const request = {
    ...message.inbound,
    invitees,
    ...(later.length > 0 ? { later } : {}),
    ...(urgent ? { urgent } : {}),
    ...(persist ? { persist } : {}),
    ...(toast === undefined ? {} : { toast }),
    ...(subject === undefined ? {} : { subject }),
  };
  const receipt = await (when ? schedule.schedule({ ...request, when }) : desk.invite(request));
  if (when && receipt.cardId !== undefined)
    log.info({ appointment: receipt.cardId }, 'An appointment is made');
  return replyOf(words, remarks, [receipt]);
}

async function use({ inbound }: Message, { address }: UseCommand, { desk }: TurnParts): Promise<Reply> {
  return replyOf(wordsOf(inbound.actor.locale), [], [await desk.use(inbound, address)]);
}

async function cancel(message: Message, command: CancelCommand, { desk, people }: TurnParts): Promise<Reply> {
  const { inbound } = message;
  const words = wordsOf(inbound.actor.locale);
  const gathering = await desk.gathering(inbound.thread.id);
  if (!gathering) return replyOf(words, [remark('nothing-to-cancel')]);
  const { rows, remarks } = await amongInvited(people, message, command, gathering.rows, ['cancel']);
  if (rows.length === 0 && remarks.length > 0) return replyOf(words, remarks);
  const ids = rows.map(({ id }) => id);
  return replyOf(words, remarks, [await desk.cancel(inbound, ids)]);
}

async function remove(message: Message, command: RemoveCommand, { desk, people }: TurnParts): Promise<Reply> {
  const { inbound } = message;
  const words = wordsOf(inbound.actor.locale);
  const gathering = await desk.gathering(inbound.thread.id);
  if (!gathering) return replyOf(words, [remark('conference-none')]);
  const wanted = ['remove', 'cancel'] as const;
  // Whose address is withheld nobody can take out.
  const others = gathering.others.filter(({ address }) => address !== '').map(asPresent);
  const here = [...gathering.rows, ...others];
  const { rows, remarks } = await amongInvited(people, message, command, here, wanted);
  if (rows.length === 0) return replyOf(words, remarks);
  const ids = rows.flatMap((row) => ('id' in row ? [row.id] : []));
  const uninvited = rows.flatMap((row) => ('person' in row ? [row.person] : []));
  return replyOf(words, remarks, [await desk.remove(inbound, ids, uninvited)]);
}

/** Somebody without an invitation, to be found like those who have one. */
function asPresent(person: OtherPerson) {
  const { name, address } = person;
  return {
    person,
    name: name || address.replace(/^(sips?|tel):/, ''),
    address,
    actions: ['remove'] as const,
  };
}

async function again(message: Message, command: AgainCommand, { desk, people }: TurnParts): Promise<Reply> {
  const { inbound } = message;
  const words = wordsOf(inbound.actor.locale);
  const gathering = await desk.gathering(inbound.thread.id);
  if (!gathering) return replyOf(words, [remark('conference-none')]);
  const { rows, remarks } = await amongInvited(people, message, command, gathering.rows, ['again']);
  const receipts: Receipt[] = [];
  const names: string[] = [];
  for (const { id, name } of rows) {
    // One line may name several, and the desk does one thing per activity: each of them is an activity of its own.
    const activityId = rows.length === 1 ? inbound.activityId : `${inbound.activityId} ${id}`;
    const receipt = await desk.again({ ...inbound, activityId }, id);
    receipts.push(receipt);
    if (!receipt.duplicate && receipt.says.length === 0) names.push(name);
  }
  // Her card may have been scrolled out of sight long ago.
  return replyOf(words, names.length > 0 ? [...remarks, remark('inviting', { names })] : remarks, receipts);
}

/** "Ring me again" ends what she has said against it; where that is nothing, she wants another call. */
async function ringMeAgain(message: Message, parts: TurnParts): Promise<Reply> {
  const { inbound } = message;
  const receipt = await unblock(message, parts);
  const isNothing = receipt.says.some(({ code }) => code === 'not-blocked');
  if (!isNothing || !(await parts.desk.gathering(inbound.thread.id))) {
    return replyOf(wordsOf(inbound.actor.locale), [], [receipt]);
  }
  const activityId = `${inbound.activityId} again`;
  const once = { ...message, inbound: { ...inbound, activityId } };
  return again(await identified(once, parts), { kind: 'again', me: true, invitees: [] }, parts);
}

/** A name that fits several is no person to listen to. */
async function listen(
  message: Message,
  command: ListenCommand,
  { reception, people, log }: TurnParts,
): Promise<Reply> {
  const { inbound } = message;
  const words = wordsOf(inbound.actor.locale);
  const found = await findInvitees(people, message, command, log);
  const persons = found.invitees.filter((one) => 'key' in one);
  const remarks = [
    ...found.remarks.map((one) =>
      one.code === 'me.no-address' ? { ...one, code: 'listen.no-address' } : one,
    ),
    ...found.invitees
      .filter((one) => 'candidates' in one)
      .map(({ typed, candidates }) =>
        remark('person.which', { typed, names: candidates.map(({ name }) => name) }),
      ),
  ];
  const isAboutNobody = persons.length === 0 && (command.me || command.invitees.length > 0);
  if (isAboutNobody) return replyOf(words, remarks);
  const isOn = command.kind === 'listen';
  return replyOf(words, remarks, [
    isOn ? await reception.listen(inbound, persons) : await reception.stopListening(inbound, persons),
  ]);
}

function localeOf({ locale }: Actor): { readonly locale?: string } {
  return locale === undefined ? {} : { locale };
}

function unknown({ inbound, needsMention, bot }: Message, { nearest }: UnknownCommand) {
  const facts = nearest === undefined ? {} : { nearest: verbIn(inbound.actor.locale, nearest) };
  return needsMention
    ? remark('command.unknown-in-channel', { ...facts, bot: bot.name })
    : remark('command.unknown', facts);
}
