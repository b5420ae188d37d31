import assert from 'node:assert/strict';
import { type Command, commandsIn, parseCommand, verbIn } from '../../src/commands/index.ts';

/** `invite Mary + Bob but Sue to Subject: message`; `*` is the speaker, `-` nobody is named, `?` is not understood. */
function shown(command: Command): string {
  if (command.kind === 'unknown') return '?';
  if (command.kind === 'problem') return `problem ${command.code}`;
  if (command.kind === 'use') return `use ${command.address}`;
  if (!('invitees' in command)) return command.kind;
  const names = command.invitees.map((one) => (one.kind === 'address' ? one.address : one.name));
  const who = [...(command.me ? ['*'] : []), ...names].join(' + ') || '-';
  const toast = command.kind === 'invite' && command.toast !== undefined ? `: ${command.toast}` : '';
  const subject = command.kind === 'invite' && command.subject !== undefined ? ` to ${command.subject}` : '';
  const { except } = command;
  const others = except?.invitees.map((one) => (one.kind === 'address' ? one.address : one.name)) ?? [];
  const but = except ? ` but ${[...(except.me ? ['*'] : []), ...others].join(' + ')}` : '';
  return `${command.kind} ${who}${but}${subject}${toast}`;
}

const WHEN: Readonly<Record<string, string>> = {
  de: 'in 10 Minuten',
  fr: 'dans 10 minutes',
  es: 'en 10 minutos',
  ja: '10分後に',
};

const SENTENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: {
    'lade Mary ein': 'invite Mary',
    'Lad Mary ein!': 'invite Mary',
    'Bitte laden Sie Mary Meyer ein.': 'invite Mary Meyer',
    'ruf Bob an': 'invite Bob',
    'rufe bitte Bob und Sue an': 'invite Bob + Sue',
    'Kannst du Mary, Bob und Sue anrufen?': 'invite Mary + Bob + Sue',
    'Könnten Sie bitte Frau Meyer zur Konferenz einladen?': 'invite Meyer',
    'Hallo Usher, hol bitte den Bob dazu': 'invite Bob',
    'hole Jürgen Müller in die Konferenz': '?',
    'hol Jürgen Müller in die Konferenz': 'invite Jürgen Müller',
    'Mary einladen': 'invite Mary',
    'lade mich ein': 'invite *',
    'lade mich und Bob ein': 'invite * + Bob',
    'lade Mary ein und sag „Komm bitte dazu“': 'invite Mary: Komm bitte dazu',
    'lade Mary ein mit der Nachricht: wir warten, Bob und ich': 'invite Mary: wir warten, Bob und ich',
    'lade sip:mary@example.com ein': 'invite sip:mary@example.com',
    'ruf +49 30 1234567 an': 'invite tel:+49301234567',
    abbrechen: 'cancel -',
    'brich den Anruf bei Bob ab': 'cancel Bob',
    'zieh die Einladung von Bob zurück': 'cancel Bob',
    'lade Bob wieder aus': 'cancel Bob',
    'lade Mary ein zur Konferenz, danke': 'invite Mary',
    'alle abbrechen': 'cancel -',
    'noch einmal Bob': 'again Bob',
    'ruf Bob noch einmal an': 'again Bob',
    'versuch es nochmal mit Bob': 'again Bob',
    wer: 'who',
    'Wer ist da?': 'who',
    'wer fehlt noch': 'who',
    'zeig mir die Teilnehmer': 'who',
    'entferne Bob': 'remove Bob',
    'wirf Bob raus': 'remove Bob',
    'nimm Bob bitte aus der Konferenz': 'remove Bob',
    beenden: 'end',
    'beende die Konferenz': 'end',
    Hilfe: 'help',
    'Was kannst du?': 'help',
    'zeige meine Einladungen': 'listen *',
    'zeige die Einladungen von Lee': 'listen Lee',
    'zeige keine Einladungen mehr': 'unlisten -',
    'zeige keine Einladungen von Lee mehr': 'unlisten Lee',
    'benutze sip:standup@conf.example.com': 'use sip:standup@conf.example.com',
    'wer soll Bob anrufen': '?',
    'soll ich Mary anrufen?': '?',
    'ich habe Mary gestern angerufen': '?',
    'lade Mary nicht ein': '?',
    'bitte niemals Bob anrufen': '?',
    'beende das Protokoll': '?',
    'wer hat den Bericht geschrieben': '?',
    'Mary ist heute krank': '?',
    'ruf sie an': 'again her',
    'ruf ihn noch einmal an': 'again her',
    'lade sie nochmal ein': 'again her',
    'ruf beide nochmal an': 'again them',
    'könnten Sie sie bitte anrufen?': 'again her',
    'rufen Sie sie an': 'again her',
    'versuch es nochmal mit ihr': 'again her',
    'brich ihn ab': 'cancel her',
    'zieh die Einladung von ihr zurück': 'cancel her',
    'lad ihn wieder aus': 'cancel her',
    'entferne sie': 'remove her',
    'wirf ihn raus': 'remove her',
    'nimm sie bitte aus der Konferenz': 'remove her',
    'ruf sie nicht an': '?',
    'lade sie und Bob ein': 'invite sie + Bob',
    'lade die Chirurgen ein': 'invite Chirurgen',
    'lade alle Chirurgen ein': 'invite alle Chirurgen',
    'ruf das Team Chirurgie an': 'invite Team Chirurgie',
    'lade alle aus der Chirurgie ein': 'invite alle aus der Chirurgie',
    'lade Mary zu „Launch“ ein': 'invite Mary to Launch',
    'lade Mary und Bob zum Termin "Launch" ein': 'invite Mary + Bob to Launch',
    'ruf Bob wegen „Launch“ an': 'invite Bob to Launch',
    'lade Mary ein zu „Launch“ und sag „Komm“': 'invite Mary to Launch: Komm',
    'Mary zu "Launch" einladen': 'invite Mary to Launch',
    'lade "Smith, John" ein': 'invite Smith, John',
    'ruf Bob und "Smith, John" an': 'invite Bob + Smith, John',
    'entferne Bob zu „Launch“': 'remove Bob zu „Launch“',
    'enfterne Bob': 'remove Bob',
    'entferrne Bob': 'remove Bob',
    abrechen: 'cancel -',
    'Mary enladen': 'invite Mary',
    'Mary einlden': 'invite Mary',
    'rufee Bob an': 'invite Bob',
    'storneire Bob': 'cancel Bob',
    'Mary abbrehcen': 'cancel Mary',
    beednen: '?',
    'ntfene Bob': '?',
    'lade die Chirurgen außer Mary ein': 'invite Chirurgen but Mary',
    'lade alle außer Bob ein': 'invite everybody but Bob',
    'ruf alle aus der Chirurgie ohne Mary und Bob an': 'invite alle aus der Chirurgie but Mary + Bob',
    'entferne alle außer mir': 'remove - but *',
  },
  fr: {
    'invite Marie': 'invite Marie',
    'Invitez Marie et Bob, s’il vous plaît.': 'invite Marie + Bob',
    'appelle Bob': 'invite Bob',
    'Appelez Marie Dupont, Bob et Sue': 'invite Marie Dupont + Bob + Sue',
    'peux-tu appeler Bob ?': 'invite Bob',
    'Bonjour Usher, pourriez-vous ajouter Madame Dupont à la réunion ?': 'invite Dupont',
    'fais venir Bob': 'invite Bob',
    'téléphone à Bob': 'invite Bob',
    'telephone a Bob': 'invite Bob',
    'invite-moi': 'invite *',
    'invite-moi et Bob': 'invite * + Bob',
    'invite Marie en disant « Rejoins-nous »': 'invite Marie: Rejoins-nous',
    'appelle Bob et dis-lui : on commence, Marie et moi': 'invite Bob: on commence, Marie et moi',
    'appelle sip:bob@example.com': 'invite sip:bob@example.com',
    annule: 'cancel -',
    'annule Bob': 'cancel Bob',
    'annule l’invitation de Bob': 'cancel Bob',
    'annulez tout': 'cancel -',
    'arrête d’appeler Bob': 'cancel Bob',
    'rappelle Bob': 'again Bob',
    'appelle Bob encore une fois': 'again Bob',
    'réessaie avec Bob': 'again Bob',
    'qui est là ?': 'who',
    qui: 'who',
    'qui manque encore': 'who',
    'retire Bob': 'remove Bob',
    'enlève Bob de la conférence': 'remove Bob',
    'raccroche avec Bob': 'remove Bob',
    termine: 'end',
    'termine la conférence': 'end',
    fin: 'end',
    aide: 'help',
    'Que sais-tu faire ?': 'help',
    'montre mes invitations': 'listen *',
    'affiche les invitations de Lee': 'listen Lee',
    'ne montre plus mes invitations': 'unlisten -',
    'ne montre plus les invitations de Lee': 'unlisten Lee',
    'utilise sip:standup@conf.example.com': 'use sip:standup@conf.example.com',
    'n’appelle pas Bob': '?',
    'appelle surtout pas Bob': '?',
    'qui a mangé la tarte': '?',
    'termine le rapport': '?',
    'appelle-la': 'again her',
    'appelle-le encore une fois': 'again her',
    'rappelle-les': 'again them',
    'rappelez-le': 'again her',
    'invite-les': 'again them',
    'peux-tu la rappeler ?': 'again her',
    'tu peux l’appeler ?': 'again her',
    'pourriez-vous les inviter ?': 'again them',
    'rappelle elle': 'again her',
    'annule-la': 'cancel her',
    'annulez-la': 'cancel her',
    'retire-le': 'remove her',
    'raccroche avec elle': 'remove her',
    'peux-tu m’appeler ?': 'invite *',
    'ne la rappelle pas': '?',
    'invite Jean-Le': 'invite Jean-Le',
    'appelle Marie-Moi': 'invite Marie-Moi',
    'invite Le Van': 'invite Le Van',
    'invite les chirurgiens': 'invite les chirurgiens',
    'appelle tous les chirurgiens': 'invite tous les chirurgiens',
    'invite l’équipe chirurgie': 'invite l’équipe chirurgie',
    'invite Marie à « Lancement »': 'invite Marie to Lancement',
    'invite Marie et Bob à la réunion « Lancement »': 'invite Marie + Bob to Lancement',
    'appelle Bob au sujet de "Lancement"': 'invite Bob to Lancement',
    'appelle Bob pour « Lancement »': 'invite Bob to Lancement',
    'invite Marie à « Lancement » en disant « Viens »': 'invite Marie to Lancement: Viens',
    'téléphone à « Smith, John »': 'invite Smith, John',
    'appelle Bob et « Smith, John »': 'invite Bob + Smith, John',
    'invtie Marie': 'invite Marie',
    'invitte Marie': 'invite Marie',
    'apelle Bob': 'invite Bob',
    'appele Bob': 'invite Bob',
    'rappele Bob': 'again Bob',
    'anule Bob': 'cancel Bob',
    'retrie Bob': 'remove Bob',
    'enlve Bob': 'remove Bob',
    temrine: '?',
    'invite les chirurgiens sauf Marie': 'invite les chirurgiens but Marie',
    'appelle tout le monde sauf Bob': 'invite everybody but Bob',
    'annule tout sauf Bob': 'cancel - but Bob',
    'retire tout le monde à part moi': 'remove - but *',
    'invite tous les chirurgiens à l’exception de Marie et Bob':
      'invite tous les chirurgiens but Marie + Bob',
  },
  es: {
    'invita a María': 'invite María',
    'Invite a María y a Bob, por favor.': 'invite María + Bob',
    'llama a Bob': 'invite Bob',
    'llama a Bob, María e Inés': 'invite Bob + María + Inés',
    '¿Puedes llamar a Bob?': 'invite Bob',
    'Hola Usher, ¿podrías añadir a la reunión?': 'problem command.no-name',
    'Hola Usher, añade a la señora García a la llamada': 'invite la señora García',
    'anade a Bob a la llamada': 'invite Bob',
    'agregue a Bob': 'invite Bob',
    invítame: 'invite *',
    llámame: 'invite *',
    'invita a María diciendo «Únete ya»': 'invite María: Únete ya',
    'llama a Bob y dile: te esperamos, María y yo': 'invite Bob: te esperamos, María y yo',
    'llama a sip:bob@example.com': 'invite sip:bob@example.com',
    cancela: 'cancel -',
    'cancela a Bob': 'cancel Bob',
    'anula la invitación de Bob': 'cancel Bob',
    'cancela todo': 'cancel -',
    'deja de llamar a Bob': 'cancel Bob',
    'otra vez Bob': 'again Bob',
    'llama otra vez a Bob': 'again Bob',
    'vuelve a llamar a Bob': 'again Bob',
    'llama a Bob de nuevo': 'again Bob',
    '¿Quién está?': 'who',
    'quien falta': 'who',
    lista: 'who',
    'saca a Bob': 'remove Bob',
    'quita a Bob de la llamada': 'remove Bob',
    termina: 'end',
    'termina la conferencia': 'end',
    ayuda: 'help',
    '¿Qué sabes hacer?': 'help',
    'muestra mis invitaciones': 'listen *',
    'muestra las invitaciones de Lee': 'listen Lee',
    'deja de mostrar mis invitaciones': 'unlisten -',
    'deja de mostrar las invitaciones de Lee': 'unlisten Lee',
    'usa sip:standup@conf.example.com': 'use sip:standup@conf.example.com',
    'no llames a Bob': '?',
    'no invites a Bob': '?',
    'quién escribió el informe': '?',
    'termina el informe': '?',
    llámala: 'again her',
    'llámalo otra vez': 'again her',
    'vuelve a llamarla': 'again her',
    'vuélvela a llamar': 'again her',
    '¿puedes llamarla?': 'again her',
    'llama a ella otra vez': 'again her',
    'llama otra vez a los dos': 'again them',
    invítalos: 'again them',
    cancélala: 'cancel her',
    anúlala: 'cancel her',
    'deja de llamarla': 'cancel her',
    sácalo: 'remove her',
    quítala: 'remove her',
    expúlsalo: 'remove her',
    'no la llames': '?',
    'invita a Carmela': 'invite Carmela',
    'llama a Lola': 'invite Lola',
    'invita a Pamela Sala': 'invite Pamela Sala',
    'llama a Bob y dile: llámame': 'invite Bob: llámame',
    'invita a los cirujanos': 'invite los cirujanos',
    'llama a todos los cirujanos': 'invite todos los cirujanos',
    'invita al equipo de cirugía': 'invite equipo de cirugía',
    'invita a María a «Lanzamiento»': 'invite María to Lanzamiento',
    'invita a María y Bob a la reunión «Lanzamiento»': 'invite María + Bob to Lanzamiento',
    'llama a Bob sobre "Lanzamiento"': 'invite Bob to Lanzamiento',
    'invita a María a «Lanzamiento» diciendo «Ven»': 'invite María to Lanzamiento: Ven',
    'llama a «Smith, John»': 'invite Smith, John',
    'llama a Bob y a «Smith, John»': 'invite Bob + Smith, John',
    'invtia a María': 'invite María',
    'invitta a María': 'invite María',
    'lllama a Bob': 'invite Bob',
    'agrgea a Bob': 'invite Bob',
    'cancla a Bob': 'cancel Bob',
    'canecla a Bob': 'cancel Bob',
    'elimnia a Bob': 'remove Bob',
    temrina: '?',
    'invita a los cirujanos excepto María': 'invite los cirujanos but María',
    'llama a todos menos a Bob': 'invite everybody but Bob',
    'cancela todo excepto Bob': 'cancel - but Bob',
    'saca a todos menos a mí': 'remove - but *',
    'invita al equipo de cirugía salvo María y Bob': 'invite equipo de cirugía but María + Bob',
  },
  ja: {
    メアリーを招待: 'invite メアリー',
    メアリーを招待して: 'invite メアリー',
    'メアリーさんを招待してください。': 'invite メアリー',
    メアリーを呼んで: 'invite メアリー',
    メアリーを会議に呼んでください: 'invite メアリー',
    メアリーとボブを招待: 'invite メアリー + ボブ',
    '田中さんと佐藤さんを呼んでもらえますか？': 'invite 田中 + 佐藤',
    'メアリー、ボブを招待': 'invite メアリー + ボブ',
    さとうさんを招待: 'invite さとう',
    'ボブ・スミスを招待': 'invite ボブ・スミス',
    'Mary Meyer を招待': 'invite Mary Meyer',
    ボブさんに電話して: 'invite ボブ',
    'すみません、ボブさんに電話をかけてください': 'invite ボブ',
    私を招待: 'invite *',
    'sip:mary@example.com を招待': 'invite sip:mary@example.com',
    'メアリーを招待、伝言「すぐに来てください」': 'invite メアリー: すぐに来てください',
    '「すぐに来て」と言ってメアリーを招待して': 'invite メアリー: すぐに来て',
    キャンセル: 'cancel -',
    ボブをキャンセル: 'cancel ボブ',
    ボブさんの招待を取り消してください: 'cancel ボブ',
    'もう一度 ボブ': 'again ボブ',
    もう一度ボブを呼んで: 'again ボブ',
    ボブさんにもう一度電話して: 'again ボブ',
    誰: 'who',
    '誰がいますか？': 'who',
    参加者を教えて: 'who',
    ボブを外す: 'remove ボブ',
    ボブさんを会議から外してください: 'remove ボブ',
    終了: 'end',
    会議を終了してください: 'end',
    ヘルプ: 'help',
    何ができますか: 'help',
    招待を表示: 'listen *',
    リーさんの招待を表示して: 'listen リー',
    招待を表示しないで: 'unlisten -',
    'sip:standup@conf.example.com を使う': 'use sip:standup@conf.example.com',
    誰を招待: '?',
    昨日メアリーを招待しました: '?',
    メアリーを招待しないで: '?',
    メアリーを呼ばないでください: '?',
    メアリーさんは元気ですか: '?',
    会議は三時に終了する予定です: '?',
    彼女を呼んで: 'again her',
    彼女にもう一度電話して: 'again her',
    もう一度彼を呼んで: 'again her',
    あの人をもう一度呼んで: 'again her',
    その人に電話して: 'again her',
    二人をもう一度呼んで: 'again them',
    彼らを招待して: 'again them',
    彼女をキャンセル: 'cancel her',
    彼を外して: 'remove her',
    彼女を招待しないで: '?',
    外科医を招待: 'invite 外科医',
    外科チームを招待: 'invite 外科チーム',
    外科の全員を呼んで: 'invite 外科の全員',
    当直の外科医を全員呼んで: 'invite 当直の外科医',
    'メアリーを「ローンチ」に招待': 'invite メアリー to ローンチ',
    '「ローンチ」にメアリーを招待': 'invite メアリー to ローンチ',
    'メアリーとボブを「ローンチ」の会議に招待して': 'invite メアリー + ボブ to ローンチ',
    'メアリーを「ローンチ」に招待、伝言「来て」': 'invite メアリー to ローンチ: 来て',
    '「来て」と言ってメアリーを「ローンチ」に招待': 'invite メアリー to ローンチ: 来て',
    メアリーをしょうたい: 'invite メアリー',
    メアリーをしょうたいして: 'invite メアリー',
    ボブさんにでんわして: 'invite ボブ',
    ボブをよんで: 'invite ボブ',
    ボブをついか: 'invite ボブ',
    ボブをきゃんせる: 'cancel ボブ',
    きゃんせる: 'cancel -',
    へるぷ: 'help',
    しゅうりょう: 'end',
    ボブをはずして: 'remove ボブ',
    もういちどボブ: 'again ボブ',
    メアリー以外の外科医を招待: 'invite 外科医 but メアリー',
    ボブ以外の全員を呼んで: 'invite everybody but ボブ',
    メアリーを除く外科医を招待して: 'invite 外科医 but メアリー',
    ボブさん以外の全員をキャンセル: 'cancel - but ボブ',
    田中さんと佐藤さん以外の外科医を呼んでください: 'invite 外科医 but 田中 + 佐藤',
  },
};

