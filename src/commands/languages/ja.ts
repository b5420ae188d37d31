import type { CommandName } from '../command.ts';
import type { Shown } from './grammar.ts';
import type { Speaker } from './reader.ts';

/**
 * Japanese puts no spaces between words, and its verbs at the end: a line is read by what stands behind the names. Says in
 * English what was said; undefined: no command.
 */
export function readJapanese(
  typed: string,
  { botName, inEnglish: timeInEnglish }: Pick<Speaker, 'botName' | 'inEnglish'>,
): string | undefined {
  const { telling, message } = splitMessage(plainly(typed, botName));
  const { until, span } = BLOCK.exec(telling)?.groups ?? {};
  if (until !== undefined) return `do not ring me ${timeInEnglish('until', until)}`;
  if (span !== undefined) return `do not ring me ${timeInEnglish('for', span)}`;
  const about = SUBJECT.exec(telling);
  const invitation = about ? inEnglish(telling.replace(about[0], '')) : undefined;
  const english = invitation?.startsWith('invite ')
    ? `${invitation} to "${about?.groups?.subject}"`
    : inEnglish(telling);
  return english === undefined || message === undefined ? english : `${english} saying ${message}`;
}

function inEnglish(telling: string): string | undefined {
  const line = UNCONVERTED.reduce((text, [kana, usual]) => text.replace(kana, usual), telling);
  for (const { pattern, say } of PATTERNS) {
    const found = pattern.exec(line);
    if (!found || /^(?:誰|だれ|どなた)/.test(found.groups?.names ?? '')) continue;
    return say(namesOf(found.groups?.names ?? ''), found.groups?.words);
  }
  return undefined;
}

const NOT_ME =
  '(?:電話(?:を?し|を?かけ|を?鳴らさ)ないで|(?:鳴らさ|呼ば|かけ|招待し|誘わ|邪魔し)ないで|起こさないで|そっとしておいて|着信(?:を)?(?:止めて|停止して?))';
const TO_ME = '(?:(?:私|わたし|僕|俺|自分)(?:に|を|へ|には|は)?)?[、,\\s]*';
const UNTIL_WHEN =
  '(?:(?<until>.+?)まで(?:は|に)?|(?:これから|今から)?(?<span>[\\d０-９]{1,4}(?:時間半?|分|日|週間))の?(?:間|あいだ)?は?)[、,\\s]*';
const BLOCK = new RegExp(`^${TO_ME}${UNTIL_WHEN}${TO_ME}${NOT_ME}$`, 'su');

/** As it stands where nobody has had it turned into kanji, and "all of them" behind those who are meant. */
const UNCONVERTED = [
  ['しょうたい', '招待'],
  ['でんわ', '電話'],
  ['ついか', '追加'],
  ['よびだし', '呼び出し'],
  ['きゃんせる', 'キャンセル'],
  ['へるぷ', 'ヘルプ'],
  ['しゅうりょう', '終了'],
  ['を全員', 'を'],
  ['をみんな', 'を'],
] as const;

