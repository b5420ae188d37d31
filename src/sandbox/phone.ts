import type { IncomingInviteRequest, IncomingReferRequest, URI } from 'sip.js/lib/core/index.js';
import { parseUri } from '../sip/index.ts';
import { sendAppInvite } from './app-invite.ts';
import type { Call, CallEvents } from './call.ts';
import { IncomingCall } from './incoming-call.ts';
import type { Line } from './line.ts';
import { OutgoingCall } from './outgoing-call.ts';
import { type ReferReport, referTarget } from './refer.ts';
import type { Habit, SandboxPerson } from './sandbox-people.ts';

/** What a phone displays of its latest caller. */
export interface Toast {
  readonly from: string;
  readonly subject: string;
}

export interface PhoneDelays {
  /** From ringing to picking up, in milliseconds. */
  readonly answerMs: number;
  /** From ringing to refusing, in milliseconds. */
  readonly declineMs: number;
}

export interface PhoneOptions {
  readonly person: SandboxPerson;
  readonly line: Line;
  readonly delays: PhoneDelays;
  /** Acts after so many milliseconds, unless the sandbox has been stopped. */
  later(delayMs: number, act: () => void): void;
  /** Called after each change of its state. */
  changed(): void;
}

/** Somebody's phone, with one call at a time; a second is refused with 486. */
export class Phone {
  readonly person: SandboxPerson;
  /** What it does with the next call. */
  habit: Habit;
  readonly #options: PhoneOptions;
  readonly #calls = new Set<Call>();
  #toast: Toast | undefined;

  constructor(options: PhoneOptions) {
    this.person = options.person;
    this.habit = options.person.habit;
    this.#options = options;
  }

  get state(): 'idle' | 'ringing' | 'talking' {
    const calls = [...this.#calls];
    if (calls.some(({ state }) => state === 'up')) return 'talking';
    return calls.length > 0 ? 'ringing' : 'idle';
  }

  /** Of the call that came last, also when it has ended. */
  get toast(): Toast | undefined {
    return this.#toast;
  }

  get calls(): readonly Call[] {
    return [...this.#calls];
  }

  /** Picks up; does nothing where it does not ring. */
  answer(): void {
    for (const call of this.#calls) if (call instanceof IncomingCall) call.answer();
  }

  /** Refuses with a code, 603 unless given; does nothing where it does not ring. */
  decline(code = 603): void {
    for (const call of this.#calls) if (call instanceof IncomingCall) call.refuse(code);
  }

  /** Ends all its calls, whatever their state. */
  hangUp(): void {
    for (const call of this.#calls) call.hangUp();
  }

  /** Calls somebody, or a conference, without having been asked to. */
  call(uri: string): void {
    this.#call(parseUri(uri));
  }

  receive(request: IncomingInviteRequest): void {
    const { rings, does, takesRefer, onlyConferences = false } = this.habit;
    const { line, delays } = this.#options;
    const isBusy = this.#calls.size > 0;
    const call = new IncomingCall(line, request, takesRefer ? this.#referable : this.#events);
    if (isBusy || (onlyConferences && !call.isFromFocus)) {
      call.refuse(isBusy ? 486 : 488);
      return;
    }
    this.#toast = { from: call.remote.name, subject: call.subject };
    this.#add(call);
    if (rings) call.ring();
    const { invitesBack } = this.habit;
    if (invitesBack) {
      this.#options.later(2 * delays.declineMs, () => sendAppInvite(line, call.contact, invitesBack));
    }
    if (does === 'answer') this.#later(call, delays.answerMs, () => call.answer());
    else if (does !== 'nothing' && rings) this.#later(call, delays.declineMs, () => call.turnAway(does));
    else if (does !== 'nothing') call.turnAway(does);
  }

  #later(call: Call, delayMs: number, act: () => void): void {
    this.#options.later(delayMs, () => {
      if (call.state === 'ringing') act();
    });
  }

  /** Calls whom it is referred to, as itself: how it joins a conference without whoever referred it. */
  async #refer(request: IncomingReferRequest, report: ReferReport): Promise<void> {
    const { line } = this.#options;
    const target = referTarget(request);
    if (target?.method !== 'INVITE') {
      request.reject({ statusCode: 400 });
      return;
    }
    request.accept({ statusCode: 202, extraHeaders: [line.contactHeader] });
    report.notify({ code: 100, reasonPhrase: 'Trying' }, false);
    report.notify(await this.#call(target.uri, target.name).final, true);
  }

  #call(target: URI, toName = ''): OutgoingCall {
    const call = new OutgoingCall(this.#options.line, target, { toName }, this.#events);
    this.#add(call);
    return call;
  }

  #add(call: Call): void {
    this.#calls.add(call);
    this.#options.changed();
  }

  readonly #events: CallEvents = {
    changed: (call) => {
      if (call.state === 'ended') this.#calls.delete(call);
      this.#options.changed();
    },
  };

  readonly #referable: CallEvents = {
    ...this.#events,
    referred: (request, report) => void this.#refer(request, report),
  };
}
