const ONE = new Set(['her', 'him', 'she', 'he', 'this one', 'that one', 'the last one']);
const ALL = new Set(['them', 'they', 'both', 'both of them', 'all of them']);

/** Whether a name is a word for one or for all who were named before; undefined: it is a name. */
export function pronounOf(name: string): 'one' | 'all' | undefined {
  const spoken = name.toLowerCase();
  if (ONE.has(spoken)) return 'one';
  return ALL.has(spoken) ? 'all' : undefined;
}
