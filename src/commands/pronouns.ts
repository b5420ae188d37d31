const ONE = new Set(['her', 'him', 'she', 'he', 'this one', 'that one', 'the last one']);
const ALL = new Set(['them', 'they', 'both', 'both of them', 'all of them']);

/** Whether a name is a word for one or for all who were named before; undefined: it is a name. */
export function pronounOf(name: string): 'one' | 'all' | undefined {
  const spoken = name.toLowerCase();
  if (ONE.has(spoken)) return 'one';
  return ALL.has(spoken) ? 'all' : undefined;
}

const EVERYBODY = new Set([
  'everybody',
  'everyone',
  'all',
  'all of us',
  'everybody here',
  'everyone here',
  'the whole chat',
  'the whole channel',
  'the whole team',
]);

/** Whether a name says everybody of the place, unless something is called so. */
export function isEverybody(name: string): boolean {
  return EVERYBODY.has(name.toLowerCase());
}
