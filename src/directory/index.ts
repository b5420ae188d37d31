/**
 * Name, mention or address → exactly one Person, or a question, or nobody. Ringing the wrong person at night is worse than
 * asking: two who fit equally well are always a question, and only a clear slip of the fingers is forgiven without one.
 *
 *   const { people, problems } = await loadPeopleFile('people.csv');
 *   const thread = new Directory(people).inThread(() => getMembers(context));
 *   const found = await thread.find({ kind: 'name', name: 'mary' });
 *
 * The way of a name: `people.ts` makes one of each human in file, directory and roster, `fold.ts` takes case and accents away,
 * `fit-name.ts` says how well one name fits, `match-names.ts` lets the best tier decide, among those whom `word-index.ts` proposes.
 */

// What comes in by other ways
export { cleanName } from './clean-name.ts';
export { knownZone } from './known-zone.ts';
// Commonly used: who is meant
export { Directory, type Known, type ThreadPeople } from './directory.ts';
export { type Doubt, type Found, type FoundProblem, MAX_GROUP, type Tier, type Wanted } from './found.ts';
export { People } from './people.ts';
// Among the rows of a thread: `cancel NAME`, `again NAME`
export { type Match, matchNames } from './match-names.ts';
// The people file
export { type PeopleFile, type PeopleFileProblem, parsePeopleFile } from './parse-people-file.ts';
export { loadPeopleFile, MAX_PEOPLE_FILE_BYTES } from './people-file.ts';
export type { Member, Person } from './person.ts';
// Telephone numbers as a country writes them
export { type Country, readNumber } from './read-number.ts';
