import { formatAddress, parseAddress } from './address.ts';
import type { DeliveryMethod } from './delivery-method.ts';
import { ArgumentError, InvalidOperationError } from './errors.ts';

/** What is under way and ends with the conference: its invitations. */
interface UnderWay {
  terminate(): Promise<void>;
}

export interface ConferenceOptions {
  /** Conference URI: a SIP URI that anybody may call to get in (RFC 4579 3.3). */
  readonly uri: string;
  readonly subject: string;
  /** Tried in this order for each invitation; at least one. */
  readonly methods: readonly DeliveryMethod[];
}

/**
 * A live conference that people are invited to. Active until `end()`, which withdraws the invitations under way
 * (UCMA Conversation.BeginTerminate terminates conference invitations first).
 */
export class Conference {
  readonly uri: string;
  readonly subject: string;
  readonly methods: readonly DeliveryMethod[];
  #state: 'active' | 'ended' = 'active';
  readonly #underWay = new Set<UnderWay>();

  /** Throws ArgumentError for a URI that is no SIP URI (`address.invalid`, `conference.uri`) and for no methods. */
  constructor({ uri, subject, methods }: ConferenceOptions) {
    const address = parseAddress(uri);
    if (address.scheme === 'tel') {
      throw new ArgumentError('conference.uri', 'A conference has a SIP URI, not a number', { uri });
    }
    if (methods.length === 0) throw new ArgumentError('conference.methods', 'A conference without methods');
    this.uri = formatAddress(address);
    this.subject = subject;
    this.methods = methods;
  }

  get state(): 'active' | 'ended' {
    return this.#state;
  }

  /** Ends it and withdraws what is under way; resolves when each of those invitations is Terminated. */
  async end(): Promise<void> {
    this.#state = 'ended';
    await Promise.all([...this.#underWay].map((invitation) => invitation.terminate()));
  }

  /** Called by an invitation that starts. Throws InvalidOperationError `conference.ended`. */
  admit(invitation: UnderWay): void {
    if (this.#state === 'ended') {
      throw new InvalidOperationError('conference.ended', 'The conference has ended', { uri: this.uri });
    }
    this.#underWay.add(invitation);
  }

  /** Called by an invitation that is Terminated. */
  release(invitation: UnderWay): void {
    this.#underWay.delete(invitation);
  }
}