/** 「ローンチ」に, 「ローンチ」の会議に, 「ローンチ」の件で */
const SUBJECT =
  /[「『"“](?<subject>[^」』"”]+)[」』"”](?:の(?:会議|通話|件|ミーティング))?(?:に|へ|で|について)[、,\s]*/u;

/** Without what politeness puts around a command. */
function plainly(text: string, botName: string): string {
  const withoutBot = text.trim().replace(/^@/, '');
  const begins = botName !== '' && withoutBot.toLowerCase().startsWith(botName.toLowerCase());
  return (begins ? withoutBot.slice(botName.length) : text)
    .replace(/^[\s、,:：]+/, '')
    .replace(
      /^(?:(?:すみません|すいません|こんにちは|お疲れ様です|ねえ|あの(?![人方])|では|今すぐ|すぐに?)[、,。\s]*)+/,
      '',
    )
    .replace(BEHIND, '');
}

const BEHIND =
  /(?:ください(?:ませんか)?|下さい|くださいますか|くれますか|くれませんか|くれる|もらえますか|もらえませんか|いただけますか|いただけませんか|ほしい(?:です)?|欲しい(?:です)?|お願い(?:します|いたします)?|頼む|頼みます)?[。.！!？?\s]*$/;

/** 「すぐ来て」と言って … in front, or … 、伝言「すぐ来て」 behind. */
function splitMessage(text: string): { readonly telling: string; readonly message: string | undefined } {
  const inFront =
    /^(?<message>[「『"“].+[」』"”])と(?:言って|いって|伝えて|メッセージして)[、,\s]*(?<telling>.+)$/s.exec(
      text,
    );
  const found =
    inFront ?? /^(?<telling>.+?)(?:伝言|メッセージ)\s*[はで:：]?\s*(?<message>[「『"“].*)$/s.exec(text);
  const { telling = text, message } = found?.groups ?? {};
  return { telling: telling.replace(/\s+/g, ' ').replace(/[、,。 ]+$/, ''), message };
}

const DO = '(?:して|する|しよう|しましょう|します|をして|を)?';
const WHERE = '(?:(?:会議|通話|電話会議|ミーティング)(?:に|から|へ)\\s*)?';
const CALL = '(?:招待|招集|追加|呼び出し|コール)';
const RING = '(?:電話|発信|コール)';
const ONCE_MORE = '(?:もう一度|もういちど|もう一回|もう1回|再度|また)';
const NAMES = '(?<names>.+?)\\s*';

const pattern = (source: string) => new RegExp(`^${source}$`, 'su');

interface Pattern {
  readonly pattern: RegExp;
  readonly say: (names: string, words?: string) => string;
}

/** The first that fits: what is said of an invitation before what is said with the same verb of a person. */
const PATTERNS: readonly Pattern[] = [
  {
    pattern: pattern(`${TO_ME}(?:(?:今|今日|今夜|今晩)は?[、,\\s]*)?${NOT_ME}`),
    say: () => 'do not ring me',
  },
  {
    pattern: pattern(
      `${TO_ME}(?:(?:また|もう)(?:電話|呼び出し|連絡)(?:して)?も?(?:いい|良い|大丈夫)(?:です|よ)?|(?:また|もう)(?:出|で)られ(?:ます|る)|着信(?:を)?再開(?:して)?)`,
    ),
    say: () => 'ring me again',
  },
  {
    pattern: pattern(
      `(?:(?:私|わたし|僕|俺|自分)(?:のこと)?を忘れて|(?:私|わたし|僕|俺|自分)の(?:データ|情報|記録)を(?:削除|消去)${DO}|(?:私|わたし)の(?:データ|情報|記録)を消して)(?:ください)?`,
    ),
    say: () => 'forget me',
  },
  {
    pattern: pattern(
      `${NAMES}(?:に|へ)\\s*(?:(?<words>.+?)(?:こと)?を?と?\\s*)?(?:リマインド(?:を?${DO})?|思い出させて|知らせて|通知${DO})`,
    ),
    say: (names, words) =>
      words ? `remind ${names} to ${words.replace(/^[「『“"](.*)[」』”"]$/, '$1')}` : `remind ${names}`,
  },
  {
    pattern: pattern(
      '(?:予定(?:は|一覧|表)?(?:を(?:見せて|表示して?|教えて))?|カレンダー|スケジュール(?:は|を(?:見せて|表示して?|教えて))?|リマインダー(?:一覧)?)(?:何ですか|なに|何)?',
    ),
    say: () => 'scheduled',
  },
  {
    pattern: pattern(
      `(?:${NAMES}の)?招待(?:を|は)?(?:もう)?(?:ここに)?(?:表示しないで|非表示に?(?:して|する)?|表示するのをやめて|の表示をやめて)`,
    ),
    say: (names) => `stop listening ${names}`,
  },
  {
    pattern: pattern(`(?:${NAMES}(?:の|への))?招待(?:を|は)?(?:ここに)?(?:表示|見せて|見せる)${DO}`),
    say: (names) => `listen ${names}`,
  },
  {
    pattern: pattern(
      `${NAMES}(?:への|の)(?:招待|呼び出し)を?(?:取り消し|取り消す|取り消して|取消|キャンセル|中止|撤回|やめて)${DO}`,
    ),
    say: (names) => `cancel ${names}`,
  },
  {
    pattern: pattern(`${NAMES}を(?:取り消し|取り消す|取り消して|取消|キャンセル)${DO}`),
    say: (names) => `cancel ${names}`,
  },
  { pattern: pattern(`${NAMES}を呼ぶのを?(?:やめて|やめる|中止${DO})`), say: (names) => `cancel ${names}` },
  {
    pattern: pattern(`(?:招待を?)?(?:キャンセル|取り消し|取り消す|取り消して|中止|やめて)${DO}`),
    say: () => 'cancel',
  },
  {
    pattern: pattern(
      `${WHERE}${NAMES}を\\s*${WHERE}(?:外して|外す|はずして|はずす|退出させて|追い出して|追い出す|抜いて|(?:削除|切断|除外|退出)${DO})`,
    ),
    say: (names) => `remove ${names}`,
  },
  {
    pattern: pattern(
      `${ONCE_MORE}、?${NAMES}(?:(?:を|に|へ)\\s*${WHERE}(?:呼んで|呼ぶ|誘って|入れて|かけて|${CALL}${DO}|${RING}(?:をかけて|${DO})))?`,
    ),
    say: (names) => `again ${names}`,
  },
  {
    pattern: pattern(
      `${NAMES}(?:を|に|へ)、?${ONCE_MORE}\\s*${WHERE}(?:呼んで|呼ぶ|誘って|かけて|${CALL}${DO}|${RING}(?:をかけて|${DO}))`,
    ),
    say: (names) => `again ${names}`,
  },
  {
    pattern: pattern(
      `${NAMES}(?:を|に|へ)(?:かけ直して|かけ直す|掛け直して|呼び直して|再招待${DO}|再発信${DO}|リダイヤル${DO})`,
    ),
    say: (names) => `again ${names}`,
  },
  {
    pattern: pattern(
      '(?<names>sips?:\\S+?|[^\\s@]+@[^\\s@]+?)\\s*(?:を|に)\\s*(?:使う|使って|使います|使用(?:して|する)?|利用(?:して|する)?|切り替えて|切り替える)',
    ),
    say: (names) => `use ${names}`,
  },
  {
    pattern: pattern(
      `(?:(?:この)?(?:会議|通話|ミーティング)を?)?(?:終了|終わり|終わって|終わる|終わらせて|閉じて|閉じる|お開き(?:に)?)${DO}`,
    ),
    say: () => 'end',
  },
  {
    pattern: pattern(
      '(?:今)?(?:誰|だれ|誰が(?:いる|います|いますか|いるの|来た|入った|参加(?:中|した|している|しています)(?:ですか|か)?)|参加者(?:は|一覧|を(?:見せて|表示して|教えて))?(?:誰(?:ですか)?)?|一覧|リスト|状況(?:は|を教えて)?)か?',
    ),
    say: () => 'who',
  },
  {
    pattern: pattern(
      '(?:ヘルプ|使い方(?:は|を教えて)?|使い方|助けて|手伝って|何ができ(?:る|ます)(?:か|の)?|できること(?:は)?|コマンド(?:一覧)?)',
    ),
    say: () => 'help',
  },
  {
    pattern: pattern(
      `${WHERE}${NAMES}(?:を|も)\\s*${WHERE}(?:呼んで|呼ぶ|呼びます|よんで|よぶ|誘って|誘う|さそって|入れて|入れる|呼び入れて|呼び出して|参加させて|${CALL}${DO})`,
    ),
    say: (names) => `invite ${names}`,
  },
  {
    pattern: pattern(`${NAMES}(?:に|へ)\\s*(?:かけて|${RING}(?:をかけて|をかける|かけて|${DO}))`),
    say: (names) => `invite ${names}`,
  },
];

/** と joins two names, and may be part of one in hiragana (さとう); behind a title, or between other characters, it joins. */
export function namesOf(text: string): string {
  const { not, who } = EXCEPT.exec(text)?.groups ?? {};
  return not === undefined || who === undefined ? listOf(text) : `${listOf(who)} except ${listOf(not)}`;
}

const EXCEPT = /^(?<not>.+?)(?:さん|様)?(?:以外の|以外|を除く|を除いた|を除いて|抜きで)[、,\s]*(?<who>.+)$/su;

function listOf(text: string): string {
  return text
    .replace(/\s*(?:さん|様|さま|くん|ちゃん|氏)\s*(?:と|や|、|,|，|および|及び|＆|&)\s*/g, ', ')
    .replace(/(?<=[^\p{Script=Hiragana}\s])\s*と\s*(?=[^\p{Script=Hiragana}\s])/gu, ', ')
    .replace(/\s*(?:および|及び|＆)\s*/g, ', ')
    .split(/(?<=[,，、])\s*/)
    .map((name) => name.replace(/(?<=.)(?:さん|様|さま|くん|ちゃん|氏)(?=[\s,，、]*$)/, ''))
    .map((name) => name.replace(/^(?:私|わたし|自分|僕|俺)(?=[\s,，、]*$)/, 'me'))
    .map((name) => name.replace(/^(?:全員|みんな|皆|全部|すべて)(?=[\s,，、]*$)/, 'everybody'))
    .map((name) => name.replace(/^(?:彼女?|この人|その人|あの人|あの方|その方)(?=[\s,，、]*$)/, 'her'))
    .map((name) =>
      name.replace(/^(?:彼女?ら|彼女?たち|二人|2人|ふたり|両方)(?:とも)?(?=[\s,，、]*$)/, 'them'),
    )
    .join(' ');
}

/** What the commands are called where one of them is proposed. */
export const JAPANESE_VERBS: Readonly<Record<CommandName, string>> = {
  invite: '招待',
  cancel: 'キャンセル',
  remove: '外す',
  again: 'もう一度',
  remind: 'リマインド',
  scheduled: '予定',
  who: '誰',
  use: '使う',
  end: '終了',
  listen: '招待を表示',
  unlisten: '招待を表示しないで',
  block: '電話しないで',
  unblock: 'また電話していい',
  forget: '私を忘れて',
  help: 'ヘルプ',
};

export const SHOWN_IN_JAPANESE: readonly Shown[] = [
  {
    name: 'invite',
    syntax: '[時刻に]名前[と名前]を招待[、伝言「言葉」]',
    example: 'メアリーとボブを招待、伝言「ご参加ください」',
  },
  { name: 'invite', syntax: '私を招待', example: '私を招待' },
  { name: 'cancel', syntax: '[名前を]キャンセル', example: 'ボブをキャンセル' },
  { name: 'again', syntax: 'もう一度 名前', example: 'もう一度 ボブ' },
  { name: 'who', syntax: '誰', example: '誰' },
  { name: 'end', syntax: '終了', example: '終了' },
  {
    name: 'remind',
    syntax: '時刻に 名前に[「言葉」と]リマインド',
    example: '10分後に全員に「資料を持参」とリマインド',
  },
  { name: 'scheduled', syntax: '予定', example: '予定' },
  { name: 'remove', syntax: '名前を外す', example: 'ボブを外す' },
  {
    name: 'use',
    syntax: 'sip:アドレス を使う',
    example: 'sip:standup@conf.example.com を使う',
  },
  { name: 'listen', syntax: '[名前の]招待を表示', example: '招待を表示' },
  { name: 'unlisten', syntax: '[名前の]招待を表示しないで', example: '招待を表示しないで' },
  { name: 'block', syntax: '[時刻まで]電話しないで', example: '15時まで電話しないで' },
  { name: 'unblock', syntax: 'また電話していい', example: 'また電話していい' },
  { name: 'forget', syntax: '私を忘れて', example: '私を忘れて' },
  { name: 'help', syntax: 'ヘルプ', example: 'ヘルプ' },
];
