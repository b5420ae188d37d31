/**
 * Somebody who missed our call and calls back is sent to the conference: 302 with its address. Nobody else learns anything,
 * all others are unavailable (docs/decisions).
 */
import type { Logger } from 'pino';
import type { IncomingInviteRequest, IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import { assertedIdentity, withoutOurNumbers } from './asserted-identity.ts';

/** The conference that the person with this address was invited to lately; undefined: there is none. */
export type CallBackTarget = (fromUri: string) => Promise<string | undefined>;

const UNAVAILABLE = { statusCode: 480 };
/** A slow database must not collect callers. */
const MAX_LOOKUPS = 20;

export class CallBack {
  readonly #find: CallBackTarget;
  readonly #lookupMs: number;
  readonly #log: Logger;
  #lookups = 0;

  /** `lookupMs`: how long the question may take. */
  constructor(find: CallBackTarget, lookupMs: number, log: Logger) {
    this.#find = find;
    this.#lookupMs = lookupMs;
    this.#log = log;
  }

  /** Whether this INVITE can be a call back: one that wants to take over or join another call is none (RFC 3891, 3911). */
  takes(invite: IncomingRequestMessage): boolean {
    return !invite.hasHeader('replaces') && !invite.hasHeader('join') && this.#lookups < MAX_LOOKUPS;
  }

  /** Answers in the end, whatever comes. `domain` is ours. */
  async answer(call: IncomingInviteRequest, domain: string): Promise<void> {
    let isOver = false;
    call.delegate = {
      onCancel: () => {
        isOver = true;
        call.reject({ statusCode: 487 });
      },
    };
    call.trying();
    this.#lookups += 1;
    const conference = await this.#lookUp(callerOf(call.message, domain));
    this.#lookups -= 1;
    if (isOver) return;
    if (conference) call.redirect([], { statusCode: 302, extraHeaders: [`Contact: <${conference}>`] });
    else call.reject(UNAVAILABLE);
  }

  async #lookUp(caller: string): Promise<string | undefined> {
    let timeout: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timeout = setTimeout(resolve, this.#lookupMs, undefined);
    });
    try {
      return await Promise.race([this.#find(caller), late]);
    } catch (err) {
      this.#log.warn({ err }, 'nobody could say whether a caller was invited');
      return undefined;
    } finally {
      clearTimeout(timeout);
    }
  }
}

/** Who calls: what our server asserts, else what the caller says. */
export function callerOf(request: IncomingRequestMessage, domain: string): string {
  return assertedIdentity(request, domain) ?? withoutOurNumbers(request.from.uri.toString(), domain);
}
