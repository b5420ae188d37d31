import assert from 'node:assert/strict';
import { type Command, parseCommand } from '../../src/commands/index.ts';

/** "mary" · "mary, bob" · "mary > bob" (bob where mary did not come), then what else was said. */
function brief(command: Command): string {
  if (command.kind !== 'invite') return command.kind === 'problem' ? command.code : command.kind;
  const { urgent, inTurn, persist, otherwise = [], toast, subject } = command;
  const names = ({ invitees, me }: { invitees: typeof command.invitees; me: boolean }) =>
    [...(me ? ['me'] : []), ...invitees.map((one) => (one.kind === 'address' ? one.address : one.name))].join(
      ', ',
    );
  return [
    [command, ...otherwise].map(names).join(' > '),
    ...(urgent ? ['urgent'] : []),
    ...(inTurn ? ['in turn'] : []),
    ...(persist ? [`${persist.everySeconds} s, ${persist.times} times`] : []),
    ...(subject ? [`to ${subject}`] : []),
    ...(toast ? [`"${toast}"`] : []),
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

for (const [title, table] of Object.entries({
  'how people are to be called': LINES,
  'how people are to be called, in other languages': IN_OTHER_LANGUAGES,
})) {
  describe(title, () => {
    for (const [meaning, lines] of Object.entries(table)) {
      for (const line of lines) {
        it(`${JSON.stringify(line)} → ${meaning}`, () => assert.equal(brief(parseCommand(line)), meaning));
      }
    }
  });
}
