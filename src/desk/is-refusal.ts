const HELD_BACK: ReadonlySet<string> = new Set(['quiet-hours', 'blocked', 'rung-by-others']);

/** Whatever happens in the conference, she is not rung now. */
export function isRefusal({ code }: { readonly code: string }): boolean {
  return code.startsWith('policy.') || code === 'address.invalid' || HELD_BACK.has(code);
}
