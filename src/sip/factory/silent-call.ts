import { bodyOf } from '../calls/body.ts';
import type { Call, CallEnd } from '../calls/call.ts';
import { silentAnswer, silentOffer } from '../calls/sdp.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';

/** A call without media that only has to last: it answers session refreshes, and tells its far end our Contact. */
export class SilentCall {
  readonly ended: Promise<CallEnd>;
  readonly #userAgent: SipUserAgent;
  readonly #call: Call;

  constructor(userAgent: SipUserAgent, call: Call) {
    this.#userAgent = userAgent;
    this.#call = call;
    this.ended = call.ended;
    call.onReinvite = (request) => {
      const offer = bodyOf(request.message);
      const body = offer ? silentAnswer(offer, userAgent.address) : silentOffer(userAgent.address);
      request.accept({ statusCode: 200, extraHeaders: userAgent.contactHeaders, body });
    };
    userAgent.on('contactChanged', this.#refresh);
    void call.ended.then(() => userAgent.off('contactChanged', this.#refresh));
  }

  hangUp(): Promise<void> {
    return this.#call.bye();
  }

  /** Resolves when the far end has answered, or the call is over. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#call.isOver) return;
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    try {
      this.#call.reinvite(silentOffer(this.#userAgent.address), {
        onAccept: ({ ack }) => {
          ack();
          resolve();
        },
        onReject: () => resolve(),
      });
    } catch {
      // Another one is under way (a glare): it carries our Contact too.
      return;
    }
    await Promise.race([answered, this.ended]);
  }

  readonly #refresh = () => void this.refresh();
}
