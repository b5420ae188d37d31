/**
 * Step out: REFER inside her dialog to the conference (RFC 3515, RFC 5589). When her phone says that its own call is up, ours
 * is not needed any more, and no crash of ours can hurt hers.
 *
 *   REFER ──2xx──► NOTIFYs ──2xx──► stepped out
 *     └─ refused     └─ failure, `terminated`, silence ──► stays bridged
 *
 * Race: phones hang up the old leg as soon as the new one is up, and conferences drop the first of two legs of one person; the
 * NOTIFY that says so may come after that BYE, and after one of ours. Whichever leg ends, she has a moment to tell.
 */
import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import type { Call } from '../calls/call.ts';
import type { CallTimers } from '../calls/call-timers.ts';
import { isConnectionLost } from '../user-agent/responses.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { ReferProgress } from './refer-progress.ts';

/** Whether her phone lists REFER: inside a dialog that means what it says. */
export function canStepOut(answer: IncomingResponseMessage): boolean {
  return answer.getHeaders('allow').some((value) => /(?:^|,)\s*REFER\s*(?:,|$)/i.test(value));
}

type Timers = Pick<CallTimers, 'stepOutMs' | 'stepOutGraceMs'>;

interface Legs {
  readonly person: Call;
  readonly conference: Call;
}

/** Resolves true when she has called the conference herself. Never rejects. */
export async function stepOut(
  userAgent: SipUserAgent,
  legs: Legs,
  conferenceUri: string,
  timers: Timers,
): Promise<boolean> {
  const { person } = legs;
  const progress = new ReferProgress(userAgent, person);
  const giveUp = () => progress.close();
  const onRefusal = ({ message }: { message: IncomingResponseMessage }) => {
    // A lost connection is no refusal: her phone may be calling already.
    if (!isConnectionLost(message)) giveUp();
  };
  const stopWaiting = limit(progress, legs, timers);
  try {
    person.refer([`Refer-To: <${conferenceUri}>`, `Referred-By: <${userAgent.uri.toString()}>`], {
      onAccept: ({ message }) => {
        if (/^\s*false/i.test(message.getHeader('refer-sub') ?? '')) giveUp();
        else void person.entry.change({ steppingOut: 'taken' });
      },
      onReject: onRefusal,
      onRedirect: onRefusal,
    });
    const status = await progress.final;
    return status !== undefined && status.code < 300;
  } catch (error) {
    userAgent.log.warn({ err: error }, 'no step out');
    return false;
  } finally {
    stopWaiting();
    progress.close();
  }
}

/**
 * The same when another process has sent the REFER and died. What her phone has told that one is lost; so where it is known
 * that her phone took the REFER, silence means yes. Where it is not, silence leaves her call alone. Never rejects.
 */
export async function resumeStepOut(userAgent: SipUserAgent, legs: Legs, timers: Timers): Promise<boolean> {
  const { person } = legs;
  const progress = new ReferProgress(userAgent, person);
  const stopWaiting = limit(progress, legs, timers);
  const status = await progress.final;
  stopWaiting();
  if (status) return status.code < 300;
  return person.entry.record.steppingOut === 'taken' && !person.isOver;
}

/** Ends the waiting when it takes too long, or when a leg has ended. A process that stops does not wait for it. */
function limit(
  progress: ReferProgress,
  { person, conference }: Legs,
  { stepOutMs, stepOutGraceMs }: Timers,
): () => void {
  const giveUp = () => progress.close();
  const timeout = setTimeout(giveUp, stepOutMs).unref();
  let grace: NodeJS.Timeout | undefined;
  void Promise.race([person.ended, conference.ended]).then(() => {
    grace = setTimeout(giveUp, stepOutGraceMs).unref();
  });
  return () => {
    clearTimeout(timeout);
    clearTimeout(grace);
  };
}
