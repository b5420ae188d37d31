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
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { ReferProgress } from './refer-progress.ts';

/** Whether her phone lists REFER: inside a dialog that means what it says. */
export function canStepOut(answer: IncomingResponseMessage): boolean {
  return answer.getHeaders('allow').some((value) => /(?:^|,)\s*REFER\s*(?:,|$)/i.test(value));
}

/** Resolves true when she has called the conference herself. Never rejects. */
export async function stepOut(
  userAgent: SipUserAgent,
  { person, conference }: { readonly person: Call; readonly conference: Call },
  conferenceUri: string,
  timers: Pick<CallTimers, 'stepOutMs' | 'stepOutGraceMs'>,
): Promise<boolean> {
  const progress = new ReferProgress(userAgent, person);
  const giveUp = () => progress.close();
  const timeout = setTimeout(giveUp, timers.stepOutMs);
  let grace: NodeJS.Timeout | undefined;
  void Promise.race([person.ended, conference.ended]).then(() => {
    grace = setTimeout(giveUp, timers.stepOutGraceMs);
  });
  try {
    person.refer([`Refer-To: <${conferenceUri}>`, `Referred-By: <${userAgent.uri.toString()}>`], {
      onAccept: ({ message }) => {
        if (/^\s*false/i.test(message.getHeader('refer-sub') ?? '')) giveUp();
      },
      onReject: giveUp,
      onRedirect: giveUp,
    });
    const status = await progress.final;
    return status !== undefined && status.code < 300;
  } catch (error) {
    userAgent.log.warn({ err: error }, 'no step out');
    return false;
  } finally {
    clearTimeout(timeout);
    clearTimeout(grace);
    progress.close();
  }
}
