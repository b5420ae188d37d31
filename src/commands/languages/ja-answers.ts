import { namesOf } from './ja.ts';

const NO =
  '(?:いや|いいえ|いえ|違う|違います|ちがう|ちがいます|すみません|ごめん(?:なさい)?|間違えました|間違い)';
const ENDS = '(?:さん|様|さま)?(?:のこと)?(?:です|でした|だ|で|を|をお願いします|お願いします)?[。.！!\\s]*';

const CORRECTIONS: readonly RegExp[] = [
  new RegExp(
    `^(?:${NO}[、,。\\s]+)*(?<not>.+?)(?:さん|様|さま)?(?:じゃなくて?|ではなく?て?|でなくて)[、,\\s]*(?<who>.+?)${ENDS}$`,
    'u',
  ),
  new RegExp(`^(?:${NO}[、,。\\s]+)+(?<who>.+?)${ENDS}$`, 'u'),
];
const ORDINAL =
  /^(?:(?<first>最初)|(?<at>[1-5一二三四五])(?:番目?|人目|つ目|番))(?:の(?:人|方|かた|ほう))?(?:です|で|を|をお願いします|お願いします)?[。.！!\s]*$/u;
const KANJI = '一二三四五';

/** An answer or a correction in Japanese, said in English; undefined: it is none. */
export function japaneseAnswer(text: string): string | undefined {
  const line = text.normalize('NFKC').trim();
  const ordinal = ORDINAL.exec(line)?.groups;
  if (ordinal) return ordinal.first ? '1' : String(KANJI.indexOf(ordinal.at ?? '') + 1 || ordinal.at);
  for (const correction of CORRECTIONS) {
    const { not, who } = correction.exec(line)?.groups ?? {};
    if (who === undefined) continue;
    return not === undefined ? `no, ${namesOf(who)}` : `not ${pronounFor(not)}, ${namesOf(who)}`;
  }
  return undefined;
}

function pronounFor(name: string): string {
  return /^(?:彼女?|その人|あの人)$/u.test(name) ? 'her' : name;
}
