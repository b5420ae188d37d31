import { formatsOf, listOf as list } from '../formats.ts';
import { timesOf } from '../times.ts';
import { readBack, spanOf } from './read-back.ts';
import type { ScheduleWords } from './schedule-words.ts';

const formats = formatsOf('ja');
const times = timesOf('ja');

export const scheduleJa: ScheduleWords = {
  times,
  repeats,
  says: {
    'time.unclear': '「{words}」がいつなのか分かりません。例: 明日9時30分、20分後、平日の9:30',
    'time.no-hour': '何時ですか。例: {words} 9時30分',
    'time.past': ({ local }) =>
      `${times.wall(String(local))}はもう過ぎています。これからの時刻を書いてください。`,
    'time.too-far': '先すぎます。予定できるのは{days}日先までです。',
    'time.zone-unknown': 'タイムゾーン「{zone}」が分かりません。都市名で書いてください。例: 東京時間の15:00',
    'time.zone-ambiguous':
      '「{zone}」には複数のタイムゾーンがあります: {zones}。都市名で書いてください。例: 東京時間の15:00',
    'time.none': 'いつですか。例: 10分後にメアリーにリマインド',
    'schedule.past': ({ local }) =>
      `${times.wall(String(local))}はもう過ぎています。これからの時刻を書いてください。`,
    'schedule.too-far': '先すぎます。予定できるのは{years}年先までです。',
    'schedule.zone': 'タイムゾーン「{zone}」が分かりません。都市名で書いてください。例: 東京時間の15:00',
    'schedule.rule': 'その繰り返しはできません。例: 平日の9:30',
    'schedule.never': 'その時刻は来ません。例: 毎週月曜日の9:30',
    'schedule.which':
      'まだ予定していません。{typed}は{names}のどなたですか。氏名を書いて、もう一度お願いします。',
    'schedule.over': ({ state }) =>
      state === 'cancelled' ? '「{subject}」は中止されました。' : '「{subject}」は終わりました。',
    'schedule.changed': '「{subject}」はほかの人が変更しました。今の内容はカードにあります。',
    'schedule.once': '「{subject}」は一度だけなので、飛ばせません。中止するには「中止」を押してください。',
    'schedule.moved': (facts) => `「{subject}」の時刻を変更しました: ${readBack(facts, scheduleJa)}`,
    'schedule.skipped': (facts) => `「{subject}」は今回は飛ばします: ${readBack(facts, scheduleJa)}`,
    'schedule.cancelled': '「{subject}」を中止しました。',
    'schedule.full':
      'このスレッドにはすでに{limit}件の予定があります。先にどれかを中止してください。一覧は「予定」と書くと出ます。',
    'reminder.set': (facts) => {
      const whom = list(facts.names).length === 0 ? '全員' : '{names}';
      const before = facts.before;
      const ahead = typeof before === 'number' ? `「{subject}」の${formats.duration(before)}前に、` : '';
      return `${ahead}${whom}にお知らせします: ${readBack(facts, scheduleJa)}`;
    },
    'reminder.nothing-ahead':
      'このスレッドには予定がないので、その前のお知らせはできません。時刻を書いてください。例: 10分後にメアリーにリマインド',
    'reminder.too-late': ({ before }) =>
      `「{subject}」は${spanOf(before, formats)}後より早く始まります。もっと短い時間を書いてください。`,
    'reminder.cancelled': 'お知らせを中止しました。',
    'reminder.over': 'このお知らせはすでに送られたか、中止されました。',
    'reminder.snoozed': ({ seconds }) => `${spanOf(seconds, formats)}後にもう一度お知らせします。`,
  },
  notices: {
    missed: ({ count }) =>
      count === 1
        ? '「{subject}」の時刻（{time}）に、このボットは動いていませんでした。誰にも電話していません。'
        : '「{subject}」の時刻が{count}回（最後は{time}）来ましたが、このボットは動いていませんでした。誰にも電話していません。',
    nobody: ({ names }) =>
      `「{subject}」の時刻ですが、誰にも電話しません。${list(names).length > 0 ? '欠席: {names}。' : ''}`,
    'not-all': '「{subject}」の時刻ですが、電話しない人がいます。',
    'reminder-missed': '{names}へのお知らせの時刻（{time}）に、このボットは動いていませんでした: {subject}',
  },
  card: {
    by: '{name}さんの予定',
    later: '前の人が来なければ電話します。',
    series: '{repeats}。次回: {time}',
    theirs: '{names}の時刻: {time}',
    gap: 'その日は時計が進められ、{local}はありません。その分だけ遅くなります。',
    overlap: 'その日は時計が戻され、{local}は2回あります。1回目を指します。',
    state: { over: '終了', cancelled: '中止' },
    response: { none: '未回答', accepted: '出席', tentative: '仮', declined: '欠席' },
    input: '新しい時刻。例: 明日10時',
  },
  attendee: {
    invites: '{name}さんからの招待です。その時刻に電話が鳴ります。',
    yours: 'あなたの時刻: {time}',
    open: '招待',
    hints: {
      accepted: 'その時刻に電話が鳴ります。',
      tentative: 'その時刻に、仮のままでも電話が鳴ります。',
      declined: '電話は鳴りません。',
    },
  },
  reminder: {
    title: 'お知らせ',
    by: '{name}さんから',
    everyone: '全員',
    about: '「{subject}」の開始: {time}',
    late: '{duration}遅れました。',
    state: { waiting: '予定', fired: '時刻です', cancelled: '中止' },
  },
  list: {
    title: 'このスレッドの予定',
    nothing: '予定はありません。例: 明日9時30分にメアリーを招待',
    reminds: '{names}へのお知らせ: {time}',
    remindsBefore: '{names}へのお知らせ:「{subject}」の{duration}前',
    more: 'ほか{count}件',
  },
  buttons: {
    attend: '出席',
    tentative: '仮',
    regret: '欠席',
    move: '時刻を変更',
    skip: '次回を飛ばす',
    unschedule: '中止',
    unremind: '中止',
    snooze: '{duration}後',
    calendar: 'カレンダーに追加',
  },
};

function repeats(rule: string): string {
  const { unit, every, isWeekdays, days, nth, monthDays } = times.repetition(rule);
  const named = isWeekdays ? '平日' : formats.and(days);
  if (unit === 'day') return every === 1 ? '毎日' : `${every}日ごと`;
  if (unit === 'week') {
    if (isWeekdays && every === 1) return '平日';
    const weeks = every === 1 ? '毎週' : `${every}週間ごと`;
    return named === '' ? weeks : `${weeks}${every === 1 ? '' : 'の'}${named}`;
  }
  const months = every === 1 ? '毎月' : `${every}か月ごとの`;
  if (unit === 'month' && nth !== undefined) return `${months}${nth === -1 ? '最終' : `第${nth}`}${named}`;
  if (unit === 'month') {
    const on = monthDays.map((day) => (day === -1 ? '末日' : `${day}日`));
    return on.length > 0 ? `${months}${formats.and(on)}` : months.replace(/の$/, '');
  }
  return every === 1 ? '毎年' : `${every}年ごと`;
}
