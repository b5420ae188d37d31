/** The header that tells how a subscription stands (RFC 6665 8.4). */
export interface SubscriptionState {
  readonly state: 'active' | 'pending' | 'terminated';
  /** Lower case; empty: none. */
  readonly reason: string;
  readonly expiresSeconds: number | undefined;
  readonly retryAfterSeconds: number | undefined;
}

/** Undefined: missing, or no such header. A state of an extension counts as `pending`: it is neither proof nor end. */
export function readSubscriptionState(value: string | undefined): SubscriptionState | undefined {
  const [, state = '', rest = ''] = /^\s*([A-Za-z0-9\-.!%*_+`'~]+)\s*((?:;.*)?)$/.exec(value ?? '') ?? [];
  if (state === '') return undefined;
  const known = state.toLowerCase();
  const parameter = (name: string) =>
    new RegExp(`;\\s*${name}\\s*=\\s*"?([A-Za-z0-9\\-.!%*_+]+)`, 'i').exec(rest)?.[1];
  const seconds = (name: string) => {
    const digits = /^\d{1,10}$/.exec(parameter(name) ?? '')?.[0];
    return digits === undefined ? undefined : Number(digits);
  };
  return {
    state: known === 'active' || known === 'terminated' ? known : 'pending',
    reason: parameter('reason')?.toLowerCase() ?? '',
    expiresSeconds: seconds('expires'),
    retryAfterSeconds: seconds('retry-after'),
  };
}
