/** Lower case, without accents: "termine" is typed for "terminé", "llamame" for "llámame". */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC');
}

/** A row of phrases, as they are compared. */
export function foldRow(row: string): ReadonlySet<string> {
  return new Set(fold(row).split(', '));
}
