/** Groups of the people file: "the on-call surgeons", "everybody in surgery", "all nurses". */
import { fold } from './fold.ts';
import type { Person } from './person.ts';

/** What is said around the name of a group; each is taken off where nothing is called by the whole. */
const AROUND = [
  /^(?:alle|alle leute)(?: (?:aus|in|von|vom|im)(?: (?:der|dem|den))?)? /i,
  /^(?:die|das|den|der|dem|unsere?|team|gruppe|abteilung) /i,
  /(?:[ -](?:team|gruppe|abteilung)| leute)$/i,
  /^(?:tous|toutes|tout)(?: (?:le monde|les|le|la|de|du|des|en|dans|à))* /i,
  /^(?:les|le|la|nos|l['’]équipe|l['’]equipe|équipe|equipe|groupe|service)(?: (?:de|du|des|la))* /i,
  /^(?:todos|todas|todo)(?: (?:el|la|los|las|de|del|en))* /i,
  /^(?:los|las|el|la|nuestros|equipo|grupo|departamento)(?: (?:equipo|grupo|departamento))?(?: (?:de|del|la|los|las))* /i,
  /(?:の)?(?:全員|皆さん|みんな|メンバー|チーム|グループ|の人たち)(?:全員)?$/,
  /^(?:everybody|everyone|all|all of|everybody else|everyone else)(?: (?:in|from|of|on))? /i,
  /^(?:the|our|my|team|group|department) /i,
  / (?:team|group|department|people|folks|members|crew)$/i,
] as const;

/** All groups, by a key of their names; who is named twice belongs once. */
export function groupsOf(people: readonly Person[]): ReadonlyMap<string, readonly Person[]> {
  const groups = new Map<string, Set<Person>>();
  for (const person of people) {
    for (const key of (person.groups ?? []).flatMap(keysOf)) {
      const members = groups.get(key) ?? new Set();
      groups.set(key, members.add(person));
    }
  }
  return new Map([...groups].map(([key, members]) => [key, [...members]]));
}

/** Keys of the groups that may be meant, what was said in full first. */
export function groupKeysOf(spoken: string): readonly string[] {
  const texts = [spoken];
  for (const around of AROUND) {
    for (const text of [...texts]) {
      const inner = text.replace(around, '').trim();
      if (inner !== text) texts.push(inner);
    }
  }
  const keys = texts.flatMap(keysOf);
  // One surgeon of the group "surgeons" is nobody in particular, but "the surgeons" of the group "surgeon" are all.
  return [...keys, ...keys.map((key) => key.replace(/(?<=...)s$/, ''))];
}

const keysOf = (name: string): readonly string[] => fold(name).map(({ joined }) => joined);
