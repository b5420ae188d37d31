import assert from 'node:assert/strict';
import { type Command, parseCommand } from '../../src/commands/index.ts';

/** "mary" · "mary, bob" · "mary > bob" (bob where mary did not come), then what else was said. */
function brief(command: Command): string {
  if (command.kind !== 'invite') return command.kind === 'problem' ? command.code : command.kind;
  const { urgent, inTurn, persist, otherwise = [], toast, subject, when } = command;
  const names = ({ invitees, me, except }: Pick<typeof command, 'invitees' | 'me' | 'except'>): string =>
    [...(me ? ['me'] : []), ...invitees.map((one) => (one.kind === 'address' ? one.address : one.name))].join(
      ', ',
    ) + (except ? ` but ${names(except)}` : '');
  return [
    [command, ...otherwise].map(names).join(' > '),
    ...(urgent ? ['urgent'] : []),
    ...(inTurn ? ['in turn'] : []),
    ...(persist ? [`${persist.everySeconds} s, ${persist.times} times`] : []),
    ...(subject ? [`to ${subject}`] : []),
    ...(toast ? [`"${toast}"`] : []),
    ...(when?.kind === 'at' ? [`${when.local} ${when.rule ?? ''}`.trim()] : []),
    ...(when && when.kind !== 'at' ? [`${when.kind} ${when.seconds} s`] : []),
  ].join(' · ');
}

const LINES: Readonly<Record<string, readonly string[]>> = {
  'Mary · urgent': [
    'invite Mary urgently',
    'urgently invite Mary',
    'urgent: invite Mary',
    'invite Mary, urgent',
    'invite Mary, urgent!',
    "invite Mary, it's urgent",
    'invite Mary – it is urgent',
    "it's urgent, please call Mary",
    'call Mary asap',
    'call Mary ASAP please',
    'call Mary as soon as possible',
    'get Mary on the call urgently',
    "call Mary because it's urgent",
    'hey, urgent, could you please call Mary',
    'call Mary, this is really urgent, thanks',
    'call urgently Mary',
    'invite Mary with high priority',
  ],
  'Mary · urgent · to review': ['invite Mary urgently to the review', 'invite Mary to the review, urgently'],
  'Mary · urgent · "Join us"': [
    'invite Mary urgently saying "Join us"',
    'urgent: invite Mary saying Join us',
  ],
  'Mary · "it is urgent"': ['invite Mary saying it is urgent', 'invite Mary saying "it is urgent"'],
  'Mary · "urgently, one after the other, else Bob"': [
    'invite Mary saying urgently, one after the other, else Bob',
  ],
  'Urgent Care': ['invite Urgent Care'],
  'Mary, Urgent Care': ['invite Mary and Urgent Care'],
  'Dr Urgent': ['invite "Dr Urgent"'],
  'Mary · to urgent matters': ['invite Mary to "urgent matters"'],
  'Mary, Bob · in turn': [
    'invite Mary and Bob one after the other',
    'call Mary and Bob in turn',
    'call Mary and Bob one by one',
    'ring Mary and Bob one at a time, please',
    'one after the other, call Mary and Bob',
    'call one after the other Mary and Bob',
    'call Mary, Bob in this order',
    'call Mary and Bob until somebody answers',
    'call Mary and Bob one after the other until someone joins',
  ],
  'Mary, Bob': [
    'invite Mary and Bob all at once',
    'invite Mary and Bob at the same time',
    'invite Mary and Bob in parallel',
  ],
  'Mary > Bob': [
    'invite Mary, else Bob',
    'invite Mary else Bob',
    'invite Mary, or else Bob',
    'invite Mary, otherwise Bob',
    'invite Mary; if not, Bob',
    'call Mary, if she does not answer, call Bob',
    "call Mary. If she doesn't pick up, call Bob",
    'call Mary and if she is busy call Bob',
    'call Mary, if she is not available then try Bob',
    'call Mary, if Mary cannot join, ring Bob please',
    'get Mary on the call, otherwise get Bob on the call',
    'call Mary, if nobody answers, call Bob',
    'call Mary, failing that Bob',
  ],
  'Mary > Bob > the on-call surgeons': ['invite Mary, else Bob, else the on-call surgeons'],
  'Mary, Bob > me, Sue · urgent': ['invite Mary and Bob, otherwise Sue and me, urgently'],
  'Mary > Bob · urgent · "Join us"': ['invite Mary, else Bob, urgently, saying "Join us"'],
  'Else Müller, Bob': ['invite Else Müller and Bob'],
  'Mary, Else Müller': ['invite Mary, Else Müller'],
  'Mary · 120 s, 3 times': [
    'invite Mary and keep trying',
    'keep calling Mary',
    'keep trying to reach Mary until she answers',
    'invite Mary until she answers',
    'call Mary until he picks up',
    'call Mary, if she does not answer, try again',
    'call Mary, up to 3 times',
  ],
  'Mary · 300 s, 3 times': [
    'invite Mary, try again every 5 minutes, up to 3 times',
    'call Mary every five minutes',
    'call Mary and try again every 5 min until she answers',
    'call Mary, if she does not answer, try again in 5 minutes',
  ],
  'Mary · 30 s, 10 times': ['call Mary every 2 seconds, at most 99 times'],
  'Mary · 60 s, 2 times': ['call Mary every minute, two times'],
  'Mary > Bob · 120 s, 3 times': ['invite Mary, else Bob, and keep trying'],
  'command.no-name': ['invite urgently', 'invite Mary, else her'],
  cancel: ['cancel Mary asap'],
  again: ['call her again', 'call Mary again', 'try again Mary', 'try Mary again', 'call her urgently'],
  unknown: ['urgent', "it's urgent", 'asap', 'one after the other', 'else Bob', 'keep trying'],
};

