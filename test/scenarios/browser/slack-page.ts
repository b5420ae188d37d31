/** Draws Block Kit as close to Slack as a few rules get: what `src/cards/slack-message.ts` makes, and nothing else. */

type Fields = Readonly<Record<string, unknown>>;

export function slackHtml(blocks: readonly object[]): string {
  return blocks.map((block) => blockHtml({ ...block })).join('\n');
}

/** Slack's own text format, already escaped by whoever made it: `*bold*` and dates are all that is in ours. */
export function mrkdwnHtml(text: string): string {
  return text
    .replace(/<!date\^(\d+)\^[^|]*\|[^>]*>/g, (_, seconds) => dateHtml(Number(seconds)))
    .replace(/(^|\n)\*([^*\n]+)\*/g, '$1<b>$2</b>')
    .replaceAll('\n', '<br>');
}

function blockHtml(block: Fields): string {
  switch (block.type) {
    case 'header':
      return `<h3>${plain(block.text)}</h3>`;
    case 'section': {
      const beside = block.accessory === undefined ? '' : elementHtml(fieldsOf(block.accessory));
      return `<section><p>${mrkdwnHtml(String(fieldsOf(block.text).text))}</p>${beside}</section>`;
    }
    case 'actions':
      return `<nav>${listOf(block.elements).map(elementHtml).join('')}</nav>`;
    case 'input':
      return `<label>${plain(block.label)} <i>(optional)</i><span></span></label>`;
    default:
      throw new Error(`There is no drawing for a block of type ${block.type}`);
  }
}

function elementHtml({ type, text }: Fields): string {
  if (type !== 'button') throw new Error(`There is no drawing for an element of type ${type}`);
  return `<button>${plain(text)}</button>`;
}

/** `{date_short_pretty} {time}`, on the day itself. */
function dateHtml(seconds: number): string {
  const time = { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' } as const;
  return `Today ${new Date(seconds * 1_000).toLocaleTimeString('en-GB', time)}`;
}

function plain(object: unknown): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return String(fieldsOf(object).text).replace(/[&<>]/g, (character) => escapes[character] ?? character);
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
