import type { InvitationId, QuestionId } from '../desk/index.ts';
import type { Press } from './message.ts';
import type { Door, Log, Whose } from './ports.ts';

/**
 * Whether somebody may cancel, take out, ring again or choose: whoever has invited, and members of the thread in which that
 * was. A card can be forwarded, and anybody may send anything. Where members cannot be read, the channel is believed: it has
 * let her press in that thread.
 */
export async function mayPress(
  press: Press,
  id: InvitationId | QuestionId,
  { desk, log }: { readonly desk: Pick<Door, 'whose'>; readonly log: Log },
): Promise<boolean> {
  return mayChange(press, await desk.whose(id), log);
}

/** The same for anything whose thread and authors are known. */
export async function mayChange(press: Press, touched: Whose | undefined, log: Log): Promise<boolean> {
  const { actor, thread } = press.inbound;
  // What nobody knows the desk refuses itself.
  if (!touched || touched.inviters.some((inviter) => inviter.id === actor.id)) return true;
  if (touched.threadId !== thread.id) return false;
  try {
    return (await press.roster()).some((member) => isSame(member.id, actor.id));
  } catch (err) {
    log.warn({ err, threadId: thread.id }, 'The members of a thread could not be read for a press');
    return true;
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
