/** How the other languages say `urgently`, `one after the other`, `keep trying` and `else Bob`; see ../calling-order.ts. */

import type { CutTime } from './times/time-words.ts';

interface OrderWords {
  readonly urgent: string;
  readonly inTurn: string;
  readonly persist: string;
  /** Number and unit. */
  readonly every: string;
  /** How often in all. */
  readonly times: string;
  /** In front of who is called instead. */
  readonly otherwise: string;
}

/** Patterns of lower-case text without accents; Japanese has none of either. */
const WORDS: Readonly<Record<string, OrderWords>> = {
  de: {
    urgent:
      '(?:(?:weil )?es ist |ist )?(?:sehr |wirklich |ganz )?dringend(?: ist)?|so schnell wie moglich|es eilt|(?:sehr )?eilig|asap',
    inTurn: 'nacheinander|der reihe nach|einer nach dem anderen|eine nach der anderen|in dieser reihenfolge',
    persist:
      '(?:und )?(?:versuche?|probiere?) es (?:weiter|immer wieder)|immer wieder|bis (?:sie|er) (?:rangeht|drangeht|abnimmt|antwortet|kommt|da ist)',
    every:
      '(?:alle|(?:und )?(?:versuche?|probiere?) es (?:in|nach)) (\\d{1,3}) (minuten|sekunden)(?: (?:noch ?mals?|noch einmal|wieder|erneut))?',
    times: '(?:bis zu |hochstens |maximal )?(\\d{1,2}) ?mal',
    otherwise:
      '(?:und )?(?:sonst|ansonsten|andernfalls)|(?:und )?(?:wenn|falls) (?:[^,.;]{1,40} )?(?:nicht|niemand|keiner)(?: (?:ran ?geht|dran ?geht|abnimmt|abhebt|antwortet|kommt|kann|da ist|erreichbar ist))?|(?:und )?(?:wenn|falls) [^,.;]{1,40} besetzt ist',
  },
  fr: {
    urgent:
      "(?:tres )?urgemment|d'urgence|en urgence|(?:car )?c'est (?:tres |vraiment )?urgent|urgent|des que possible|au plus vite",
    inTurn:
      "l'une? apres l'autre|les une?s apres les autres|une? par une?|a tour de role|tour a tour|dans cet ordre",
    persist:
      "jusqu'a ce qu'(?:elle|il|on) (?:reponde|decroche|vienne)|(?:et )?(?:insiste|insistez|reessaie|reessaye|reessayez)",
    every:
      '(?:toutes les|(?:et )?(?:reessa(?:ie|ye|yez)|rappell?(?:e|ez)-(?:la|le|les)) dans) (\\d{1,3}) (minutes|secondes)',
    times: "(?:jusqu'a |au plus |maximum )?(\\d{1,2}) fois",
    otherwise:
      "(?:et )?sinon|a defaut|(?:et )?(?:s'il|s'ils|si) (?:[^,.;]{1,40} )?(?:ne |n')[^,.;]{0,20}?(?:repond|repondent|decroche|decrochent|vient|viennent|peut|est)(?: pas)?(?: la| libre| joignable| disponible)?",
  },
  es: {
    urgent:
      '(?:porque )?es (?:muy )?urgente|urgentemente|con urgencia|de urgencia|urgente|lo antes posible|cuanto antes',
    inTurn: 'un[oa] tras otr[oa]|un[oa] por un[oa]|un[oa] a un[oa]|por turnos?|en (?:este|ese) orden',
    persist:
      'hasta que (?:conteste|responda|atienda|venga|coja)|(?:y )?(?:sigue|siga) (?:intentandolo|intentando|llamando)',
    every:
      '(?:cada|(?:y )?(?:vuelve a intentarlo|intentalo (?:otra vez|de nuevo)) (?:en|dentro de)) (\\d{1,3}) (minutos|segundos)',
    times: '(?:hasta |como maximo |maximo )?(\\d{1,2}) veces',
    otherwise:
      '(?:y )?si (?:[^,.;]{1,40} )?no(?: (?:contestan?|responden?|atienden?|cogen?|pueden?|vienen?|estan?(?: disponibles?)?))?|de lo contrario|en caso contrario',
  },
  ja: {
    urgent: '大?至急で?|緊急[にで]?|急ぎで|急いで',
    inTurn: '順番に|順に|[一1１]人ずつ|ひとりずつ',
    persist: '(?:出る|つながる|繋がる)まで|何度でも|何度も',
    every: '([0-9０-９]{1,3})(分|秒)(?:おき|ごと|毎)に',
    times: '([0-9０-９]{1,2})回(?:まで)?',
    otherwise:
      '(?:[^、。]{0,20}[がは])?(?:(?:電話に)?(?:出|で)(?:なければ|なかったら|ない場合は?)|(?:つなが|繋が)ら(?:なければ|なかったら)|応答(?:が|し)?な(?:ければ|かったら)|だめなら|駄目なら|いなければ|いない場合は?)',
  },
};

const KINDS = ['every', 'times', 'persist', 'urgent', 'inTurn', 'otherwise'] as const;

