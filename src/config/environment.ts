import { formatAddress, parseAddress } from '../core/index.ts';
import { OPTIONS, type Variable } from './options.ts';

export interface Fault {
  readonly variable: Variable;
  readonly problem: string;
}

/** The variables as they are set, read one by one; what is wrong with them is collected, not thrown. */
export class Environment {
  readonly faults: Fault[] = [];
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
  }

  fault(variable: Variable, problem: string): void {
    this.faults.push({ variable, problem });
  }

  isSet(variable: Variable): boolean {
    return Boolean(this.#env[variable]?.trim());
  }

  text(variable: Variable): string {
    return this.#env[variable]?.trim() || OPTIONS[variable].fallback;
  }

  optional(variable: Variable): string | undefined {
    return this.text(variable) || undefined;
  }

  list(variable: Variable): string[] {
    return this.text(variable)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  number(variable: Variable, min: number, max: number, isWhole = true): number {
    const text = this.text(variable);
    const value = Number(text);
    if (!(value >= min && value <= max) || (isWhole && !Number.isInteger(value))) {
      const kind = isWhole ? 'whole number' : 'number';
      this.fault(variable, `${JSON.stringify(text)} is no ${kind} from ${min} to ${max}`);
    }
    return value;
  }

  oneOf<T extends string>(variable: Variable, choices: readonly T[], value = this.text(variable)): T {
    if (!choices.includes(value as T)) {
      this.fault(variable, `${JSON.stringify(value)} is none of ${choices.join(', ')}`);
    }
    return value as T;
  }

  yesNo(variable: Variable): boolean {
    return this.oneOf(variable, ['yes', 'no']) === 'yes';
  }

  /** What has to look like `pattern`; `expected` says how. The value may hold a password, so it is not repeated. */
  matching(variable: Variable, pattern: RegExp, expected: string): string | undefined {
    const value = this.optional(variable);
    if (value !== undefined && !pattern.test(value)) this.fault(variable, `expected ${expected}`);
    return value;
  }

  /** A SIP address in its canonical form. */
  sipUri(variable: Variable, example: string, value = this.text(variable)): string {
    try {
      const address = parseAddress(value);
      if (address.scheme !== 'tel') return formatAddress(address);
    } catch {
      // Said below.
    }
    const problem = value ? `${JSON.stringify(value)} is no SIP address` : 'is missing';
    this.fault(variable, `${problem}; with SIP_SERVER it is needed, as ${example}`);
    return value;
  }
}

/** The properties that have a value: what is not set is not there. */
export function present<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
