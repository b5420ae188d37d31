/** Lines of pieces that were picked at random, the same on every machine. */
export function randomLines(seed: number, count: number, pieces: readonly string[]): string[] {
  const next = random(seed);
  const pick = () => pieces[Math.floor(next() * pieces.length)] ?? '';
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(next() * 14) }, pick).join(next() < 0.5 ? ' ' : ''),
  );
}

/** Given a number, another set of lines is tried; each title says which. */
export const FUZZ_SEED = Number(process.env.USHER_FUZZ_SEED ?? 1);

/** mulberry32 */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