const IN_OTHER_LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  'Mary · urgent': [
    'lade Mary dringend ein',
    'lade Mary ein, es ist dringend',
    'ruf Mary so schnell wie möglich an',
    'appelle Mary en urgence',
    "appelle Mary, c'est urgent",
    "appelle d'urgence Mary",
    'llama a Mary con urgencia',
    'llama a Mary, es urgente',
  ],
  'Mary · "es ist dringend"': ['lade Mary ein und sag es ist dringend'],
  'Mary, Bob · in turn': [
    'ruf Mary und Bob nacheinander an',
    'ruf Mary und Bob der Reihe nach an',
    "appelle Mary et Bob l'un après l'autre",
    'appelle Mary et Bob un par un',
    'llama a Mary y a Bob uno tras otro',
    'llama a Mary y a Bob por turnos',
  ],
  'Mary > Bob': [
    'lade Mary ein, sonst Bob',
    'ruf Mary an, wenn sie nicht rangeht, ruf Bob an',
    'invite Mary, sinon Bob',
    'appelle Mary, si elle ne répond pas, appelle Bob',
    'llama a Mary; si no contesta, llama a Bob',
    'invita a Mary, de lo contrario a Bob',
  ],
  'Mary · 300 s, 4 times': [
    'ruf Mary alle 5 Minuten an, höchstens 4 mal',
    "appelle Mary toutes les 5 minutes, jusqu'à 4 fois",
    'llama a Mary cada 5 minutos, hasta 4 veces',
  ],
  'Mary · 120 s, 3 times': [
    'ruf Mary an, bis sie rangeht',
    "appelle Mary jusqu'à ce qu'elle réponde",
    'llama a Mary hasta que conteste',
  ],
  'メアリー · urgent': ['メアリーを至急呼んで', '至急メアリーを呼んで'],
  'メアリー, ボブ · in turn': ['メアリーとボブを順番に呼んで'],
  'メアリー > ボブ': ['メアリーを呼んで、出なければボブを呼んで'],
  'メアリー · 120 s, 3 times': ['出るまでメアリーを呼んで'],
  'メアリー · 300 s, 4 times': ['メアリーを5分おきに4回まで呼んで'],
};

