import type { Participant, ParticipantEnd } from '../core/index.ts';
import type { CallEnd } from './server-call.ts';

/** Somebody whom the conference server has called in: her call is between her and the room, and goes on without us. */
export class ServerParticipant implements Participant {
  readonly presence = 'independent';
  readonly ended: Promise<ParticipantEnd>;
  readonly #takeDown: () => Promise<unknown>;
  #isHungUp = false;

  constructor(ended: Promise<CallEnd>, takeDown: () => Promise<unknown>) {
    this.#takeDown = takeDown;
    this.ended = ended.then((end) => {
      if (this.#isHungUp) return { how: 'hung-up' };
      return { how: 'left', by: end.kind === 'ended' ? end.by : 'conference' };
    });
  }

  async hangUp(): Promise<void> {
    this.#isHungUp = true;
    await this.#takeDown();
  }
}
