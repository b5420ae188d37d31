import {
  Grammar,
  type IncomingInviteRequest,
  type IncomingReferRequest,
  type IncomingSubscribeRequest,
} from 'sip.js/lib/core/index.js';
import type { Call, CallEvents, CallParty } from './call.ts';
import { IncomingCall } from './incoming-call.ts';
import { addressOf, type Line } from './line.ts';
import { OutgoingCall } from './outgoing-call.ts';
import { acceptRefer, type ReferReport, type ReferTarget, referTarget } from './refer.ts';
import { RoomNotifier } from './room-notifier.ts';
import type { RosterUser } from './roster-document.ts';

/** Somebody who is in. */
export interface RosterEntry extends CallParty {
  /** She called it herself, somebody called it in her name, or it called her. */
  readonly leg: 'own' | 'bridged' | 'dialled';
}

export interface ConferenceHabit {
  /** Refuses every call with this code. */
  readonly refuse?: number;
  /** From a call to its answer, in milliseconds. */
  readonly answerMs: number;
  /** Calls people when asked to by REFER (RFC 4579 5.5); otherwise 403. */
  readonly takesRefer: boolean;
  /** Leaves whom it has called out of what it tells about who is in, or tells nobody (403); everybody is told all unless given. */
  readonly roster?: 'without-dialled' | 'refused';
}

export interface ConferenceRoomOptions {
  readonly line: Line;
  /** The display name of one of ours; undefined for everybody else. */
  nameOf(uri: string): string | undefined;
  /** Read anew for each call. */
  habit(): ConferenceHabit;
  later(delayMs: number, act: () => void): void;
  changed(): void;
}

/** One conference: whoever calls it is in, and it calls whom it is told to (a focus, RFC 4579). */
export class ConferenceRoom {
  readonly #options: ConferenceRoomOptions;
  readonly #calls = new Set<Call>();
  readonly #notifier: RoomNotifier;

  constructor(options: ConferenceRoomOptions) {
    this.#options = options;
    const { line, later } = options;
    this.#notifier = new RoomNotifier({ line, later, users: () => this.#users });
  }

  get roster(): RosterEntry[] {
    return [...this.#calls].filter(({ state }) => state === 'up').map((call) => this.#entry(call));
  }

  /** How many are calling it, or being called, and not in yet. */
  get callers(): number {
    return [...this.#calls].filter(({ state }) => state === 'ringing').length;
  }

  /** Takes somebody out, by address: BYE to who is in, CANCEL to who is being called. Returns whether there was anybody. */
  remove(uri: string): boolean {
    const calls = [...this.#calls].filter(({ remote }) => remote.uri === uri);
    for (const call of calls) call.hangUp();
    return calls.length > 0;
  }

  /** Takes everybody out. */
  end(): void {
    for (const call of this.#calls) call.hangUp();
  }

  /** `line`: another Contact than that of the room. */
  receive(request: IncomingInviteRequest, line = this.#options.line): void {
    const { refuse, answerMs } = this.#options.habit();
    const call = new IncomingCall(line, request, this.#events);
    if (refuse !== undefined) {
      call.refuse(refuse);
      return;
    }
    this.#add(call);
    if (answerMs === 0) call.answer();
    else this.#options.later(answerMs, () => call.answer());
  }

  /** Somebody wants to be told who is in (RFC 4575). */
  subscribe(request: IncomingSubscribeRequest): void {
    if (this.#options.habit().roster === 'refused') request.reject({ statusCode: 403 });
    else this.#notifier.receive(request);
  }

  /** How many are told who is in. */
  get subscribers(): number {
    return this.#notifier.size;
  }

  refer(request: IncomingReferRequest): void {
    const target = referTarget(request);
    if (!target || !this.#options.habit().takesRefer) {
      request.reject({ statusCode: target ? 403 : 400 });
      return;
    }
    const report = acceptRefer(this.#options.line, request);
    if (target.method === 'BYE') this.#takeOut(target, report);
    else void this.#call(target, inviterName(request), report);
  }

  #takeOut({ uri }: ReferTarget, report: ReferReport): void {
    const wasThere = this.remove(addressOf(uri));
    report.notify(
      wasThere ? { code: 200, reasonPhrase: 'OK' } : { code: 404, reasonPhrase: 'Not Found' },
      true,
    );
  }

  async #call({ uri, name, subject }: ReferTarget, inviter: string, report: ReferReport): Promise<void> {
    report.notify({ code: 100, reasonPhrase: 'Trying' }, false);
    const toName = this.#options.nameOf(addressOf(uri)) ?? name;
    const options = {
      toName,
      subject,
      ...(inviter === '' ? {} : { fromName: inviter }),
      onProgress: (response: { code: number; reasonPhrase: string }) => report.notify(response, false),
    };
    const call = new OutgoingCall(this.#options.line, uri, options, this.#events);
    this.#add(call);
    report.notify(await call.final, true);
  }

  #add(call: Call): void {
    this.#calls.add(call);
    this.#changed();
  }

  #changed(): void {
    this.#notifier.changed();
    this.#options.changed();
  }

  /** As the conference event package has it: a person, and each of her calls. */
  get #users(): RosterUser[] {
    const hidesDialled = this.#options.habit().roster === 'without-dialled';
    const shown = [...this.#calls].filter(({ direction }) => !(hidesDialled && direction === 'out'));
    const users = Map.groupBy(shown, ({ remote }) => remote.uri);
    return [...users].map(([uri, calls]) => ({
      uri,
      name: calls[0]?.remote.name ?? '',
      endpoints: calls.map(({ state, direction, callId }) => ({
        status: state === 'up' ? 'connected' : direction === 'in' ? 'dialing-in' : 'dialing-out',
        callId,
      })),
    }));
  }

  #entry({ remote, direction }: Call): RosterEntry {
    if (direction === 'out') return { ...remote, leg: 'dialled' };
    return { ...remote, leg: this.#options.nameOf(remote.uri) === undefined ? 'bridged' : 'own' };
  }

  readonly #events: CallEvents = {
    changed: (call) => {
      if (call.state === 'ended') this.#calls.delete(call);
      this.#changed();
    },
  };
}

/** Whose name a called phone shows: that of who asked for the call. */
function inviterName({ message }: IncomingReferRequest): string {
  const referredBy = Grammar.nameAddrHeaderParse(message.getHeader('referred-by') ?? '');
  return referredBy?.displayName || message.from.displayName;
}
