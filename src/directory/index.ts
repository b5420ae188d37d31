/**
 * Name, mention or address → exactly one Person, or a question, or nobody. Ringing the wrong person at night is worse
 * than asking, so two who fit equally well are always a question.
 *
 *   const { people, problems } = await loadPeopleFile(config.peopleFile);
 *   const thread = new Directory(people).inThread(() => getMembers(context));
 *   const found = await thread.find({ kind: 'name', name: 'mary' });
 */

// Commonly used
export { Directory, type ThreadPeople } from './directory.ts';
// Among a few rows: `cancel NAME`, `again NAME`
export { type Match, matchNames } from './match-names.ts';
// The people file
export { loadPeopleFile, type PeopleFile, type PeopleFileProblem } from './people-file.ts';
export type { Found, Member, Person, Tier, Wanted } from './person.ts';
