/** Who lives in the sandbox, and what their phones do when they ring. */

export const SANDBOX_DOMAIN = 'usher.example';
/** Each user name of this domain is a room: whoever calls it is in. */
export const CONFERENCE_DOMAIN = `conf.${SANDBOX_DOMAIN}`;

export interface Habit {
  /** Sends 180 before anything else. */
  readonly rings: boolean;
  /** What then happens by itself; a number refuses with that code. */
  readonly does: 'answer' | 'nothing' | number;
  /** Takes a REFER inside a call, and so can join a conference by itself. */
  readonly takesRefer: boolean;
}

const JOINS: Habit = { rings: true, does: 'answer', takesRefer: true };

const PEOPLE = [
  // The first is the person at the page.
  { id: 'robin', name: 'Robin Doe', habit: JOINS },
  { id: 'mary', name: 'Mary Lind', habit: JOINS },
  { id: 'bob', name: 'Bob Stone', habit: { ...JOINS, does: 603 } },
  { id: 'sue', name: 'Sue Park', habit: { ...JOINS, does: 'nothing' } },
  // A desk phone: whoever called it keeps the call.
  { id: 'lee', name: 'Lee Chen', habit: { ...JOINS, takesRefer: false } },
  { id: 'max', name: 'Max Weber', habit: { ...JOINS, rings: false, does: 486 } },
  // Accepts no session description, whoever offers it.
  { id: 'fay', name: 'Fay Moreau', habit: { ...JOINS, rings: false, does: 488 } },
  { id: 'alex.jones', name: 'Alex Jones', habit: JOINS },
  { id: 'alex.wong', name: 'Alex Wong', habit: JOINS },
] as const satisfies { id: string; name: string; habit: Habit }[];

export type PersonId = (typeof PEOPLE)[number]['id'];

export interface SandboxPerson {
  /** The user part of her addresses; the same in every run. */
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  /** `sip:` and her mail address. */
  readonly sip: string;
  readonly habit: Habit;
}

export const SANDBOX_PEOPLE: readonly SandboxPerson[] = PEOPLE.map((person) => {
  const email = `${person.id}@${SANDBOX_DOMAIN}`;
  return { ...person, email, sip: `sip:${email}` };
});
