/** Each value of a label is a series of its own that is kept for ever: who sends us words must not make up series. */
const MAX_VALUES = 200;
const CODE = /^[a-z][a-z0-9._-]{0,39}$/i;

/** Lets through stable codes, as many as we have; what is none becomes `other`. */
export function codes(): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= MAX_VALUES || !CODE.test(value)) return 'other';
    known.add(value);
    return value;
  };
}

/** Lets through these only. */
export function oneOf(...values: readonly string[]): (value: string) => string {
  const known = new Set(values);
  return (value) => (known.has(value) ? value : 'other');
}
