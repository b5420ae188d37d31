/**
 * A bridge while it lives: what one leg does, the other learns.
 *
 *   alive ──her BYE──► conference hung up: left by person        alive ──hangUp──► both hung up: hung-up
 *         ──conference's BYE──► she is hung up: left by conference
 *         ──step out, her own 2xx──► she is hung up, a moment later the conference: stepped-out (else it stays alive)
 */
import { setTimeout as after } from 'node:timers/promises';
import type { Participant, ParticipantEnd } from '../../core/index.ts';
import type { Call } from '../calls/call.ts';
import type { CallTimers } from '../calls/call-timers.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { refreshContact } from './contact-refresh.ts';
import { relayReinvites } from './reinvite-relay.ts';
import { resumeStepOut, stepOut } from './step-out.ts';

export class LiveBridge implements Participant {
  readonly presence = 'bridged';
  readonly ended: Promise<ParticipantEnd>;
  readonly steppedOut: Promise<boolean | undefined>;
  readonly #userAgent: SipUserAgent;
  readonly #person: Call;
  readonly #conference: Call;
  readonly #end = Promise.withResolvers<ParticipantEnd>();
  readonly #steppedOut = Promise.withResolvers<boolean | undefined>();
  #steppingOut: Promise<boolean> | undefined;
  #isOver = false;

  constructor(userAgent: SipUserAgent, person: Call, conference: Call) {
    this.#userAgent = userAgent;
    this.#person = person;
    this.#conference = conference;
    this.ended = this.#end.promise;
    this.steppedOut = this.#steppedOut.promise;
    relayReinvites(userAgent, person, conference);
    relayReinvites(userAgent, conference, person);
    userAgent.on('contactChanged', this.#refresh);
    void person.ended.then(() => this.#onLegEnded('person'));
    void conference.ended.then(() => this.#onLegEnded('conference'));
  }

  async hangUp(): Promise<void> {
    await this.#finish({ how: 'hung-up' });
  }

  /** Lets her phone call the conference itself. Resolves when that has worked, or will not. */
  async stepOut(conferenceUri: string, timers: CallTimers): Promise<void> {
    // Before the REFER leaves: a successor that took this for a mere bridge would leave her in twice.
    await this.#person.entry.change({ steppingOut: 'asked' });
    if (this.#isOver) return;
    await this.#stepOutWhen(stepOut(this.#userAgent, this.#legs, conferenceUri, timers), timers);
  }

  /** The same for a successor of the process that has asked her phone. */
  async resumeStepOut(timers: CallTimers): Promise<void> {
    await this.#stepOutWhen(resumeStepOut(this.#userAgent, this.#legs, timers), timers);
  }

  get #legs() {
    return { person: this.#person, conference: this.#conference };
  }

  async #stepOutWhen(isOut: Promise<boolean>, { stepOutOverlapMs }: CallTimers): Promise<void> {
    this.#steppingOut = isOut;
    if (await isOut) {
      this.#steppedOut.resolve(true);
      await this.#finish({ how: 'stepped-out' }, stepOutOverlapMs);
    } else if (!this.#person.isOver) {
      if (!this.#isOver) this.#steppedOut.resolve(false);
      await this.#person.entry.change({ steppingOut: 'failed' });
    }
  }

  /** Tells both sides our new Contact; what is gone ends. */
  async refresh(): Promise<void> {
    if (!this.#isOver) await refreshContact(this.#person, this.#conference);
  }

  readonly #refresh = () => void this.refresh();

  async #onLegEnded(by: 'person' | 'conference'): Promise<void> {
    // Race: step-out.ts has a moment to find out whether this is the leg that her own call has replaced.
    if (await this.#steppingOut) return;
    if (this.#isOver) return;
    const other = by === 'person' ? this.#conference : this.#person;
    this.#isOver = true;
    void other.bye();
    this.#over({ how: 'left', by });
  }

  /** `overlapMs`: how much longer our leg in the conference stays than hers, which ends at once. */
  async #finish(end: ParticipantEnd, overlapMs = 0): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await Promise.all([this.#person.bye(), this.#leaveConference(overlapMs)]);
    // Race: hung up × her own call, which no BYE of ours reaches.
    this.#over((await this.#steppingOut) ? { how: 'stepped-out' } : end);
  }

  async #leaveConference(afterMs: number): Promise<void> {
    if (afterMs > 0) await Promise.race([this.#conference.ended, after(afterMs, undefined, { ref: false })]);
    await this.#conference.bye();
  }

  #over(end: ParticipantEnd): void {
    this.#userAgent.off('contactChanged', this.#refresh);
    this.#end.resolve(end);
    this.#steppedOut.resolve(undefined);
  }
}