const READERS = new Map(
  Object.entries(WORDS).map(([language, words]) => {
    const whole = (source: string) =>
      language === 'ja' ? `(?:${source})` : `(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`;
    const any = new RegExp(KINDS.map((kind) => whole(words[kind])).join('|'), 'u');
    const patterns = KINDS.map((kind) => ({ kind, pattern: new RegExp(whole(words[kind]), 'gu') }));
    return [language, { any, patterns }];
  }),
);

const QUOTED = /["“„«「『][^"”“»」』]*["”“»」』]/g;
const UNITS: Readonly<Record<string, string>> = { s: 'seconds', 秒: 'seconds' };

export interface SaidOrder {
  /** What is left of the line: who is called first, and the message. */
  readonly line: string;
  /** What the others are called by, one line for each. */
  readonly others: readonly string[];
  /** In English, to be put behind the names. */
  readonly clauses: string;
}

/**
 * Takes out of a line of another language how people are to be called; undefined: nothing is said about it. `saying`: what
 * begins a message there, in which nothing is looked for, as in quotes.
 */
export function orderIn(language: string, text: string, saying: readonly string[]): SaidOrder | undefined {
  const reader = READERS.get(language);
  const comparable = language === 'ja' ? text : flat(text);
  if (!reader?.any.test(comparable)) return undefined;
  const masked = comparable.replace(QUOTED, (quoted) => '\u0000'.repeat(quoted.length));
  const message = messageAt(masked, saying);
  const found = reader.patterns.flatMap(({ kind, pattern }) =>
    [...masked.slice(0, message).matchAll(pattern)].map((match) => ({
      ...{ kind, from: match.index, to: match.index + match[0].length },
      said: match.slice(1),
    })),
  );
  const spans = found
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
    .filter((span, i, all) => all.slice(0, i).every((other) => other.to <= span.from));
  const stages = [''];
  let clauses = '';
  let at = 0;
  for (const { kind, from, to, said } of spans) {
    stages.push(`${stages.pop()}${text.slice(at, from)} `);
    at = to;
    if (kind === 'otherwise') stages.push('');
    else clauses += `, ${inEnglishWords(kind, said)}`;
  }
  stages.push(`${stages.pop()}${text.slice(at, message)}`);
  const [first = '', ...others] = stages.map((stage) => stage.replace(/^[\s,、。.;:]+|[\s,、。.;:]+$/g, ''));
  return {
    line: `${first}${spans.length > 0 ? ' ' : ''}${text.slice(message)}`.trim(),
    others: others.filter(Boolean),
    clauses,
  };
}

/** A command in English, and the times that were said in it. */
export interface Said {
  readonly text: string;
  readonly times: readonly CutTime[];
}

export const englishOf = (times: readonly CutTime[]): string => times.map(({ english }) => english).join(' ');

/**
 * An invitation with its order, in English; undefined: it is none, or has no order. `say`: says a command in English, `cutTime`
 * takes the time out of what is none ("Bob morgen um 9").
 */
export function inOrder(
  order: SaidOrder | undefined,
  say: (line: string) => Said | undefined,
  cutTime: (line: string) => CutTime | undefined,
): Said | undefined {
  const first = order && say(order.line);
  if (!order || !first?.text.startsWith('invite ')) return undefined;
  const at = first.text.indexOf(' saying ');
  const [telling, message] = at < 0 ? [first.text, ''] : [first.text.slice(0, at), first.text.slice(at)];
  const times = [...first.times];
  const instead = order.others.map((line) => {
    const them = say(line);
    // The time of a command of its own stays there: it is not when all are called.
    if (them && them.times.length > 0) return `, else ${englishOf(them.times)} ${them.text}`;
    const time = them ? undefined : cutTime(line);
    if (time) times.push(time);
    return `, else ${(them?.text ?? time?.rest ?? line).trim().replace(/^(?:invite|a|al|à) /i, '')}`;
  });
  return { text: `${telling}${instead.join('')}${order.clauses}${message}`, times };
}

function inEnglishWords(kind: keyof OrderWords, [number = '', unit = '']: readonly string[]): string {
  const digits = number.normalize('NFKC');
  if (kind === 'every') return `every ${digits} ${UNITS[unit.charAt(0)] ?? 'minutes'}`;
  if (kind === 'times') return `${digits} times`;
  return kind === 'urgent' ? 'urgently' : kind === 'inTurn' ? 'one after the other' : 'keep trying';
}

function messageAt(text: string, saying: readonly string[]): number {
  const found = saying.flatMap((phrase) => {
    const at = text.indexOf(` ${flat(phrase)} `);
    return at < 0 ? [] : [at];
  });
  return Math.min(text.length, ...found);
}

/** In lower case and without accents, as long as it was. */
function flat(text: string): string {
  return text.replace(/[^\n -~]|[A-Z]/g, (unit) => {
    const plain = unit === '’' ? "'" : (unit.normalize('NFD')[0] ?? unit).toLowerCase();
    return plain.length === 1 ? plain : unit;
  });
}
