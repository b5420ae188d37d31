import type { Participant, ParticipantEnd } from '../../core/index.ts';

/** Somebody whose call is between her and the conference server: only the server can take her out, and only it knows when she leaves. */
export class OnHerOwn implements Participant {
  readonly presence = 'independent';
  readonly ended: Promise<ParticipantEnd>;
  readonly #end = Promise.withResolvers<ParticipantEnd>();
  readonly #takeOut: () => Promise<unknown>;

  /** `takeOut` never rejects. */
  constructor(takeOut: () => Promise<unknown>) {
    this.#takeOut = takeOut;
    this.ended = this.#end.promise;
  }

  async hangUp(): Promise<void> {
    await this.#takeOut();
    this.#end.resolve({ how: 'hung-up' });
  }
}
