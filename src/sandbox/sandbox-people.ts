/** Who lives in the sandbox, and what their phones do when they ring. */
import type { OwnConference } from './app-invite.ts';

export const SANDBOX_DOMAIN = 'usher.example';
/** Each user name of this domain is a room: whoever calls it is in. */
export const CONFERENCE_DOMAIN = `conf.${SANDBOX_DOMAIN}`;

export interface Habit {
  /** Sends 180 before anything else. */
  readonly rings: boolean;
  /** What then happens by itself; a number refuses with that code, an address is where the call is sent instead (302). */
  readonly does: 'answer' | 'nothing' | number | `sip:${string}`;
  /** Takes a REFER inside a call, and so can join a conference by itself. */
  readonly takesRefer: boolean;
  /** To what whoever called is invited a moment later. */
  readonly invitesBack?: OwnConference;
  /** Refuses with 488 whoever is no conference: it can be called by one, and by nobody else. */
  readonly onlyConferences?: boolean;
}

const JOINS: Habit = { rings: true, does: 'answer', takesRefer: true };

const CHOIR: OwnConference = {
  uri: `sip:choir@${CONFERENCE_DOMAIN}`,
  subject: 'Choir',
  words: 'Not now, but come and sing with us',
};

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
  // Comes to no conference, and invites to her own; a thread that listens to her sees it.
  { id: 'pat', name: 'Pat Novak', habit: { ...JOINS, does: 603, invitesBack: CHOIR } },
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
