/** Runs something later, unless what it returns is called before. */
export type Later = (delayMs: number, run: () => void) => () => void;

export const afterTimeout: Later = (delayMs, run) => {
  const timeout = setTimeout(run, delayMs);
  return () => clearTimeout(timeout);
};
