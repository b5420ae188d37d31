import { wordsOf } from '../cards/index.ts';
import type { BlockCommand } from '../commands/index.ts';
import type { Invitee, Receipt } from '../desk/index.ts';
import { findInvitees } from './find-invitees.ts';
import type { Message } from './message.ts';
import { type Reply, replyOf } from './reply.ts';
import type { TurnParts } from './turn.ts';

/** `do not ring me until 3`. */
export async function block(message: Message, { until }: BlockCommand, parts: TurnParts): Promise<Reply> {
  const { inbound } = message;
  const receipt = await parts.blocks.block(inbound, await authorOf(message, parts), until);
  return replyOf(wordsOf(inbound.actor.locale), [], [receipt]);
}

/** `ring me again`; says `not-blocked` where there was nothing to end. */
export async function unblock(message: Message, parts: TurnParts): Promise<Receipt> {
  return parts.blocks.unblock(message.inbound, await authorOf(message, parts));
}

/** All that is known of who types; who is nowhere to be found is known by her id. */
async function authorOf(message: Message, { people, log }: TurnParts): Promise<Invitee | undefined> {
  const me = { me: true, invitees: [] };
  const { invitees } = await findInvitees(people, message, me, log, 'chat');
  return invitees.find((one) => 'key' in one);
}
