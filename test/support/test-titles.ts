/**
 * Whether a test file has a test or a group of this title. One that is made in a loop has the shape of its template, and what fills
 * it stands somewhere in the file.
 */
export function hasTest(source: string, title: string): boolean {
  const titles = source.matchAll(/\b(?:it|describe|suite)\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/g);
  return [...titles].some(([, single, double, template]) => {
    if (template === undefined) return (single ?? double ?? '').replace(/\\(.)/g, '$1') === title;
    const shape = template
      .split(/\$\{[^}]*\}/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('(.+)');
    const filled = new RegExp(`^${shape}$`).exec(title)?.slice(1);
    return filled?.every((part) => letters(source).includes(letters(part))) ?? false;
  });
}

/** Without spaces, quotes and brackets. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}
