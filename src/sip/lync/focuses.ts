/**
 * The focuses that we have joined, one dialog per conference: joined by the first who needs it, left by the last. A command
 * needs it until it is answered; who follows the roster needs it for as long.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Body } from 'sip.js/lib/core/index.js';
import type { Outcome } from '../../core/index.ts';
import type { CallTimers } from '../calls/call-timers.ts';
import { codeOf, isMadeHere } from '../user-agent/responses.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import type { Envelope } from './c3p.ts';
import { type CommandEnd, Focus } from './focus.ts';

/** Nothing that SIP could call. */
const NO_URI: Outcome = { word: 'failed', detail: 'conference-address' };

/** How long stopping waits for answers to our BYEs. */
const LEAVE_MS = 2_000;

export interface Command {
  /** Whether it may have left: until then nothing has to be taken back. */
  readonly isSent: boolean;
  /** Never rejects. */
  readonly end: Promise<CommandEnd | NotGiven>;
  /** Its response is not waited for any more: `silence`. What it has begun goes on. */
  abandon(): void;
}

/** Nothing was sent: the focus would not have us, or the signal was aborted before. */
export interface NotGiven {
  readonly kind: 'not-given';
  readonly outcome: Outcome;
}

interface Joining {
  holders: number;
  readonly joined: Promise<Focus | Outcome>;
  isUsable(): boolean;
}

export class Focuses {
  readonly #userAgent: SipUserAgent;
  readonly #timers: CallTimers;
  readonly #joinings = new Map<string, Joining>();

  constructor(userAgent: SipUserAgent, timers: CallTimers) {
    this.#userAgent = userAgent;
    this.#timers = timers;
  }

  /** Joins, unless we are in. `release` is called once. */
  hold(uri: string): { readonly joined: Promise<Focus | Outcome>; release(): void } {
    const known = this.#joinings.get(uri);
    const joining = known?.isUsable() ? known : this.#join(uri);
    joining.holders += 1;
    return {
      joined: joining.joined,
      release: () => {
        joining.holders -= 1;
        if (joining.holders > 0) return;
        if (this.#joinings.get(uri) === joining) this.#joinings.delete(uri);
        void leave(joining);
      },
    };
  }

  /** Gives a command to the focus of a conference. A focus that has forgotten us is joined anew, once: it has done nothing. */
  command(
    uri: string,
    write: (envelope: Envelope) => Body,
    { patienceMs, signal }: { readonly patienceMs: number; readonly signal?: AbortSignal },
  ): Command {
    const abandonment = new AbortController();
    let isSent = false;
    const give = async (): Promise<CommandEnd | NotGiven> => {
      for (let isFirst = true; ; isFirst = false) {
        const { joined, release } = this.hold(uri);
        try {
          const focus = await joined;
          if (!(focus instanceof Focus)) return { kind: 'not-given', outcome: focus };
          // Race: withdrawn while we joined.
          if (signal?.aborted) return { kind: 'not-given', outcome: { word: 'withdrawn' } };
          isSent = true;
          const end = await focus.command(write, patienceMs, abandonment.signal);
          if (!isFirst || !isForgotten(end)) return end;
        } finally {
          release();
        }
      }
    };
    const end = give();
    return {
      get isSent() {
        return isSent;
      },
      end,
      abandon: () => abandonment.abort(),
    };
  }

  /** Leaves them all. */
  async stop(): Promise<void> {
    const left = [...this.#joinings.values()].map(leave);
    this.#joinings.clear();
    await Promise.race([Promise.all(left), pause(LEAVE_MS, undefined, { ref: false })]);
  }

  #join(uri: string): Joining {
    let result: Focus | Outcome | undefined;
    const options = { userAgent: this.#userAgent, uri, timers: this.#timers };
    const joined = Focus.join(options)
      .catch(() => NO_URI)
      .then((focus) => {
        result = focus;
        return focus;
      });
    const isUsable = () => result === undefined || (result instanceof Focus && !result.isOver);
    const joining = { holders: 0, joined, isUsable };
    this.#joinings.set(uri, joining);
    return joining;
  }
}

async function leave({ joined }: Joining): Promise<void> {
  const focus = await joined;
  if (focus instanceof Focus) await focus.leave();
}

function isForgotten(end: CommandEnd): boolean {
  return end.kind === 'refused' && !isMadeHere(end.message) && codeOf(end.message) === 481;
}
