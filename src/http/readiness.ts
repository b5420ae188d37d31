import { NotReady } from './not-ready.ts';

/** Resolves when the part is ready; rejects, or takes too long, when it is not. */
export type Check = () => Promise<unknown>;
/** By the name that `/readyz` shows for it. */
export type Checks = Readonly<Record<string, Check>>;

export interface Readiness {
  readonly ready: boolean;
  readonly missing: readonly string[];
  /** Of those that are missing and say why (`NotReady`). */
  readonly codes: Readonly<Record<string, string>>;
}

/** Asks all checks at once, none longer than `timeoutMs`. Only names and codes leave: other reasons belong in the log. */
export async function checkReadiness(
  checks: Checks,
  timeoutMs: number,
  onMissing: (name: string, cause: unknown) => void,
): Promise<Readiness> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await within(check(), timeoutMs);
        return undefined;
      } catch (cause) {
        onMissing(name, cause);
        return { name, code: cause instanceof NotReady ? cause.code : undefined };
      }
    }),
  );
  const missing = found.filter((one) => one !== undefined);
  const codes = missing.flatMap(({ name, code }) => (code === undefined ? [] : [[name, code] as const]));
  return {
    ready: missing.length === 0,
    missing: missing.map(({ name }) => name),
    codes: Object.fromEntries(codes),
  };
}

async function within(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const noAnswer = new NotReady('no-answer', `No answer within ${timeoutMs} ms`);
  const timer = setTimeout(() => late.reject(noAnswer), timeoutMs);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