/** On Friday, 12 March 2027, at 10:20 in New York (`MOMENT`). */
const AT_A_TIME: Readonly<Record<string, readonly string[]>> = {
  'Mary > Bob · urgent · to Standup · "x" · 2027-03-13T09:30': [
    'invite Mary, else Bob, tomorrow at 9:30 urgently to "Standup" saying "x"',
    'tomorrow at 9:30 urgently invite Mary, else Bob, to "Standup" saying "x"',
    'invite Mary tomorrow at 9:30 to "Standup", otherwise Bob, urgently, saying "x"',
    'urgent: invite Mary to "Standup", else Bob, saying "x" tomorrow at 9:30',
    'lade Mary morgen um 9:30 zum Termin „Standup“ dringend ein, sonst Bob und sag „x“',
  ],
  'Mary · urgent · 2027-03-13T09:30': [
    'invite Mary tomorrow at 9:30 urgently',
    'invite Mary urgently tomorrow at 9:30',
    'urgently, tomorrow at 9:30, call Mary',
    'tomorrow at 9:30, urgently invite Mary please',
    'call urgently tomorrow at 9:30 Mary',
    'get Mary on the call asap tomorrow at 9:30',
    'ask Mary to join urgently tomorrow at 9:30',
    'lade Mary morgen um 9:30 dringend ein',
    'lade Mary dringend morgen um 9:30 ein',
    "appelle Mary demain à 9h30, c'est urgent",
    'llama a Mary con urgencia mañana a las 9:30',
  ],
  'everybody in surgery but Bob · in turn · 2027-03-12T15:00': [
    'invite everybody in surgery except Bob at 15:00 one after the other',
    'invite everybody in surgery at 15:00 except Bob one after the other',
    'invite everybody in surgery at 15:00 in turn except Bob',
    'at 15:00 call everybody in surgery except Bob in turn',
  ],
  'the surgeons on call · 2027-03-12T15:00': ['invite the surgeons on call at 15:00'],
  'everybody but Bob · in turn · 2027-03-12T15:00': [
    'lade alle außer Bob um 15 Uhr nacheinander ein',
    'invita a todos menos Bob a las 15:00 por turnos',
  ],
  'Mary > Bob · 2027-03-13T09:00': [
    'invite Mary tomorrow at 9, else Bob',
    'call Mary again tomorrow at 9, else Bob',
    'tomorrow invite Mary at 9, or else Bob',
    'call Mary tomorrow at 9; if she does not answer, call Bob',
    'ruf Mary morgen um 9 an, wenn sie nicht rangeht, ruf Bob an',
    'ruf Mary an, sonst Bob morgen um 9',
    'appelle Mary demain à 9h, sinon Bob',
    'llama a Mary mañana a las 9; si no contesta, llama a Bob',
  ],
  'Mary > Bob · to standup · 2027-03-15T09:00': [
    'invite Mary, else Bob to the standup on Monday at 9',
    'invite Mary to the standup on Monday at 9, else Bob',
  ],
  'May > June · 2027-05-05T09:00': ['invite May, else June, on 5 May at 9'],
  'メアリー > ボブ · urgent · 2027-03-13T09:00': ['至急明日9時にメアリーを呼んで、出なければボブを呼んで'],
  'メアリー, ボブ · in turn · "9時に至急" · 2027-03-13T09:00': [
    '明日9時にメアリーとボブを順番に招待、伝言「9時に至急」',
  ],
  'Mary · 120 s, 3 times · 2027-03-13T09:00': [
    'keep calling Mary tomorrow at 9',
    'tomorrow at 9 keep calling Mary',
    'invite Mary until she answers tomorrow at 9',
  ],
  'Mary · 300 s, 4 times · 2027-03-13T09:00': [
    'call Mary tomorrow at 9 every 5 minutes, up to 4 times',
    'ruf Mary morgen um 9 alle 5 Minuten an, höchstens 4 mal',
  ],
  'Mary · 300 s, 3 times · 2027-03-15T09:30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR': [
    'invite Mary every weekday at 9:30 and keep trying every 5 minutes',
  ],
  // When she is tried again is not when she is called.
  'Mary · 300 s, 3 times': [
    'call Mary, if she does not answer, try again in 5 minutes',
    'call Mary and try again in 5 minutes',
    'ruf Mary an, wenn sie nicht rangeht, versuch es in 5 Minuten noch einmal',
    'appelle Mary, si elle ne répond pas, réessaie dans 5 minutes',
    'llama a Mary; si no contesta, vuelve a intentarlo en 5 minutos',
  ],
  'Mary > Bob · 300 s, 3 times · 2027-03-13T09:00': [
    'call Mary tomorrow at 9, if she does not answer, try again in 5 minutes, else Bob',
  ],
  'Mary · urgent · in 600 s': ['call Mary again in 10 minutes urgently'],
  'Mary · to Tomorrow at 9, else Bob · "urgently at 9"': [
    'invite Mary to "Tomorrow at 9, else Bob" saying "urgently at 9"',
  ],
  // One invitation has one time.
  'time.unclear': [
    'call Mary, if she does not answer, call Bob in 5 minutes',
    'ruf Mary an, wenn sie nicht rangeht, ruf Bob in 5 Minuten an',
    'メアリーを呼んで、出なければ5分後にボブを呼んで',
    'invite Mary tomorrow at 9, else Bob at 10',
    'invite Mary, else Bob in 20 mintues',
    'invite Mary on Halloween at 9 urgently',
  ],
  'command.no-name': ['call her at 9 urgently', 'remind everyone except Bob in 10 minutes'],
};

const MOMENT = { now: new Date('2027-03-12T15:20Z'), zone: 'America/New_York' };

for (const [title, table, contexts] of [
  ['how people are to be called', LINES, [{}, MOMENT]],
  ['how people are to be called, in other languages', IN_OTHER_LANGUAGES, [{}, MOMENT]],
  ['how people are to be called at a time', AT_A_TIME, [MOMENT]],
] as const) {
  describe(title, () => {
    for (const [meaning, lines] of Object.entries(table)) {
      for (const line of lines) {
        it(`${JSON.stringify(line)} → ${meaning}`, () => {
          for (const context of contexts) assert.equal(brief(parseCommand(line, context)), meaning);
        });
      }
    }
  });
}
