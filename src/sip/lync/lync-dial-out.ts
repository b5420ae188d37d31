/**
 * Method `dial-out` of a Lync conference, experimental: the focus is asked by C3P to have her called, and her phone needs to
 * know nothing of conferences (UCMA AudioVideoMcuSession.BeginDialOut).
 *
 *   we join the focus ──► addUser ──pending──► addUser goes on, and so do three minutes
 *                           ├── success ──► answered (joined is what a roster says)
 *                           ├── failure, refused ──► outcome by the reason, ms-diagnostics or code
 *                           └── withdrawn, three minutes of silence ──► deleteUser ──► withdrawn, no answer, or unknown
 *
 * The focus tells nothing of ringing, so RING_SECONDS does not count here: how long her phone rings is up to the server.
 */
import { randomUUID } from 'node:crypto';
import type { ConferenceServer, Delivery, DeliveryResult, Outcome, Removal } from '../../core/index.ts';
import { answerOf } from '../calls/answer.ts';
import { LegEntry } from '../calls/leg-entry.ts';
import type { SipMethodOptions } from '../methods/method-options.ts';
import { personUri } from '../methods/preflight.ts';
import { SipMethod } from '../methods/sip-method.ts';
import { newCallId } from '../user-agent/identifiers.ts';
import { isConnectionLost, isMadeHere } from '../user-agent/responses.ts';
import { audioVideoUri, dialOutRequest } from './c3p.ts';
import type { CommandEnd } from './focus.ts';
import { outcomeOfFailure, outcomeOfRefusal } from './focus-outcome.ts';
import type { Command, Focuses, NotGiven } from './focuses.ts';
import { OnHerOwn } from './on-her-own.ts';

export interface LyncDialOutOptions extends SipMethodOptions {
  readonly focuses: Focuses;
  /** Takes people out, also those whose phones still ring. */
  readonly remove: ConferenceServer['remove'];
}

export class LyncDialOut extends SipMethod {
  readonly name = 'dial-out';
  readonly isDialOut = true;
  readonly #focuses: Focuses;
  readonly #remove: ConferenceServer['remove'];

  constructor(options: LyncDialOutOptions) {
    super(options);
    this.#focuses = options.focuses;
    this.#remove = options.remove;
  }

  protected async attempt(delivery: Delivery): Promise<DeliveryResult> {
    const { userAgent, pacer } = this.options;
    const { signal, conference } = delivery;
    const mcuUri = audioVideoUri(conference.uri);
    if (mcuUri === undefined) return { outcome: { word: 'failed', detail: 'conference-address' } };
    const kept = await pacer.turn(delivery);
    if (kept) return { outcome: kept };
    const person = personUri(delivery, userAgent);
    const entry = this.#entry(delivery, person);
    if (!(await entry.open())) return { outcome: { word: 'unknown', detail: 'ownership-lost' } };
    const call = { person, name: delivery.inviteeName, mcuUri, endpoint: randomUUID() };
    // One join for all that this takes.
    const { release } = this.#focuses.hold(conference.uri);
    const command = this.#focuses.command(conference.uri, (envelope) => dialOutRequest(envelope, call), {
      patienceMs: this.timers.commandMs,
      signal,
    });
    const outcome = await this.#watch(delivery, command);
    command.abandon();
    release();
    if (outcome.detail === 'connection-lost') {
      // She may be called all the same: as soon as there is a connection again the focus is told not to.
      userAgent.once('ready', async () => {
        await this.#takeOut(delivery);
        await entry.change({ state: 'ended' });
      });
      return { outcome };
    }
    const isIn = outcome.word === 'answered' || outcome.word === 'joined';
    await entry.change({ state: isIn ? 'confirmed' : 'ended' });
    if (!isIn) return { outcome };
    return { outcome, acceptedBy: person, participant: new OnHerOwn(() => this.#takeOut(delivery)) };
  }

  /** What a successor needs to have her phone stopped, or to know that she is in. */
  #entry({ id, conference }: Delivery, person: string): LegEntry {
    const { userAgent, journal } = this.options;
    return new LegEntry(userAgent, journal, {
      invitationId: id,
      leg: 'person',
      method: this.name,
      form: 'c3p',
      state: 'inviting',
      requestUri: conference.uri,
      referTo: person,
      callId: newCallId(),
      from: { uri: userAgent.uri.toString(), displayName: '', tag: '' },
      to: { uri: conference.uri },
      cseq: 0,
      branch: '',
      sentBy: userAgent.sentBy,
      routeSet: [],
      contact: userAgent.contact,
    });
  }

  async #watch(delivery: Delivery, command: Command): Promise<Outcome> {
    const { signal } = delivery;
    const { userAgent } = this.options;
    let wasLost = false;
    const onLost = () => {
      wasLost = true;
    };
    userAgent.once('disconnected', onLost);
    const withdrawal = Promise.withResolvers<'withdrawn'>();
    const withdraw = () => withdrawal.resolve('withdrawn');
    signal.addEventListener('abort', withdraw, { once: true });
    if (signal.aborted) withdraw();
    const end = await Promise.race([command.end, withdrawal.promise]);
    signal.removeEventListener('abort', withdraw);
    userAgent.off('disconnected', onLost);
    if (end === 'withdrawn') {
      return command.isSent ? await this.#takeBack('withdrawn', delivery, command) : { word: 'withdrawn' };
    }
    // The response may have been lost with a connection: who may be in is not taken out.
    return end.kind === 'silence' && !wasLost
      ? await this.#takeBack('no-answer', delivery, command)
      : outcomeOfEnd(end);
  }

  /** Race: what became of her meanwhile counts where it tells more than that she was stopped. */
  async #takeBack(word: 'withdrawn' | 'no-answer', delivery: Delivery, command: Command): Promise<Outcome> {
    let end: CommandEnd | NotGiven | undefined;
    void command.end.then((how) => {
      end = how;
    });
    const { kind } = await this.#takeOut(delivery);
    const told = end && end.kind !== 'silence' ? outcomeOfEnd(end) : undefined;
    if (told?.word === 'declined' || told?.word === 'busy') return told;
    // Who is not in may still be called, unless nobody calls her any more.
    if (kind === 'removed' || (kind === 'not-in' && end)) return { word };
    return told ?? { word: 'unknown', detail: 'cancel-unanswered' };
  }

  #takeOut({ conference, destination }: Delivery): Promise<Removal> {
    return this.#remove(conference.uri, { address: destination });
  }
}

function outcomeOfEnd(end: CommandEnd | NotGiven): Outcome {
  switch (end.kind) {
    case 'success':
      return { word: 'answered' };
    case 'failure':
      return outcomeOfFailure(end.reason);
    case 'refused':
      if (!isMadeHere(end.message))
        return outcomeOfRefusal(answerOf(end.message, { answeredBy: 'conference', rang: false }));
      return { word: 'unknown', detail: isConnectionLost(end.message) ? 'connection-lost' : 'no-response' };
    case 'not-given':
      return end.outcome;
    default:
      return { word: 'unknown', detail: 'no-response' };
  }
}