const bot = { id: 'bot', name: 'Usher' };

/** Times are read too; where there are none, nothing changes. */
const moment = { now: new Date('2027-03-12T15:20:00Z'), zone: 'Europe/Berlin' };

describe('commands in other languages', () => {
  for (const [language, sentences] of Object.entries(SENTENCES)) {
    describe(language, () => {
      for (const [line, expected] of Object.entries(sentences)) {
        it(`${line} → ${expected}`, () => {
          assert.equal(shown(parseCommand(line, { bot, ...moment, locale: language })), expected);
        });
      }

      it('understands what its help shows, whoever types it', () => {
        for (const { name, syntax, example } of commandsIn(language)) {
          for (const locale of [language, 'en', undefined]) {
            const command = parseCommand(example, {
              bot,
              ...moment,
              ...(locale === undefined ? {} : { locale }),
            });
            assert.equal(command.kind, name, `${example} in ${locale}`);
          }
          const shortest = syntax.replace(/\[[^\]]*\]/g, '').trim();
          const filled = shortest
            .replace(/sip:\S+/, 'sip:room@example.com')
            .replace(/ZEITPUNKT|QUAND|CUÁNDO|時刻に/, WHEN[language] ?? '');
          assert.equal(parseCommand(filled, { bot, ...moment, locale: language }).kind, name, filled);
        }
        assert.deepEqual(
          commandsIn(language).map(({ name }) => name),
          commandsIn('en').map(({ name }) => name),
        );
        assert.notEqual(verbIn(language, 'cancel'), 'cancel');
      });
    });
  }

  it('takes mentions for people in every language', () => {
    const mentions = [{ id: '29:mary', name: 'Mary Meyer', text: '<at>Mary</at>' }];
    for (const line of [
      'lade <at>Mary</at> ein',
      'invitez <at>Mary</at>',
      'llama a <at>Mary</at>',
      '<at>Mary</at>を招待',
    ]) {
      const command = parseCommand(`<at>Usher</at> ${line}`, { bot, ...moment, mentions });
      assert.deepEqual('invitees' in command && command.invitees, [
        { kind: 'mention', id: '29:mary', name: 'Mary Meyer' },
      ]);
    }
  });

  for (const locale of ['en', 'de', 'fr', 'es', 'ja', undefined]) {
    it(`does not change what English sentences mean (${locale})`, () => {
      for (const [line, expected] of [
        ['invite Mary and Bob', 'invite Mary + Bob'],
        ['invite me', 'invite *'],
        ['call Bob again', 'again Bob'],
        ['invite Nguyen To Minh', 'invite Nguyen To Minh'],
        ['invite Le Van', 'invite Le Van'],
        ['invite Mary saying "et moi, y tú, und ich"', 'invite Mary: et moi, y tú, und ich'],
        ['cancel', 'cancel -'],
        ['who is in?', 'who'],
        ['end', 'end'],
        ['quite right', '?'],
        ['hole in one', '?'],
        ['use sip:a@example.com', 'use sip:a@example.com'],
      ] as const) {
        const context = { bot, ...moment, ...(locale === undefined ? {} : { locale }) };
        assert.equal(shown(parseCommand(line, context)), expected, line);
      }
    });
  }

  it('splits Spanish double names only for who speaks Spanish', () => {
    assert.equal(shown(parseCommand('invite Ortega y Gasset', { bot, ...moment })), 'invite Ortega y Gasset');
  });

  it('reads long lines, whatever they repeat', () => {
    for (const piece of ['、', 'を', 'と', ' ', 'メアリー', 'lade ', 'ein ', 'et ', '「', 'さん']) {
      assert.ok(parseCommand(piece.repeat(Math.floor(4_000 / piece.length)), { bot, ...moment }).kind, piece);
    }
  });
});
