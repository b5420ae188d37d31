/** Groups of the people file and of a directory: "the on-call surgeons", "everybody in surgery", "all nurses". */
import { fold } from './fold.ts';

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

/** Who belongs to which groups. */
export class Groups<T> {
  readonly #members = new Map<string, Set<T>>();
  /** A directory names each of its groups thousands of times. */
  readonly #keys = new Map<string, readonly string[]>();

  add(member: T, groups: readonly string[]): void {
    for (const group of groups) {
      const keys = this.#keys.get(group) ?? keysOf(group);
      this.#keys.set(group, keys);
      for (const key of keys) this.#members.set(key, (this.#members.get(key) ?? new Set()).add(member));
    }
  }

  /** Everybody of the group that is meant, each once; empty: there is none. */
  find(spoken: string): readonly T[] {
    const members = groupKeysOf(spoken).map((key) => this.#members.get(key));
    return [...(members.find((one) => one !== undefined) ?? [])];
  }
}

/** Keys of the groups that may be meant, what was said in full first. */
function groupKeysOf(spoken: string): readonly string[] {
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
