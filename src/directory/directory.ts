import type { Found, Member, Person, Wanted } from './person.ts';

/** The people of one thread: the people file and the thread's roster, each human once. */
export interface ThreadPeople {
  /** Who is meant. Never rejects; the roster is read at most once, and only when it is needed. */
  find(wanted: Wanted): Promise<Found>;
}

/** Everybody we know from the people file; `inThread` adds the members of a thread. */
export class Directory {
  readonly #people: readonly Person[];

  constructor(people: readonly Person[] = []) {
    this.#people = people;
  }

  inThread(_roster: () => Promise<readonly Member[]>): ThreadPeople {
    return {
      find: async (wanted) => ({ kind: 'nobody', wanted: JSON.stringify(wanted), nearest: this.#people }),
    };
  }
}
