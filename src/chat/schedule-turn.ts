import { MAX_ROWS, scheduledCard, wordsOf } from '../cards/index.ts';
import type { RemindCommand } from '../commands/index.ts';
import { findInvitees } from './find-invitees.ts';
import type { Message } from './message.ts';
import { type Reply, replyOf } from './reply.ts';
import type { TurnParts } from './turn.ts';

/** `remind Mary in 10 minutes`, `remind everyone 5 minutes before`. */
export async function remind(
  message: Message,
  { when, words: what, everyone, ...whom }: RemindCommand,
  { reminders, people, log }: TurnParts,
): Promise<Reply> {
  const words = wordsOf(message.inbound.actor.locale);
  const { invitees, remarks, doubts = [] } = await findInvitees(people, message, whom, log, 'chat');
  const said = [...remarks, ...doubts];
  if (invitees.length === 0 && !everyone) return replyOf(words, said);
  const request = {
    ...message.inbound,
    invitees,
    everyone,
    when,
    ...(what === undefined ? {} : { words: what }),
  };
  return replyOf(words, said, [await reminders.remind(request)]);
}

/** What is scheduled in this thread. */
export async function showScheduled(
  { inbound: { thread, actor } }: Message,
  { schedule }: TurnParts,
): Promise<Reply> {
  return { card: scheduledCard(await schedule.list(thread.id), MAX_ROWS, wordsOf(actor.locale)) };
}
