import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import type { Progress } from '../../core/index.ts';
import { codeOf } from '../user-agent/responses.ts';

type Deflected = Extract<Progress, { kind: 'deflected' }>;

/**
 * What a 181 tells: that the call was forwarded, and why, where a server of Microsoft's says so in the newest entry of
 * History-Info (`;ms-retarget-reason=team-call`; RFC 7044 puts the newest last).
 */
export function deflectionOf(message: IncomingResponseMessage): Deflected {
  const history = message.getHeaders('history-info').join(',');
  const reasons = [...history.matchAll(/;\s*ms-retarget-reason\s*=\s*"?([\w-]{1,32})/gi)];
  const retargetReason = reasons.at(-1)?.[1]?.toLowerCase();
  return {
    kind: 'deflected',
    response: { code: codeOf(message), reasonPhrase: message.reasonPhrase ?? '' },
    ...(retargetReason === undefined ? {} : { retargetReason }),
  };
}
