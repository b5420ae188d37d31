/** Japanese, polite (です・ます). */
import { formatsOf, listOf as list } from './formats.ts';
import { scheduleJa } from './schedule/ja.ts';
import type { Facts, Words } from './words.ts';

const formats = formatsOf('ja');
const ASK = 'このボットの管理者にお問い合わせください';
/** Whom to ask about a refusal: ADMIN_CONTACT, where it is set. */
const ask = ({ admin }: Facts, variable: string) =>
  `${admin === undefined ? ASK : '{admin} にお問い合わせください'}（${variable}）。`;
const questions = ({ admin }: Facts) => (admin === undefined ? '' : 'お問い合わせ先: {admin}。');
const span = ({ seconds }: Facts) => formats.duration(typeof seconds === 'number' ? seconds : 60);

export const ja: Words = {
  status: {
    inviting: '招待中',
    ringing: '呼び出し中',
    forwarded: '転送中',
    waiting: '待機中',
    calling: '会議から発信中',
    joined: '参加中',
    answered: '応答あり',
    accepted: '承諾',
    declined: '辞退',
    busy: '話し中',
    'no-answer': '応答なし',
    offline: 'オフライン',
    'not-found': '見つかりません',
    'not-allowed': '許可されていません',
    cannot: '会議に参加できません',
    withdrawn: '取り消し済み',
    left: '退出',
    failed: '失敗',
    unknown: '結果不明',
    'in-turn': '順番待ち',
    'not-needed': '不要になりました',
    'passed-over': '発信していません',
  },

  details: {
    queued: '順番待ちです。現在、多くの方に発信しています。',
    waiting: 'ほかの方が会議に入りしだい、会議から {name} さんに発信します。',
    answered: '応答がありましたが、留守番電話の可能性があります。会議ではまだ確認できていません。',
    'answered-by': '{by} が応答しました。',
    offline:
      '現在、そのアドレスでサインインしている電話がありません。後でもう一度お試しになるか、別のアドレスをお使いください。',
    'not-found': '{address} は登録されていないか、サインインしていません。アドレスをご確認ください。',
    'not-allowed': `電話サーバーがこの発信を許可していません（{code}）。${ASK}。`,
    cannot:
      'この電話は会議に参加させることができません。別のアドレスをお試しになるか、ご自分で会議にダイヤルしてください。',
    guessed: 'アドレス {address} は、メールアドレスからの推測です。',
    removing: 'この通話を終了するよう、会議に依頼しています。',
    'not-removed': ({ code }) =>
      `まだ会議に残っている可能性があります。この通話を終了するよう依頼しましたが、会議${code === 0 ? 'から応答がありませんでした' : 'に拒否されました（{code}）'}。もう一度お試しになるか、会議の中でご確認ください。`,
    unknown: '応答が届きませんでした。もう一度発信する前に、会議の参加者をご確認ください。',
    interrupted: 'このボットの再起動により、通話が中断されました。もう一度発信してください。',
    'interrupted-unknown':
      'このボットの再起動により、通話が中断されました。もう一度発信する前に、会議の参加者をご確認ください。',
    'too-many-waiting': '現在、発信中の相手が多すぎます。数分後にもう一度発信してください。',
    'too-many-calls': `同時に進行中の通話が多すぎます。数分後にもう一度発信してください。解決しない場合は、${ASK}（SIP_MAX_CALLS）。`,
    'no-server': '現在、電話サーバーに接続できません。1 分後にもう一度発信してください。',
    'no-conference-server':
      '現在、会議サーバーに接続できないため、どなたにも発信していません。1 分後にもう一度発信してください。',
    'not-confirmed':
      '{name} さんへの電話に応答がありましたが、留守番電話の可能性があります。参加のための 1 は押されませんでした。',
    'hung-up-early':
      '{name} さんは応答しましたが、会議につながる前に電話を切りました。もう一度発信してください。',
    'no-common-media': `電話と会議に共通の音声形式がありません。${ASK}。`,
    'factory-refused': ({ code }) =>
      `会議を作成できませんでした。会議サーバー${code === undefined ? 'から応答がありませんでした' : 'に拒否されました（{code}）'}。どなたにも発信していません。もう一度発信してください。解決しない場合は、${ASK}（CONFERENCE_FACTORY）。`,
    'no-focus': `会議を作成できませんでした。応答したのは会議サーバーではありません。どなたにも発信していません。${ASK}（CONFERENCE_FACTORY）。`,
    'conference-not-allowed': `この会議への発信は許可されていません。${ASK}（ALLOWED_SIP_DOMAINS）。`,
    'conference-address': `会議のアドレスが、発信できないものになっています。${ASK}（CONFERENCE_URI）。`,
    'conference-policy': `会議が、このボットからの発信依頼を許可していません。${ASK}。`,
    gate: `アドレス {address} への発信は許可されていません。${ASK}（ALLOWED_SIP_DOMAINS）。`,
    address: '{address} には発信できません。アドレスをご確認ください。',
    'no-response': '応答が届きませんでした。もう一度発信する前に、会議の参加者をご確認ください。',
    'cancel-unanswered':
      '電話に呼び出しの停止を伝えましたが、確認が取れませんでした。少し待ってから、もう一度発信してください。',
    'no-notify':
      '会議に発信を依頼しましたが、結果の知らせがありません。もう一度発信する前に、参加者をご確認ください。',
    'no-word-of-joining':
      '{name} さんの電話に参加を依頼しましたが、結果の知らせがありません。もう一度発信する前に、参加者をご確認ください。',
    'not-recallable':
      '{name} さんの電話にはすでに参加を依頼しており、取り消せません。会議の参加者をご確認ください。',
    'joining-failed':
      '{name} さんの電話に参加を依頼しましたが、会議に入れませんでした（{code}）。会議をご確認のうえ、もう一度発信してください。',
    'ownership-lost':
      'この通話は別のプロセスに引き継がれました。もう一度発信する前に、会議の参加者をご確認ください。',
    'connection-lost':
      '電話サーバーとの接続が切れました。もう一度発信する前に、会議の参加者をご確認ください。',
    'internal-error': `このボットで問題が発生しました。もう一度発信してください。解決しない場合は、${ASK}。`,
    'conference-unreachable': ({ code }) =>
      `{name} さんは応答しましたが、会議${
        code === undefined ? 'から応答がありませんでした' : 'につながりませんでした（{code}）'
      }。会議をご確認のうえ、もう一度発信してください。`,
    'conference-refused': ({ code }) =>
      `会議から {name} さんに発信できませんでした${code === undefined ? '' : '（{code}）'}。後でもう一度お試しください。`,
    redirected: '電話サーバーが別のアドレスを案内しました（{code}）。そのアドレスをお試しください。',
    credentials: `電話サーバーが別の認証情報を求めています（{code}）。${ASK}。`,
    'no-connection': '電話サーバーからこの電話につながらなくなりました。1 分後にもう一度発信してください。',
    'call-gone': '接続する前に通話が失われました。もう一度発信してください。',
    'cancelled-elsewhere': '通話が途中で終了しました。もう一度発信してください。',
    'extension-required': `電話が、このボットの対応していない機能を求めています（{code}）。${ASK}。`,
    'retry-later': ({ seconds }) =>
      `電話サーバーが混み合っています（{code}）。${
        typeof seconds === 'number' ? `${formats.duration(seconds)}後` : '数分後'
      }にもう一度発信してください。`,
    'server-error': `電話サーバーで障害が発生しました（{code}）。もう一度発信してください。解決しない場合は、${ASK}。`,
    refused: '発信が拒否されました（{code}）。アドレスをご確認になるか、別のアドレスをお試しください。',
  },

  says: {
    'already-inviting': '{name} さんはすでに招待中です。',
    'already-in': '{name} さんはすでに会議に参加しています。',
    'just-ended': ({ status }) =>
      status === 'joined' || status === 'answered' || status === 'accepted'
        ? `{name} さんには先ほどつながりました${statusWord(status)}。`
        : `{name} さんには先ほど発信しました${statusWord(status)}。もう一度発信するには、次のように入力してください: もう一度 {name}`,
    'quiet-hours': ({ until, zone }) =>
      `{name} さんは勤務時間外なので発信しません。次の勤務時間の始まりは ${scheduleJa.times.moment(String(until), String(zone))}です。それでも発信するには、次のように入力してください: 至急 {name} を招待`,
    blocked: ({ until, zone }) =>
      `{name} さんは${scheduleJa.times.moment(String(until), String(zone))}まで電話を受けません。`,
    blocking: ({ until, zone }) =>
      `${scheduleJa.times.moment(String(until), String(zone))}まで、至急のものも含めて招待の電話を鳴らしません。それより前に解除するには、次のように書いてください：また電話していい`,
    unblocked: '招待の電話がまた鳴るようになりました。',
    'not-blocked': '招待の電話は鳴る設定です。止められていません。',
    'quiet-hours-then':
      '{name} さんはその時刻には勤務していません。事前に「出席」か「仮」と回答した場合にだけ発信します。それでも発信するには、「至急」と付けて招待してください。',
    cancelling: '{names} さんへの招待を取り消しています。',
    'nothing-to-cancel': ({ name }) =>
      name === undefined
        ? '現在招待中の方はいないため、取り消すものはありません。'
        : '{name} さんは現在招待中ではないため、取り消すものはありません。',
    removing: '{names} さんを会議から外しています。',
    'not-in': ({ status }) => `{name} さんは会議に参加していません${statusWord(status)}。`,
    'already-ended': ({ status }) => `{name} さんへの招待はすでに終わっています${statusWord(status)}。`,
    'conference-using': '今後、このスレッドからの招待は {uri} につながります。',
    'conference-ended': ({ people, others }) => {
      const asked = '私を経由していない通話を終了するよう、会議サーバーに依頼しています（{people} さん）。';
      const strangers = '招待なしで、まだ参加している方: {others} さん。';
      const more = [
        ...(list(people).length > 0 ? [asked] : []),
        ...(list(others).length > 0 ? [strangers] : []),
      ];
      return more.length === 0
        ? '会議は終了しました。'
        : ['このスレッドの会議は終了しました。', ...more].join('');
    },
    'conference-none': '現在、ここには会議がありません。始めるには、次のように入力してください: 名前を招待',
    'question-answered': ({ typed }) =>
      typed === undefined || typed === ''
        ? 'この質問にはすでに回答がありました。'
        : '{typed} さんがどなたかという質問には、すでに回答がありました。',
    'question-dropped': ({ typed }) =>
      typed === '' ? 'どなたにも電話しません。' : '{typed} さんとしては、どなたにも電話しません。',

    listening: ({ names }) =>
      list(names).length === 1
        ? '今後、{names} さん（{address}）から私に届く招待をここに表示します。'
        : '今後、{names} さんから私に届く招待をここに表示します。',
    'listening-moved': ({ from }) =>
      from === ''
        ? '{name} さんの招待は、これまで別のチャットに表示されていました。'
        : '{name} さんの招待は、これまで「{from}」に表示されていました。',
    'listening-stopped': '{names} さんの招待は、今後ここには表示しません。',
    'listening-to-nobody':
      'ここでは、どなたの招待も表示していません。ご自分の招待を表示するには、次のように入力してください: 招待を表示',
    'incoming-over': 'この招待にはすでに回答があったか、すでに終わっています。',

    'policy.domain': (facts) =>
      `{name} には発信しません。{domain} のアドレスは許可されていません。許可されているもの: {allowed}。${ask(facts, 'ALLOWED_SIP_DOMAINS')}`,
    'policy.number': (facts) =>
      `{name} には発信しません。電話番号への発信は許可されていません。${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.prefix': (facts) =>
      `{name} には発信しません。{address} のように始まる番号は許可されていません。${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.emergency': (facts) =>
      `{name} には発信しません。{address} は緊急通報の番号です。ご自分でおかけください。${questions(facts)}`,
    'policy.premium': (facts) =>
      `{name} には発信しません。{address} は有料サービスの番号です。通常の番号をお使いください。${questions(facts)}`,
    'policy.inviters': (facts) =>
      `${facts.name === undefined ? '' : '{name} には、'}このボットで人に発信する権限がありません。${ask(facts, 'INVITERS')}`,
    'policy.inviters-unknown': (facts) =>
      `誰にも発信しません。ここで発信できる人は限られていますが、${facts.name === undefined ? 'あなた' : '{name}'} に権限があるかを確認できませんでした。1 分後にもう一度お試しください。${ask(facts, 'INVITERS')}`,
    'policy.rate': (facts) => {
      const contact = ask(facts, 'INVITES_PER_MINUTE');
      if (facts.seconds === 0) {
        return `誰にも発信しません。{count} 人が指定されましたが、1 分間に発信できるのは {limit} 人までです。一度に指定する人数を減らしてください。${contact}`;
      }
      return facts.left === 0
        ? `誰にも発信しません。同じ人から、またはこのチャットで、1 分間にすでに {limit} 人に発信しています。${span(facts)}後にもう一度お試しください。${contact}`
        : `誰にも発信しません。{count} 人が指定されましたが、同じ人から、またはこのチャットで、今発信できるのはあと {left} 人です。全員に発信できるのは ${span(facts)}後です。${contact}`;
    },
    'rung-by-others': (facts) =>
      `{name} には発信しません。ほかの人が {name} に発信中か、発信したばかりです。${span(facts)}後にもう一度お試しください。それでも発信するには、次のように入力してください: 至急 {name} を招待`,
    'address.invalid':
      '{address} はアドレスではありません。sip:mary@example.com または tel:+4930123456 のように入力してください。',
    'address.not-sip':
      '{address} は会議のアドレスではありません。sip:room@example.com のように入力してください。',
    'toast.empty': '伝える言葉がありません。次のように入力してください: 名前を招待、伝言「ご参加ください」',
    'toast.too-long':
      'メッセージが {characters} 文字あります。表示できるのは {limit} 文字までです。短くしてください。',

    'command.no-name': 'どなたですか。名前も入力してください。例: メアリーを招待',
    'command.no-address': 'どの会議ですか。次のように入力してください: sip:room@example.com を使う',
    'command.no-toast':
      'メッセージを添えられるのは招待だけです。次のように入力してください: 名前を招待、伝言「ご参加ください」',
    'command.remove-whom':
      'どなたですか。次のように入力してください: 名前を外す。会議を全員について終了するには、次のように入力してください: 終了',
    'command.too-many-names': '{count} 名が指定されています。一度に指定できるのは {limit} 名までです。',
    'command.unknown': ({ nearest }) =>
      nearest === undefined
        ? 'ご入力の内容がわかりませんでした。できることを見るには、次のように入力してください: ヘルプ'
        : 'ご入力の内容がわかりませんでした。「{nearest}」のことでしょうか。できることを見るには、次のように入力してください: ヘルプ',
    'command.unknown-in-channel': ({ nearest }) =>
      nearest === undefined
        ? 'ご入力の内容がわかりませんでした。できることを見るには、次のように入力してください: @{bot} ヘルプ'
        : 'ご入力の内容がわかりませんでした。「@{bot} {nearest}」のことでしょうか。できることを見るには、次のように入力してください: @{bot} ヘルプ',
    'name.too-long':
      '名前 {name} が {characters} 文字あります。読み取れるのは {limit} 文字までです。短くしてください。',
    'subject.too-long':
      '件名が {characters} 文字あります。読み取れるのは {limit} 文字までです。短くしてください。',
    'text.too-long':
      'メッセージが {characters} 文字あります。読み取れるのは {limit} 文字までです。短くしてください。',

    'roster.unavailable':
      '現在、このチャットのメンバーを読み取れないため、{wanted} さんを検索できませんでした。もう一度お試しください。',
    'person.too-many':
      '{wanted} またはよく似た名前の方が {count} 人います。フルネームまたはメールアドレスを入力してください。',
    'directory.old': ({ seconds }) =>
      `会社のディレクトリが${typeof seconds === 'number' ? formats.duration(seconds) : 'しばらく'}前から応答していません。そこから得た情報は変わっている可能性があります。`,
    'directory.unread':
      '現在、会社のディレクトリを読み取れないため、このチャットのメンバーと私の名簿にある方しか分かりません。もう一度お試しになるか、アドレスを入力してください。',
    'person.nobody': ({ nearest }) =>
      list(nearest).length === 0
        ? '{wanted} という名前の方が見つかりません。フルネームまたはアドレスを入力してください: sip:mary@example.com を招待'
        : '{wanted} という名前の方が見つかりません。近い名前: {nearest}。',
    'person.no-address':
      '{name} さんの電話アドレスがわかりません。アドレスを入力してください: sip:mary@example.com を招待',
    'person.which': '{typed} に当てはまる方が複数います: {names}。フルネームを入力してください。',
    'pronoun.nobody':
      'この 5 分間にここで招待した人がいないため、どなたのことか分かりません。名前を書いてください。',
    'pronoun.which': '{names} さんのどなたかと思われます。フルネームで書いてください。',
    'correction.which':
      'どなたの代わりですか。{names} さんは一緒に招待されました。「名前 じゃなくて 名前」と書いてください。',
    'command.everybody':
      'チャットの全員に一度に電話することはしません。名前かグループを書いてください: メアリーとボブを招待',
    'except.unclear': ({ names }) =>
      list(names).length === 0
        ? '{typed} さんは対象者の中にいないため、何もしていません。フルネームで書いてください。'
        : '{typed} さんは {names} さんのどなたか分からないため、何もしていません。フルネームで書いてください。',
    'number.national': `{wanted} には電話できません。+81 3 1234 5678 のように国番号から書いてください。国番号なしで使うには、${ASK}（DEFAULT_COUNTRY）。`,
    'person.not-invited': ({ nearest }) =>
      list(nearest).length === 0
        ? '{typed} さんはここに招待されていません。'
        : '{typed} さんはここに招待されていません。招待されている方: {nearest}。',
    'me.no-address':
      '{name} さんの電話アドレスがわかりません。アドレスを入力してください: sip:you@example.com を招待',
    'listen.no-address':
      '{name} さんの電話アドレスがわからないため、招待を見分けられません。アドレスを入力してください: sip:you@example.com の招待を表示',
    inviting: '{names} さんを招待しています。',
    'bot.not-in-channel':
      'このチャンネルに参加していません。「/invite @{bot}」と入力してから、もう一度コマンドを入力してください。',
    'form.only-names':
      'ここには名前、アドレス、電話番号だけを書いてください。伝えることには別の欄があります。',
    'press.malformed':
      'そのボタンからは、理解できる内容が届きませんでした。代わりにコマンドを入力してください。コマンドはヘルプに載っています。',
    'not-hers': 'この招待に回答できるのは {name} さんだけです。',
    'message-empty': 'メッセージがまだありません。カードに入力してから、もう一度押してください。',
    'press.not-member':
      'この操作ができるのは、招待した方とそのスレッドのメンバーだけです。そのスレッドで依頼するか、ご自分のスレッドで改めて招待してください。',
    'press.unknown':
      'このカードは古いため、もう扱えません。招待されている方を見るには、次のように入力してください: 誰',
    forgotten:
      'あなたの情報を忘れました。お名前、アドレス、お言葉を取り除いた過去の招待: {invitations} 件、削除したリマインダー: {reminders} 件。誰かに発信したこと、その時刻と結果は保存期間が終わるまで残ります。運用者の監査記録には、誰が何を頼んだかが名前とアドレスとともに {days} 日間残ります。チャットに残るメッセージはチャット製品のものです。',
    'forgotten-not-yet':
      '進行中または今後の予定のため、まだ忘れていないもの: {count} 件。終わりましたら、もう一度「私を忘れて」と入力してください。',
    'press.copy':
      '押されたのは、もう更新されない写しのカードです。最新の状況を示すカードは、このスレッドの別のメッセージにあります。',
    'press.repeated': 'そのボタン操作はすでに届いています。結果はカードに表示されています。',
    error: `問題が発生しました。もう一度お試しください。解決しない場合は、次の番号を添えて${ASK}: {reference}`,
  },

  told: {
    inviting: '{names} さんに発信します。',
    ringing: 'まだ呼び出し中です: {names} さん。',
    forwarded: '転送されました: {names} さん。',
    waiting: 'どなたかが会議に入るのを待っています: {names} さん。',
    calling: '会議から {names} さんに発信しています。',
    joined: '{names} さんが参加しました。',
    answered: '{names} さんが応答しました。',
    accepted: '{names} さんが承諾しました。',
    declined: '{names} さんが辞退しました。',
    busy: '話し中です: {names} さん。',
    'no-answer': '{names} さんから応答がありません。',
    offline: 'オフラインです: {names} さん。',
    'not-found': '見つかりません: {names} さん。',
    'not-allowed': '発信が許可されていません: {names} さん。',
    cannot: '会議に参加できません: {names} さん。',
    withdrawn: '招待を取り消しました: {names} さん。',
    left: '{names} さんが退出しました。',
    failed: '失敗しました: {names} さん。',
    unknown: '結果がわかりません: {names} さん。',
    'in-turn': '順番待ち：{names}。',
    'not-needed': '不要になりました：{names}。',
    'passed-over': '発信していません：{names}。',
  },
  notRemoved: ({ code }) =>
    `まだ会議に残っている可能性があります: {names} さん。通話を終了するよう依頼しましたが、会議${code === 0 ? 'から応答がありませんでした' : 'に拒否されました（{code}）'}。`,

  call: {
    inviter: 'Usher',
    subject: 'テスト通話',
    hints: {
      joined: 'このアドレスについては、設定は正しく動作しています。',
      answered: '{name} さんが会議にいるかどうか、ご確認ください。',
      accepted: 'このアドレスについては、設定は正しく動作しています。',
      declined:
        '本人または電話自体が拒否しました（{code}）。{name} さんが電話に出られるときに、もう一度発信してください。',
      busy: '電話までの経路は動作しています。後でもう一度発信してください。',
      'no-answer':
        '電話までの経路は動作しています。もう一度発信するか、呼び出し時間を長くしてください（RING_SECONDS）。',
      offline: '{address} としてサインインしている電話があるか、電話サーバーでご確認ください。',
      'not-found': '{address} が登録されているか、電話サーバーでご確認ください。',
      'not-allowed':
        '電話サーバーが拒否した場合は、SIP_URI に許可されている発信先を電話サーバーでご確認ください。',
      cannot:
        'どの試みがどのコードで拒否されたかは、シーケンス図に示されています。別の電話をお試しになるか、INVITE_METHODS を変更してください。',
      withdrawn: '電話の呼び出しは止まりました。',
      failed:
        '誰が何を応答したかは、シーケンス図に示されています。SIP_TRACE=file とすると、メッセージ全体が保存されます。',
      unknown:
        '応答がどこで途絶えたかは、シーケンス図に示されています。SIP_TRACE=file とすると、メッセージ全体が保存されます。',
    },
    noServer: '{problem}。SIP_SERVER をご確認ください。',
    bridged: '{name} さんの通話は、電話が自分で参加するまで、このコマンドを経由します。Ctrl-C で切断します。',
    ended: {
      'stepped-out': '{name} さんの電話が自分で参加したため、このコマンドはもう必要ありません。',
      left: '{name} さんが退出しました。',
      'hung-up': '電話を切りました。',
    },
  },

  card: {
    untitled: '会議',
    invitedBy: '{name} さんからの招待',
    toast: '「{toast}」',
    ended: 'この会議は終了しました。',
    question: '{typed} さんはどなたですか。正しい名前を押すと、その方の電話だけが鳴ります。',
    moreCandidates:
      'ほかに {count} 名が当てはまります。該当する方がいない場合は、フルネームを入力してください。',
    openQuestion: 'どなたのことでしょうか。フルネームを入力してください',
    many: '{count} 名に発信します。全員に発信しますか。',
    manyHint: 'ボタンを押すか、「はい」か「いいえ」と入力してください。',
    line: '{word}（{count}）: {names}',
    more: 'ほか {count} 名',
    nobody: 'まだどなたも招待されていません。次のように入力してください: 名前を招待',
    speakRow: '{name} さん: {word}。',
    speakMore: 'ほか {count} 名です。',
    addressed: '{name} さん: {text}',
    conference: '会議 {uri}',
    others: 'ほかの参加者（{count}）: {names}',
    rosterUnknown: '現在、ほかの参加者と、退出した方を確認できません。',
    rosterNone:
      '会議サーバーから参加者の情報が得られません。ほかの方が参加している場合や、すでに退出した方がいる場合があります。',
    urgent: '至急',
    again: '{time} に再発信します（{of} 回中 {next} 回目）',
    againSoon: '再発信します（{of} 回中 {next} 回目）',
  },

  buttons: {
    ringAll: '{count} 名に発信',
    ringNobody: 'いいえ',
    cancel: '取り消す',
    remove: '外す',
    again: 'もう一度発信',
    join: '参加',
    decline: '辞退',
    me: '自分を招待',
    accept: '承諾',
    later: '5 分後',
    tell: 'メッセージを送る',
  },

  personal: {
    invites: '{name} さんからこの会議への招待です。お使いの電話を呼び出しています。',
    invited: '{name} さんからこの会議への招待です。',
    open: '招待が届いています',
    input: 'スレッドへのメッセージ、または辞退の理由',
    answered: { link: '承諾', phone: '承諾', call: '承諾', decline: '辞退', later: '後で' },
    hints: {
      link: '電話の呼び出しは止まりました。ボタンから参加してください。',
      phone: '電話で着信に応答してください。',
      call: 'お使いの電話を呼び出しています。',
      later: '5 分後に、もう一度お電話します。',
    },
    late: {
      link: '電話に出られなかったようです。承諾すると、参加用のリンクが表示されます。',
      call: '電話に出られなかったようです。承諾すると、すぐにもう一度お電話します。',
    },
    postponed: '5 分後にもう一度発信します: {names} さん。',
    writes: '{name} さんからのメッセージ:「{words}」',
    unreachable: '{name} さんにはチャットで連絡できません。電話でのみ連絡できます。',
  },

  incoming: {
    status: {
      invited: '招待が届いています',
      joining: '参加手続き中',
      declining: '辞退手続き中',
      accepted: '承諾',
      declined: '辞退',
      withdrawn: '取り消し済み',
      expired: '期限切れ',
      unconfirmed: '未確認',
      interrupted: '中断',
    },
    invites: '{name} さん（{address}）から会議への招待です。',
    joins: '{by} さんが参加します。{name} さんの電話を会議に呼び出しています。',
    joinsAlone: '{by} さんが参加します。発信できる電話がわからないため、ご自分でダイヤルしてください: {uri}',
    declines: '{by} さんが辞退しました。',
    why: {
      withdrawn: '招待した方が取り消しました。',
      expired: '時間内に回答がありませんでした。',
      unconfirmed:
        '承諾しましたが、招待した側の確認が取れませんでした。それでも参加するには、「{uri} を使う」、続いて「私を招待」と入力してください。',
      interrupted:
        'このボットの再起動により中断され、もう回答できません。それでも参加するには、「{uri} を使う」、続いて「私を招待」と入力してください。',
    },
  },

  schedule: scheduleJa,

  form: {
    title: '通話に招待',
    submit: '招待',
    close: '閉じる',
    people: '招待する人',
    others: 'ほかの人：名前、アドレス、電話番号（「,」で区切る）',
    subject: '件名',
    toast: '伝えること',
    nobody: '人を選ぶか、名前を書いてください。',
  },

  app: {
    name: 'Usher は進行中の会議に人を招き入れます',
    short: 'チャットから、進行中の会議に人を招き入れます。',
    long: '「メアリーを招待」と書くと、本人の電話が鳴ります。招待がどうなったかは、終わるまでスレッドに表示されます。',
  },

  welcome: {
    title: '進行中の会議に、人を呼び入れます。',
    lines: [
      '「メアリーを招待」と入力すると、メアリーさんの電話が鳴り、その後の様子がこのスレッドにそのまま表示されます。',
      'ボタンでご自分を招待してお試しになるか、「ヘルプ」と入力してください。',
    ],
    mention: [
      'ここでは、私へのメンションがあるメッセージだけを読みます。「@{bot} メアリーを招待」のように入力してください。',
      'ボタンでご自分を招待してお試しになるか、「@{bot} ヘルプ」と入力してください。',
    ],
  },

  help: {
    title: 'できること',
    topics: {
      invite:
        '電話をかけて、このスレッドの会議に呼び入れます。「至急」「順番に」「出なければボブ」「出るまで」も使えます。',
      cancel: '呼び出しを止めます。名前がなければ、招待中の全員が対象です。',
      remove: '会議から外します。まだ呼び出し中であれば、招待を取り消します。',
      again: 'もう一度発信します。',
      who: '招待した方とその結果、ほかの参加者を表示します。',
      use: 'このスレッドからの招待を、既存の会議につなぎます。',
      end: 'このスレッドの会議を終了します。',
      listen: '外部から私に届く会議への招待を、ここに表示します。ご自分または指定した方の分です。',
      unlisten: 'その招待を、ここに表示しないようにします。',
      remind: '時刻を決めて、または予定の前にお知らせします。',
      scheduled: 'このスレッドの予定と、変更できることを表示します。',
      block: 'その時刻まで、至急のものも含めて招待で電話を鳴らしません。時刻がなければ翌朝までです。',
      unblock: '「電話しないで」を終わります。そうでなければ、もう一度あなたに発信します。',
      forget: '終わったことについて、あなたに関する情報を忘れます。',
      help: 'このヘルプを表示します。',
    },
    example: '例: {example}',
    mention: 'このチャネルでは、コマンドの前に私をメンションしてください: @{bot} …',
  },

  ...formats,
};

function statusWord(status: unknown): string {
  const words: Readonly<Record<string, string>> = ja.status;
  return `（${words[String(status)] ?? String(status)}）`;
}
