/**
 * Step out: REFER inside her dialog to the conference (RFC 3515, RFC 5589). When her phone says that its own call is up, ours
 * is not needed any more, and no crash of ours can hurt hers.
 *
 *   REFER ──2xx──► NOTIFYs ──2xx──► stepped out
 *     └─ refused     └─ failure, `terminated`, silence ──► stays bridged
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

/** Resolves true when she has called the conference herself. Never rejects. */
export async function stepOut(
  userAgent: SipUserAgent,
  person: Call,
  conferenceUri: string,
  timers: Timers,
): Promise<boolean> {
  const progress = new ReferProgress(userAgent, person);
  const giveUp = () => progress.close();
  const onRefusal = ({ message }: { message: IncomingResponseMessage }) => {
    // A lost connection is no refusal: her phone may be calling already.
    if (!isConnectionLost(message)) giveUp();
  };
  const stopWaiting = limit(progress, person, timers);
  try {
    person.refer([`Refer-To: <${conferenceUri}>`, `Referred-By: <${userAgent.uri.toString()}>`], {
      onAccept: ({ message }) => {
        if (/^\s*false/i.test(message.getHeader('refer-sub') ?? '')) giveUp();
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
 * The same when another process has sent the REFER and died. What her phone has told that one is lost, so silence means yes
 * here: phones that list REFER do it, and whoever stays in twice hears herself. Never rejects.
 */
export async function resumeStepOut(userAgent: SipUserAgent, person: Call, timers: Timers): Promise<boolean> {
  const progress = new ReferProgress(userAgent, person);
  const stopWaiting = limit(progress, person, timers);
  const status = await progress.final;
  stopWaiting();
  return status === undefined ? !person.isOver : status.code < 300;
}

/** Ends the waiting when it takes too long, or when her old leg has ended. A process that stops does not wait for it. */
function limit(progress: ReferProgress, person: Call, { stepOutMs, stepOutGraceMs }: Timers): () => void {
  const giveUp = () => progress.close();
  const timeout = setTimeout(giveUp, stepOutMs).unref();
  let grace: NodeJS.Timeout | undefined;
  void person.ended.then((how) => {
    if (how === 'remote') grace = setTimeout(giveUp, stepOutGraceMs).unref();
    else giveUp();
  });
  return () => {
    clearTimeout(timeout);
    clearTimeout(grace);
  };
}
