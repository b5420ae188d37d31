/** XML on its way out and in. Out: values are escaped by the template, so nobody can forget it. In: no DOCTYPE, no entities. */
import { parseXml, XmlDocumentType, XmlElement } from '@rgrove/parse-xml';

/** Markup that is complete in itself: put into another template, it is not escaped again. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A template for markup; its values may hold anything. */
export function xml(parts: TemplateStringsArray, ...values: readonly (string | Markup)[]): Markup {
  const texts = values.map((value) => (value instanceof Markup ? value.text : escaped(value)));
  return new Markup(parts.map((part, index) => part + (texts[index] ?? '')).join(''));
}

/** What XML 1.0 has no way to write at all (2.2) becomes a replacement character. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The root element; undefined: not well-formed, or with a DOCTYPE, which nobody needs and which may hold entities. */
export function readXml(text: string): XmlElement | undefined {
  try {
    const { root, children } = parseXml(text, { preserveDocumentType: true });
    return children.some((child) => child instanceof XmlDocumentType) ? undefined : (root ?? undefined);
  } catch {
    // Also a RangeError: the parser descends by recursion, and somebody may nest without end.
    return undefined;
  }
}

/** The name without its prefix: which prefix stands for a namespace is the writer's choice. */
export function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1);
}

export function childElements({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => child instanceof XmlElement);
}
