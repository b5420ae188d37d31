import assert from 'node:assert/strict';
import { type Command, parseCommand } from '../../src/commands/index.ts';

/** Friday, 16:20 in Berlin. */
const NOW = new Date('2027-03-12T15:20:00Z');
const bot = { id: 'bot', name: 'Usher' };

/** `12 15:00`: the day in March and the hour; `7200 s`: from now. */
function shown(command: Command): string {
  if (command.kind === 'problem') return `${command.code} ${JSON.stringify(command.facts)}`;
  if (command.kind !== 'block') return command.kind;
  const { until } = command;
  if (until.kind === 'in') return `${until.seconds} s`;
  const zone = until.zone === 'Europe/Berlin' ? '' : ` ${until.zone}`;
  return until.local.replace('2027-03-', '').replace('T', ' ') + zone;
}

const SENTENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    'do not ring me': '13 08:00',
    'do not ring me until 3': '13 03:00',
    'do not ring me until 5': '12 17:00',
    'Do not ring me until 6:30 please': '12 18:30',
    'hey Usher, could you please not ring me until 17:00': '12 17:00',
    'don’t call me for 2 hours': '7200 s',
    'dont call me for half an hour': '1800 s',
    'do not ring me for the next 2 hours': '7200 s',
    'do not ring me for 3 days': '15 16:20',
    'do not ring me before 5pm': '12 17:00',
    'mute me until tomorrow': '13 08:00',
    'do not disturb': '13 08:00',
    'do not disturb me until tomorrow at 9': '13 09:00',
    'dnd until Friday at 9': '19 09:00',
    'no calls until monday': '15 08:00',
    'do not ring me until noon': '13 12:00',
    'do not ring me until midnight': '13 00:00',
    'do not ring me until half past 4': '12 16:30',
    'do not ring me until 3 Tokyo time': '13 15:00 Asia/Tokyo',
    'do not ring me until tonight': '12 20:00',
    'do not ring me today': '13 08:00',
    'do not ring me for the rest of the day': '13 08:00',
    'do not ring me until 14 March': '14 08:00',
    'do not ring me until lunch': 'time.unclear {"words":"lunch"}',
    'do not ring me at 3': 'time.unclear {"words":"at 3"}',
    'do not ring me until every monday at 9': 'time.unclear {"words":"every monday at 9"}',
    'do not ring me until yesterday at 3': 'time.past {"local":"2027-03-11T15:00","zone":"Europe/Berlin"}',
    'do not ring me for 500 days': 'time.too-far {"days":366}',
    'do not ring Mary until 3': 'unknown',
    'do not call me Mary': 'unknown',
    'do not call me any more': 'cancel',
    'ring me again': 'unblock',
    'you can call me again, please': 'unblock',
    'end do not disturb': 'unblock',
    'ring me again at 17:00': 'invite',
    'call Bob again': 'again',
  },
  de: {
    'ruf mich nicht an': '13 08:00',
    'Ruf mich bitte bis 17 Uhr nicht an!': '12 17:00',
    'ruf mich nicht an bis morgen um 9': '13 09:00',
    'bitte nicht stören': '13 08:00',
    'bis 17 Uhr nicht stören': '12 17:00',
    'stör mich zwei Stunden lang nicht': '7200 s',
    'ruf mich für eine halbe Stunde nicht an': '1800 s',
    'ruf mich die nächsten 2 Stunden nicht an': '7200 s',
    'ruf mich bis Montag nicht an': '15 08:00',
    'ruf mich bis halb sechs nicht an': '12 17:30',
    'ruf mich heute nicht an': '13 08:00',
    'ruf mich bis heute Abend nicht an': '12 20:00',
    'könntest du mich bitte bis 5 nicht anrufen': '12 17:00',
    'ruf mich bis dann nicht an': 'time.unclear {"words":"dann"}',
    'ruf Mary bis 15 Uhr nicht an': 'unknown',
    'Bob nicht stören': 'unknown',
    'lade Mary nicht ein': 'unknown',
    'ruf mich wieder an': 'unblock',
    'ich bin wieder erreichbar': 'unblock',
    'ruf mich morgen um 9 wieder an': 'invite',
    'ruf Bob wieder an': 'again',
  },
  fr: {
    "ne m'appelle pas": '13 08:00',
    'Ne m’appelle pas jusqu’à 17h': '12 17:00',
    "ne me dérange pas jusqu'à demain": '13 08:00',
    "ne m'appelez pas avant 18h30 svp": '12 18:30',
    "ne m'appelle pas pendant 2 heures": '7200 s',
    'ne me dérangez pas pendant une demi-heure': '1800 s',
    'ne pas déranger': '13 08:00',
    "ne m'appelle pas jusqu'à lundi": '15 08:00',
    "ne m'appelle pas jusqu'à ce soir": '12 20:00',
    "ne m'appelle pas jusqu'à demain à 9h": '13 09:00',
    "ne m'appelle pas aujourd'hui": '13 08:00',
    "n'appelle pas Mary": 'unknown',
    'je suis de nouveau joignable': 'unblock',
    "tu peux de nouveau m'appeler": 'unblock',
    'rappelle-moi': 'again',
  },
  es: {
    'no me llames': '13 08:00',
    'No me llames hasta las 17:00, por favor': '12 17:00',
    'no me llames hasta las 5': '12 17:00',
    'no me llames hasta las 5 y media': '12 17:30',
    'no me llames hasta las 5 de la tarde': '12 17:00',
    'no me molestes hasta mañana': '13 08:00',
    'no me llames durante 2 horas': '7200 s',
    'no me llames durante media hora': '1800 s',
    'no me llames hasta el lunes a las 9': '15 09:00',
    'no molestar': '13 08:00',
    'no me llames hoy': '13 08:00',
    'no llames a Mary': 'unknown',
    'vuelvo a estar disponible': 'unblock',
    'vuelve a llamarme': 'again',
  },
  ja: {
    電話しないで: '13 08:00',
    '17時まで電話しないでください': '12 17:00',
    私に5時まで電話しないで: '12 17:00',
    '２時間電話しないで': '7200 s',
    '30分間、鳴らさないで': '1800 s',
    明日まで電話しないで: '13 08:00',
    明日の9時まで呼ばないで: '13 09:00',
    月曜日まで電話しないで: '15 08:00',
    午後5時半まで電話しないで: '12 17:30',
    今日は電話しないで: '13 08:00',
    メアリーに電話しないで: 'unknown',
    また電話していい: 'unblock',
    もう電話してもいいです: 'unblock',
  },
};

describe('do not ring me', () => {
  for (const [locale, sentences] of Object.entries(SENTENCES)) {
    for (const [line, expected] of Object.entries(sentences)) {
      it(`${locale}: ${line} → ${expected}`, () => {
        const context = { bot, now: NOW, zone: 'Europe/Berlin', locale };
        assert.equal(shown(parseCommand(line, context)), expected);
      });
    }
  }

  for (const [said, now, local] of [
    ['in the night: for its rest', '2027-03-12T00:00:00Z', '2027-03-12T08:00'],
    ['at six in the morning: for the day', '2027-03-12T05:00:00Z', '2027-03-13T08:00'],
    ['before the clocks are set forward', '2027-03-27T22:00:00Z', '2027-03-28T08:00'],
  ] as const) {
    it(`${said}, without a time`, () => {
      assert.deepEqual(parseCommand('do not ring me', { now: new Date(now), zone: 'Europe/Berlin' }), {
        kind: 'block',
        until: { kind: 'at', local, zone: 'Europe/Berlin' },
      });
    });
  }

  it('asks for nothing where nobody knows what time it is', () => {
    const { kind } = parseCommand('do not ring me until 3');
    assert.equal(kind, 'problem');
  });
});
