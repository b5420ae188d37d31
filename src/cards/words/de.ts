/** German, polite (Sie). */
import { formatsOf, listOf as list, pluralOf } from './formats.ts';
import { scheduleDe } from './schedule/de.ts';
import type { Facts, Words } from './words.ts';

const formats = formatsOf('de');
const plural = pluralOf('de');
const ASK = 'Wenden Sie sich an die Person, die diesen Bot betreibt';
/** Whom to ask about a refusal: ADMIN_CONTACT, where it is set. */
const ask = ({ admin }: Facts, variable: string) =>
  `${admin === undefined ? ASK : 'Wenden Sie sich an: {admin}'} (${variable}).`;
const questions = ({ admin }: Facts) => (admin === undefined ? '' : ' Fragen: {admin}.');
const span = ({ seconds }: Facts) => formats.duration(typeof seconds === 'number' ? seconds : 60);

export const de: Words = {
  status: {
    inviting: 'Wird eingeladen',
    ringing: 'Es klingelt',
    forwarded: 'Weitergeleitet',
    waiting: 'Wartet',
    calling: 'Anruf aus der Konferenz',
    joined: 'Dabei',
    answered: 'Abgenommen',
    accepted: 'Zugesagt',
    declined: 'Abgelehnt',
    busy: 'Besetzt',
    'no-answer': 'Keine Antwort',
    offline: 'Nicht angemeldet',
    'not-found': 'Nicht gefunden',
    'not-allowed': 'Nicht erlaubt',
    cannot: 'Kann an keiner Konferenz teilnehmen',
    withdrawn: 'Zurückgezogen',
    left: 'Nicht mehr dabei',
    failed: 'Fehlgeschlagen',
    unknown: 'Ausgang unbekannt',
    'in-turn': 'Wartet, bis die Reihe kommt',
    'not-needed': 'Nicht mehr nötig',
    'passed-over': 'Nicht angerufen',
  },

  details: {
    queued: 'Noch nicht an der Reihe: Es werden gerade viele Personen angerufen.',
    waiting: 'Die Konferenz ruft {name} an, sobald jemand anderes da ist.',
    answered: 'Abgenommen, vielleicht von einer Mailbox; in der Konferenz noch nicht zu sehen.',
    'answered-by': 'Abgenommen von {by}.',
    offline:
      'Dort ist gerade kein Telefon angemeldet. Versuchen Sie es später noch einmal oder mit einer anderen Adresse.',
    'not-found': '{address} ist nicht bekannt oder nicht angemeldet. Prüfen Sie die Adresse.',
    'not-allowed': `Der Telefonserver erlaubt diesen Anruf nicht ({code}). ${ASK}.`,
    cannot:
      'Dieses Telefon lässt sich nicht in eine Konferenz holen. Versuchen Sie eine andere Adresse, oder wählen Sie sich selbst ein.',
    guessed: 'Die Adresse {address} wurde nur aus der Mailadresse erschlossen.',
    removing: 'Die Konferenz wird gebeten, diesen Anruf zu beenden.',
    'not-removed': ({ code }) =>
      `Vielleicht noch dabei: Die Konferenz hat die Bitte, diesen Anruf zu beenden, ${code === 0 ? 'nicht beantwortet' : 'abgelehnt ({code})'}. Versuchen Sie es noch einmal, oder fragen Sie in der Konferenz.`,
    unknown:
      'Die Antwort ist nie angekommen. Sehen Sie nach, wer in der Konferenz ist, bevor Sie noch einmal anrufen.',
    interrupted: 'Ein Neustart dieses Bots hat den Anruf unterbrochen. Rufen Sie noch einmal an.',
    'interrupted-unknown':
      'Ein Neustart dieses Bots hat den Anruf unterbrochen. Sehen Sie nach, wer in der Konferenz ist, bevor Sie noch einmal anrufen.',
    'too-many-waiting':
      'Gerade werden zu viele Leute angerufen. Rufen Sie in ein paar Minuten noch einmal an.',
    'too-many-calls': `Zurzeit laufen zu viele Anrufe gleichzeitig. Rufen Sie in ein paar Minuten noch einmal an. ${ASK}, wenn es dabei bleibt (SIP_MAX_CALLS).`,
    'no-server':
      'Zurzeit besteht keine Verbindung zum Telefonserver. Rufen Sie in einer Minute noch einmal an.',
    'no-conference-server':
      'Zurzeit besteht keine Verbindung zum Konferenzserver, deshalb wurde niemand angerufen. Rufen Sie in einer Minute noch einmal an.',
    'not-confirmed':
      'Der Anruf bei {name} wurde angenommen, vielleicht von einer Mailbox: Niemand hat zum Teilnehmen die 1 gedrückt.',
    'hung-up-early':
      '{name} hat abgenommen, aber aufgelegt, bevor die Konferenz erreicht war. Rufen Sie noch einmal an.',
    'no-common-media': `Das Telefon und die Konferenz haben kein gemeinsames Tonformat. ${ASK}.`,
    'factory-refused': ({ code }) =>
      `Es konnte keine Konferenz angelegt werden: Ihr Server hat ${code === undefined ? 'nicht geantwortet' : 'abgelehnt ({code})'}. Niemand wurde angerufen. Rufen Sie noch einmal an. ${ASK}, wenn es dabei bleibt (CONFERENCE_FACTORY).`,
    'no-focus': `Es konnte keine Konferenz angelegt werden: Was geantwortet hat, ist kein Konferenzserver. Niemand wurde angerufen. ${ASK} (CONFERENCE_FACTORY).`,
    'conference-not-allowed': `Diese Konferenz darf nicht angerufen werden. ${ASK} (ALLOWED_SIP_DOMAINS).`,
    'conference-address': `Die Konferenz hat eine Adresse, die sich nicht anrufen lässt. ${ASK} (CONFERENCE_URI).`,
    'conference-policy': `Die Konferenz lässt diesen Bot niemanden anrufen. ${ASK}.`,
    gate: `Die Adresse {address} darf nicht angerufen werden. ${ASK} (ALLOWED_SIP_DOMAINS).`,
    address: '{address} lässt sich nicht anrufen. Prüfen Sie die Adresse.',
    'no-response':
      'Es ist nie eine Antwort angekommen. Sehen Sie nach, wer in der Konferenz ist, bevor Sie noch einmal anrufen.',
    'cancel-unanswered':
      'Das Telefon sollte aufhören zu klingeln, aber niemand hat das bestätigt. Warten Sie ein wenig, bevor Sie noch einmal anrufen.',
    'no-notify':
      'Die Konferenz wurde gebeten anzurufen und hat nie gesagt, was daraus wurde. Sehen Sie nach, wer dabei ist, bevor Sie noch einmal anrufen.',
    'no-word-of-joining':
      'Das Telefon von {name} wurde gebeten teilzunehmen und hat nie gesagt, was daraus wurde. Sehen Sie nach, wer dabei ist, bevor Sie noch einmal anrufen.',
    'not-recallable':
      'Das Telefon von {name} war schon gebeten worden teilzunehmen; das lässt sich nicht zurücknehmen. Sehen Sie nach, wer in der Konferenz ist.',
    'joining-failed':
      'Das Telefon von {name} wurde gebeten teilzunehmen, kam aber nicht hinein ({code}). Prüfen Sie die Konferenz, und rufen Sie dann noch einmal an.',
    'ownership-lost':
      'Ein anderer Prozess hat diesen Anruf übernommen. Sehen Sie nach, wer in der Konferenz ist, bevor Sie noch einmal anrufen.',
    'connection-lost':
      'Die Verbindung zum Telefonserver ist abgebrochen. Sehen Sie nach, wer in der Konferenz ist, bevor Sie noch einmal anrufen.',
    'internal-error': `In diesem Bot ist etwas schiefgegangen. Rufen Sie noch einmal an. ${ASK}, wenn es dabei bleibt.`,
    'conference-unreachable': ({ code }) =>
      `{name} hat abgenommen, aber die Konferenz ${
        code === undefined ? 'hat nicht geantwortet' : 'war nicht zu erreichen ({code})'
      }. Prüfen Sie die Konferenz, und rufen Sie dann noch einmal an.`,
    'conference-refused': ({ code }) =>
      `Die Konferenz konnte {name} nicht anrufen${code === undefined ? '' : ' ({code})'}. Versuchen Sie es später noch einmal.`,
    redirected:
      'Der Telefonserver hat den Anruf an eine andere Adresse verwiesen ({code}). Versuchen Sie es mit dieser.',
    credentials: `Der Telefonserver verlangt andere Zugangsdaten ({code}). ${ASK}.`,
    'no-connection':
      'Der Telefonserver erreicht dieses Telefon nicht mehr. Rufen Sie in einer Minute noch einmal an.',
    'call-gone': 'Der Anruf war weg, bevor er verbunden werden konnte. Rufen Sie noch einmal an.',
    'cancelled-elsewhere': 'Der Anruf wurde unterwegs beendet. Rufen Sie noch einmal an.',
    'extension-required': `Das Telefon verlangt etwas, das dieser Bot nicht beherrscht ({code}). ${ASK}.`,
    'retry-later': ({ seconds }) =>
      typeof seconds === 'number'
        ? `Der Telefonserver ist überlastet ({code}). Rufen Sie wieder an; bis dahin sollte vergehen: ${formats.duration(seconds)}.`
        : 'Der Telefonserver ist überlastet ({code}). Rufen Sie in einigen Minuten wieder an.',
    'server-error': `Der Telefonserver hat versagt ({code}). Rufen Sie noch einmal an. ${ASK}, wenn es dabei bleibt.`,
    refused: 'Der Anruf wurde abgewiesen ({code}). Prüfen Sie die Adresse, oder versuchen Sie eine andere.',
  },

  says: {
    'already-inviting': '{name} wird bereits eingeladen.',
    'already-in': '{name} ist bereits in der Konferenz.',
    'just-ended': ({ status }) =>
      status === 'joined' || status === 'answered' || status === 'accepted'
        ? `{name} wurde gerade eben dazugeholt: ${statusWord(status)}.`
        : `{name} wurde gerade eben angerufen: ${statusWord(status)}. Um noch einmal anzurufen, schreiben Sie: noch einmal {name}`,
    'quiet-hours': ({ until, zone }) =>
      `{name} wird außerhalb der Arbeitszeit nicht angerufen; sie beginnt wieder: ${scheduleDe.times.moment(String(until), String(zone))}. Um trotzdem anzurufen, schreiben Sie: lade {name} dringend ein`,
    blocked: ({ until, zone }) =>
      `{name} möchte vorher nicht angerufen werden: ${scheduleDe.times.moment(String(until), String(zone))}.`,
    blocking: ({ until, zone }) =>
      `Einladungen lassen Ihr Telefon vorher nicht klingeln, auch dringende nicht: ${scheduleDe.times.moment(String(until), String(zone))}. Um früher wieder angerufen zu werden, schreiben Sie: ruf mich wieder an`,
    unblocked: 'Einladungen lassen Ihr Telefon wieder klingeln.',
    'not-blocked': 'Einladungen lassen Ihr Telefon klingeln: Sie haben nichts anderes gewünscht.',
    'quiet-hours-then':
      '{name} arbeitet dann nicht und wird nur angerufen, wenn vorher mit „Zusagen“ oder „Mit Vorbehalt“ geantwortet wurde. Um trotzdem anzurufen, laden Sie „dringend“ ein.',
    cancelling: 'Die Einladung wird zurückgezogen: {names}.',
    'nothing-to-cancel': ({ name }) =>
      name === undefined
        ? 'Zurzeit wird niemand eingeladen, es gibt also nichts zurückzuziehen.'
        : '{name} wird zurzeit nicht eingeladen, es gibt also nichts zurückzuziehen.',
    removing: 'Wird aus der Konferenz genommen: {names}.',
    'not-in': ({ status }) => `{name} ist nicht in der Konferenz: ${statusWord(status)}.`,
    'already-ended': ({ status }) => `Die Einladung von {name} ist schon vorbei: ${statusWord(status)}.`,
    'conference-using': 'Einladungen aus diesem Thread führen ab jetzt zu {uri}.',
    'conference-ended': ({ people, others }) => {
      const asked = 'Ihr Server wird gebeten, die Anrufe zu beenden, die ohne mich laufen: {people}.';
      const strangers = 'Noch dabei, ohne Einladung: {others}.';
      const more = [
        ...(list(people).length > 0 ? [asked] : []),
        ...(list(others).length > 0 ? [strangers] : []),
      ];
      return more.length === 0
        ? 'Die Konferenz ist beendet.'
        : ['Die Konferenz ist für diesen Thread beendet.', ...more].join(' ');
    },
    'conference-none':
      'Hier gibt es zurzeit keine Konferenz. Um eine zu beginnen, schreiben Sie: lade NAME ein',
    'question-answered': ({ typed }) =>
      typed === undefined || typed === ''
        ? 'Diese Frage ist schon beantwortet.'
        : 'Die Frage, wer mit {typed} gemeint ist, ist schon beantwortet.',
    'question-dropped': ({ typed }) =>
      typed === '' ? 'Es wird niemand angerufen.' : 'Für {typed} wird niemand angerufen.',

    listening: ({ names }) =>
      list(names).length === 1
        ? 'Einladungen, die mir {names} ({address}) schickt, werden ab jetzt hier gezeigt.'
        : 'Einladungen, die mir {names} schicken, werden ab jetzt hier gezeigt.',
    'listening-moved': ({ from }) =>
      from === ''
        ? 'Die von {name} wurden bisher in einem anderen Chat gezeigt.'
        : 'Die von {name} wurden bisher in „{from}“ gezeigt.',
    'listening-stopped': 'Einladungen von {names} werden hier nicht mehr gezeigt.',
    'listening-to-nobody':
      'Ich zeige hier niemandes Einladungen. Um Ihre hier zu sehen, schreiben Sie: zeige meine Einladungen',
    'incoming-over': 'Diese Einladung ist schon beantwortet oder vorbei.',

    'policy.domain': (facts) =>
      `{name} wird nicht angerufen: Adressen bei {domain} sind nicht erlaubt. Erlaubt: {allowed}. ${ask(facts, 'ALLOWED_SIP_DOMAINS')}`,
    'policy.number': (facts) =>
      `{name} wird nicht angerufen: Telefonnummern sind nicht erlaubt. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.prefix': (facts) =>
      `{name} wird nicht angerufen: Nummern, die wie {address} beginnen, sind nicht erlaubt. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.emergency': (facts) =>
      `{name} wird nicht angerufen: {address} ist eine Notrufnummer. Wählen Sie sie bitte selbst.${questions(facts)}`,
    'policy.premium': (facts) =>
      `{name} wird nicht angerufen: {address} ist eine kostenpflichtige Sondernummer. Nehmen Sie eine gewöhnliche.${questions(facts)}`,
    'policy.inviters': (facts) =>
      `${facts.name === undefined ? 'Sie dürfen' : '{name} darf'} mit diesem Bot niemanden anrufen lassen. ${ask(facts, 'INVITERS')}`,
    'policy.inviters-unknown': (facts) =>
      `Niemand wird angerufen: Hier darf nicht jeder anrufen lassen, und ob ${facts.name === undefined ? 'Sie es dürfen' : '{name} es darf'}, ließ sich gerade nicht nachsehen. Versuchen Sie es in einer Minute noch einmal. ${ask(facts, 'INVITERS')}`,
    'policy.rate': (facts) => {
      const contact = ask(facts, 'INVITES_PER_MINUTE');
      if (facts.seconds === 0) {
        return `Niemand wird angerufen: Das sind {count} Personen, und höchstens {limit} dürfen in einer Minute angerufen werden. Nennen Sie weniger auf einmal. ${contact}`;
      }
      return facts.left === 0
        ? `Niemand wird angerufen: Von derselben Person oder in diesem Chat wurden in einer Minute schon {limit} Personen angerufen. Versuchen Sie es in ${span(facts)} noch einmal. ${contact}`
        : `Niemand wird angerufen: Das sind {count} Personen, und von derselben Person oder in diesem Chat dürfen jetzt nur noch {left} angerufen werden. Alle zusammen dürfen es in ${span(facts)}. ${contact}`;
    },
    'rung-by-others': (facts) =>
      `{name} wird nicht angerufen: Jemand anderes ruft {name} gerade an oder hat es eben getan. Versuchen Sie es in ${span(facts)} noch einmal. Um trotzdem anzurufen, schreiben Sie: lade {name} dringend ein`,
    'address.invalid':
      '{address} ist keine Adresse. Schreiben Sie sie als sip:mary@example.com oder tel:+4930123456.',
    'address.not-sip':
      '{address} ist keine Adresse einer Konferenz. Schreiben Sie sie als sip:room@example.com',
    'toast.empty': 'Es fehlt, was ausgerichtet werden soll. Schreiben Sie: lade NAME ein und sag „Komm dazu“',
    'toast.too-long':
      'Die Nachricht hat {characters} Zeichen, gezeigt werden können höchstens {limit}. Kürzen Sie sie bitte.',

    'command.no-name': 'Wen? Schreiben Sie den Namen dazu, zum Beispiel: lade Mary ein',
    'command.no-address': 'Welche Konferenz? Schreiben Sie: benutze sip:room@example.com',
    'command.no-toast':
      'Nur eine Einladung kann eine Nachricht enthalten. Schreiben Sie: lade NAME ein und sag „Komm dazu“',
    'command.remove-whom':
      'Wen? Schreiben Sie: entferne NAME. Um die Konferenz für alle zu beenden, schreiben Sie: beenden',
    'command.too-many-names': 'Das sind {count} Personen, auf einmal lassen sich höchstens {limit} nennen.',
    'command.unknown': ({ nearest }) =>
      nearest === undefined
        ? 'Das habe ich nicht verstanden. Was ich kann, erfahren Sie mit: Hilfe'
        : 'Das habe ich nicht verstanden. Meinten Sie „{nearest}“? Was ich kann, erfahren Sie mit: Hilfe',
    'command.unknown-in-channel': ({ nearest }) =>
      nearest === undefined
        ? 'Das habe ich nicht verstanden. Was ich kann, erfahren Sie mit: @{bot} Hilfe'
        : 'Das habe ich nicht verstanden. Meinten Sie „@{bot} {nearest}“? Was ich kann, erfahren Sie mit: @{bot} Hilfe',
    'name.too-long':
      'Der Name {name} hat {characters} Zeichen, gelesen werden höchstens {limit}. Kürzen Sie ihn bitte.',
    'subject.too-long':
      'Der Betreff hat {characters} Zeichen, gelesen werden höchstens {limit}. Kürzen Sie ihn bitte.',
    'text.too-long':
      'Die Nachricht hat {characters} Zeichen, gelesen werden höchstens {limit}. Kürzen Sie sie bitte.',

    'roster.unavailable':
      'Die Mitglieder dieses Chats lassen sich zurzeit nicht lesen, deshalb konnte ich {wanted} nicht nachschlagen. Versuchen Sie es noch einmal.',
    'person.too-many':
      '{wanted} oder ganz ähnlich heißen {count} Leute. Schreiben Sie den ganzen Namen oder die Mailadresse.',
    'directory.old': ({ seconds }) =>
      `Das Verzeichnis der Firma antwortet seit ${typeof seconds === 'number' ? formats.duration(seconds) : 'einiger Zeit'} nicht mehr; was ich daraus weiß, kann sich geändert haben.`,
    'directory.unread':
      'Das Verzeichnis der Firma lässt sich zurzeit nicht lesen, deshalb kenne ich nur die Leute dieses Chats und meiner eigenen Liste. Versuchen Sie es noch einmal, oder schreiben Sie eine Adresse.',
    'person.nobody': ({ nearest }) =>
      list(nearest).length === 0
        ? 'Ich kenne niemanden mit dem Namen {wanted}. Schreiben Sie den ganzen Namen oder eine Adresse: lade sip:mary@example.com ein'
        : 'Ich kenne niemanden mit dem Namen {wanted}. Am ähnlichsten: {nearest}.',
    'person.no-address':
      'Von {name} kenne ich keine Telefonadresse. Schreiben Sie sie aus: lade sip:mary@example.com ein',
    'person.which': 'Mit {typed} könnte gemeint sein: {names}. Schreiben Sie den ganzen Namen.',
    'pronoun.nobody':
      'Sie haben hier in den letzten fünf Minuten niemanden eingeladen, daher weiß ich nicht, wer gemeint ist. Schreiben Sie den Namen.',
    'pronoun.which': 'Das könnten {names} sein. Schreiben Sie den ganzen Namen.',
    'correction.which':
      'Statt wem? {names} wurden zusammen eingeladen. Schreiben Sie: nicht NAME, und hinter einem Komma, wer gemeint ist.',
    'command.everybody':
      'Ich rufe nicht alle eines Chats auf einmal an. Nennen Sie die Personen oder eine Gruppe: lade Mary, Bob und Sue ein',
    'except.unclear': ({ names }) =>
      list(names).length === 0
        ? '{typed} gehört nicht zu den Gemeinten, daher geschieht nichts. Schreiben Sie den ganzen Namen.'
        : '{typed} könnten {names} sein, daher geschieht nichts. Schreiben Sie den ganzen Namen.',
    'number.national': `{wanted} ist keine Nummer, die ich anrufen kann. Schreiben Sie sie mit dem Land, zum Beispiel +49 30 123456. ${ASK}, wenn sie ohne Land gelten soll (DEFAULT_COUNTRY).`,
    'person.not-invited': ({ nearest }) =>
      list(nearest).length === 0
        ? '{typed} wurde hier nicht eingeladen.'
        : '{typed} wurde hier nicht eingeladen. Eingeladen: {nearest}.',
    'me.no-address':
      'Ich kenne Ihre Telefonadresse nicht, {name}. Schreiben Sie sie aus: lade sip:sie@example.com ein',
    'listen.no-address':
      'Ich kenne Ihre Telefonadresse nicht, {name}, und könnte Ihre Einladungen deshalb nicht erkennen. Schreiben Sie sie aus: zeige Einladungen von sip:sie@example.com',
    inviting: '{names}: wird eingeladen.',
    'bot.not-in-channel':
      'Ich bin nicht in diesem Kanal. Schreiben Sie: /invite @{bot} – und dann Ihren Befehl noch einmal.',
    'form.only-names': 'Hier nur Namen, Adressen und Nummern; was ihnen gesagt wird, hat ein eigenes Feld.',
    'press.malformed':
      'Mit diesem Knopf kam nichts an, was ich verstehe. Schreiben Sie stattdessen den Befehl; die Hilfe nennt sie alle.',
    'not-hers': 'Nur {name} kann diese Einladung beantworten.',
    'message-empty':
      'Es gibt noch keine Nachricht. Schreiben Sie sie in die Karte, und drücken Sie dann noch einmal.',
    'press.not-member':
      'Das können nur die einladende Person und die Mitglieder jenes Threads. Fragen Sie dort, oder laden Sie in einem eigenen Thread neu ein.',
    'press.unknown':
      'Diese Karte ist zu alt, ich kenne sie nicht mehr. Um zu sehen, wer eingeladen ist, schreiben Sie: wer',
    forgotten:
      'Ich habe Sie vergessen. Vergangene Einladungen, aus denen Ihr Name, Ihre Adressen und Ihre Worte entfernt sind: {invitations}; gelöschte Erinnerungen: {reminders}. Dass jemand angerufen wurde, wann, und wie es ausging, bleibt bis zum Ende der Aufbewahrung; das Prüfprotokoll meiner Betreiber behält {days} Tage lang, wer was veranlasst hat, mit Namen und Adressen; Nachrichten in Chats gehören dem Chatprodukt.',
    'forgotten-not-yet':
      'Noch nicht vergessen, weil es läuft oder noch bevorsteht: {count}. Schreiben Sie danach noch einmal „vergiss mich“.',
    'press.copy':
      'Sie haben auf eine Kopie gedrückt, die nicht mehr mitläuft. Die Karte, die zeigt, was geschieht, ist eine andere Nachricht dieses Threads.',
    'press.repeated': 'Dieser Knopfdruck kam schon einmal an; die Karte zeigt, was daraus wurde.',
    error: `Das ist schiefgegangen. Versuchen Sie es noch einmal. ${ASK}, wenn es dabei bleibt, und nennen Sie dieses Kennzeichen: {reference}`,
  },

  told: {
    inviting: 'Wird angerufen: {names}.',
    ringing: 'Klingelt noch: {names}.',
    forwarded: 'Weitergeleitet: {names}.',
    waiting: 'Wartet, bis jemand in der Konferenz ist: {names}.',
    calling: 'Die Konferenz ruft an: {names}.',
    joined: ({ names }) => `{names} ${plural(names, 'ist', 'sind')} jetzt dabei.`,
    answered: ({ names }) => `{names} ${plural(names, 'hat', 'haben')} abgenommen.`,
    accepted: ({ names }) => `{names} ${plural(names, 'hat', 'haben')} zugesagt.`,
    declined: ({ names }) => `{names} ${plural(names, 'hat', 'haben')} abgelehnt.`,
    busy: 'Besetzt: {names}.',
    'no-answer': 'Keine Antwort von {names}.',
    offline: 'Nicht angemeldet: {names}.',
    'not-found': 'Nicht gefunden: {names}.',
    'not-allowed': 'Nicht erlaubt: {names}.',
    cannot: 'Kann an keiner Konferenz teilnehmen: {names}.',
    withdrawn: 'Zurückgezogen: {names}.',
    left: ({ names }) => `{names} ${plural(names, 'ist', 'sind')} nicht mehr dabei.`,
    failed: 'Fehlgeschlagen: {names}.',
    unknown: 'Ausgang unbekannt: {names}.',
    'in-turn': 'Noch nicht an der Reihe: {names}.',
    'not-needed': 'Nicht mehr nötig: {names}.',
    'passed-over': 'Nicht angerufen: {names}.',
  },
  notRemoved: ({ code }) =>
    `Vielleicht noch dabei: {names}. Die Konferenz hat die Bitte, den Anruf zu beenden, ${code === 0 ? 'nicht beantwortet' : 'abgelehnt ({code})'}.`,

  call: {
    inviter: 'Usher',
    subject: 'Testanruf',
    hints: {
      joined: 'Für diese Adresse stimmt die Konfiguration.',
      answered: 'Sehen Sie in der Konferenz nach, ob {name} da ist.',
      accepted: 'Für diese Adresse stimmt die Konfiguration.',
      declined:
        'Jemand, oder das Telefon selbst, hat abgelehnt ({code}). Rufen Sie noch einmal an, wenn {name} damit rechnet.',
      busy: 'Der Weg zum Telefon funktioniert. Rufen Sie später noch einmal an.',
      'no-answer':
        'Der Weg zum Telefon funktioniert. Rufen Sie noch einmal an, oder lassen Sie es länger klingeln (RING_SECONDS).',
      offline: 'Prüfen Sie am Telefonserver, ob ein Telefon als {address} angemeldet ist.',
      'not-found': 'Prüfen Sie am Telefonserver, ob er {address} kennt.',
      'not-allowed': 'Wenn der Telefonserver abgelehnt hat, prüfen Sie dort, was SIP_URI anrufen darf.',
      cannot:
        'Das Ablaufdiagramm zeigt, welcher Versuch mit welchem Code abgelehnt wurde. Versuchen Sie ein anderes Telefon, oder ändern Sie INVITE_METHODS.',
      withdrawn: 'Das Telefon klingelt nicht mehr.',
      failed:
        'Das Ablaufdiagramm zeigt, wer was geantwortet hat; SIP_TRACE=file bewahrt die ganzen Nachrichten auf.',
      unknown:
        'Das Ablaufdiagramm zeigt, wonach die Antworten ausbleiben; SIP_TRACE=file bewahrt die ganzen Nachrichten auf.',
    },
    noServer: '{problem}. Prüfen Sie SIP_SERVER.',
    bridged:
      'Der Anruf von {name} läuft durch diesen Befehl, bis das Telefon von selbst teilnimmt. Strg-C legt auf.',
    ended: {
      'stepped-out':
        'Das Telefon von {name} nimmt jetzt von selbst teil und braucht diesen Befehl nicht mehr.',
      left: '{name} ist nicht mehr dabei.',
      'hung-up': 'Aufgelegt.',
    },
  },

  card: {
    untitled: 'Konferenz',
    invitedBy: 'Eingeladen von {name}',
    toast: '„{toast}“',
    ended: 'Diese Konferenz ist beendet.',
    question: 'Wer ist {typed}? Drücken Sie auf den richtigen Namen, nur dieses Telefon klingelt.',
    moreCandidates: ({ count }) =>
      `${plural(count, '{count} weiterer Name passt', '{count} weitere Namen passen')}. Wenn der richtige fehlt, schreiben Sie ihn ganz aus.`,
    openQuestion: 'Wer ist gemeint? Schreiben Sie den ganzen Namen',
    many: 'Damit klingeln {count} Telefone. Alle anrufen?',
    manyHint: 'Drücken Sie auf einen Knopf, oder schreiben Sie „ja“ oder „nein“.',
    line: '{word} ({count}): {names}',
    more: '{count} weitere',
    nobody: 'Noch ist niemand eingeladen. Schreiben Sie: lade NAME ein',
    speakRow: '{name}: {word}.',
    speakMore: 'Und {count} weitere.',
    addressed: '{name}: {text}',
    conference: 'Konferenz {uri}',
    others: 'Außerdem in der Konferenz ({count}): {names}',
    rosterUnknown: 'Wer sonst dabei ist und wer gegangen ist, lässt sich zurzeit nicht erkennen.',
    rosterNone:
      'Der Konferenzserver sagt nicht, wer dabei ist: Andere können dabei und manche schon gegangen sein.',
    urgent: 'Dringend',
    again: 'Wird um {time} wieder angerufen (Anruf {next} von {of})',
    againSoon: 'Wird wieder angerufen (Anruf {next} von {of})',
  },

  buttons: {
    ringAll: '{count} Leute anrufen',
    ringNobody: 'Nein',
    cancel: 'Zurückziehen',
    remove: 'Entfernen',
    again: 'Noch einmal anrufen',
    join: 'Teilnehmen',
    decline: 'Ablehnen',
    me: 'Mich einladen',
    accept: 'Annehmen',
    later: 'In 5 Minuten',
    tell: 'Nachricht senden',
  },

  personal: {
    invites: '{name} lädt Sie zu dieser Konferenz ein, und Ihr Telefon wird angerufen.',
    invited: '{name} lädt Sie zu dieser Konferenz ein.',
    open: 'Lädt Sie ein',
    input: 'Nachricht an den Thread, oder warum Sie ablehnen',
    answered: {
      link: 'Angenommen',
      phone: 'Angenommen',
      call: 'Angenommen',
      decline: 'Abgelehnt',
      later: 'Später',
    },
    hints: {
      link: 'Ihr Telefon wird nicht mehr angerufen: Nehmen Sie über den Knopf teil.',
      phone: 'Nehmen Sie den Anruf an Ihrem Telefon an.',
      call: 'Ihr Telefon wird jetzt angerufen.',
      later: 'Ihr Telefon wird in 5 Minuten noch einmal angerufen.',
    },
    late: {
      link: 'Ihr Telefon wurde vergeblich angerufen. Nehmen Sie an, und Sie bekommen den Link zur Teilnahme.',
      call: 'Ihr Telefon wurde vergeblich angerufen. Nehmen Sie an, und es wird sofort noch einmal angerufen.',
    },
    postponed: 'Wird in 5 Minuten noch einmal angerufen: {names}.',
    writes: '{name} schreibt: „{words}“',
    unreachable: '{name} ist im Chat nicht zu erreichen, nur am Telefon.',
  },

  incoming: {
    status: {
      invited: 'Lädt Sie ein',
      joining: 'Wird angenommen',
      declining: 'Wird abgelehnt',
      accepted: 'Angenommen',
      declined: 'Abgelehnt',
      withdrawn: 'Zurückgezogen',
      expired: 'Abgelaufen',
      unconfirmed: 'Nicht bestätigt',
      interrupted: 'Unterbrochen',
    },
    invites: '{name} ({address}) lädt Sie zu einer Konferenz ein.',
    joins: '{by} nimmt teil: Das Telefon von {name} wird in die Konferenz gerufen.',
    joinsAlone:
      '{by} nimmt teil. Ich kenne kein Telefon, das ich anrufen könnte; wählen Sie sich selbst ein: {uri}',
    declines: '{by} hat abgelehnt.',
    why: {
      withdrawn: 'Die Einladung wurde zurückgenommen.',
      expired: 'Niemand hat rechtzeitig geantwortet.',
      unconfirmed:
        'Sie wurde angenommen, aber die einladende Seite hat das nie bestätigt. Um trotzdem teilzunehmen, schreiben Sie: benutze {uri}, danach: lade mich ein',
      interrupted:
        'Ein Neustart dieses Bots hat sie unterbrochen, sie lässt sich nicht mehr beantworten. Um trotzdem teilzunehmen, schreiben Sie: benutze {uri}, danach: lade mich ein',
    },
  },

  schedule: scheduleDe,

  form: {
    title: 'Zum Anruf einladen',
    submit: 'Einladen',
    close: 'Schließen',
    people: 'Wen',
    others: 'Andere: Namen, Adressen oder Nummern, mit Kommas dazwischen',
    subject: 'Betreff',
    toast: 'Was ihnen gesagt wird',
    nobody: 'Wählen Sie jemanden aus, oder schreiben Sie einen Namen.',
  },

  app: {
    name: 'Usher holt Menschen in eine laufende Konferenz',
    short: 'Holt Menschen aus dem Chat in eine laufende Konferenz.',
    long: 'Schreiben Sie „lade Mary ein“: Ihr Telefon klingelt, und der Thread zeigt, was wirklich aus der Einladung wird, bis zum Ende.',
  },

  welcome: {
    title: 'Ich hole Menschen in eine laufende Konferenz.',
    lines: [
      'Schreiben Sie „lade Mary ein“: Marys Telefon klingelt, und dieser Thread zeigt, was wirklich geschieht.',
      'Probieren Sie es mit dem Knopf an sich selbst aus, oder schreiben Sie „Hilfe“.',
    ],
    mention: [
      'Hier lese ich nur Nachrichten, die mich erwähnen: Schreiben Sie „@{bot} lade Mary ein“.',
      'Probieren Sie es mit dem Knopf an sich selbst aus, oder schreiben Sie „@{bot} Hilfe“.',
    ],
  },

  help: {
    title: 'Was ich kann',
    topics: {
      invite:
        'Ruft Menschen an und holt sie in die Konferenz dieses Threads. Auch: dringend · nacheinander · sonst BOB · bis sie antwortet.',
      cancel: 'Beendet das Klingeln; ohne Namen bei allen, die noch unterwegs sind.',
      remove: 'Nimmt jemanden aus der Konferenz; klingelt es noch, wird die Einladung zurückgezogen.',
      again: 'Ruft jemanden noch einmal an.',
      who: 'Zeigt, wer eingeladen ist, was daraus wurde und wer sonst dabei ist.',
      use: 'Lässt die Einladungen dieses Threads zu einer bestehenden Konferenz führen.',
      end: 'Beendet die Konferenz dieses Threads.',
      listen: 'Zeigt hier, wer mich von außen zu einer Konferenz einlädt: Sie oder wen Sie nennen.',
      unlisten: 'Zeigt solche Einladungen hier nicht mehr.',
      remind: 'Erinnert Personen zu einer Zeit, oder vor dem, was geplant ist.',
      scheduled: 'Zeigt, was hier geplant ist und was sich daran ändern lässt.',
      block:
        'Bis dahin lassen Einladungen Ihr Telefon nicht klingeln, auch dringende nicht. Ohne Zeitpunkt: bis zum nächsten Morgen.',
      unblock: 'Beendet „ruf mich nicht an“; sonst werden Sie noch einmal angerufen.',
      forget: 'Vergisst, wer Sie sind, soweit es vorbei ist.',
      help: 'Zeigt diese Übersicht.',
    },
    example: 'Beispiel: {example}',
    mention: 'Erwähnen Sie mich in diesem Kanal vor jedem Befehl: @{bot} …',
  },

  ...formats,
};

/** As a quotation, because nouns keep their capital and a word at the beginning of a row may be a whole sentence. */
function statusWord(status: unknown): string {
  const words: Readonly<Record<string, string>> = de.status;
  return `„${words[String(status)] ?? String(status)}“`;
}
