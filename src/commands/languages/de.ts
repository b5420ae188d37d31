import type { Grammar } from './grammar.ts';
import { germanTimes } from './times/de.ts';

/** German. */
export const de: Grammar = {
  language: 'de',
  verbs: {
    invite: [
      'lade … ein, lad … ein, laden sie … ein, lade … dazu ein, … einladen, … dazu einladen, lade',
      'ruf … an, rufe … an, rufen sie … an, ruf mal … an, … anrufen, ruf, rufe, klingel … an, klingle … an',
      'hol … dazu, hole … dazu, holen sie … dazu, … dazuholen, hol … rein, hole … rein, … reinholen, hol … her',
      'hole … her, hol, holen sie, ruf … dazu, … dazurufen, nimm … dazu, nehmen sie … dazu, bring … rein',
      'füge … hinzu, fügen sie … hinzu, … hinzufügen, verbinde mich mit, verbinden sie mich mit',
    ],
    cancel: [
      'abbrechen, … abbrechen, brich … ab, brich ab, brechen sie … ab, storniere, stornieren sie, … stornieren',
      'zieh … zurück, ziehe … zurück, ziehen sie … zurück, … zurückziehen, zurückziehen, lad … aus, lade … aus',
      'laden sie … aus, lad … wieder aus, lade … wieder aus, laden sie … wieder aus, … ausladen, brich den anruf bei … ab, brich die einladung von … ab',
      'zieh die einladung von … zurück, ziehe die einladung von … zurück, die einladung von … zurückziehen',
      'hör auf … anzurufen, hören sie auf … anzurufen',
    ],
    remove: [
      'entferne, entfernen sie, … entfernen, wirf … raus, wirf … hinaus, werfen sie … hinaus, … rauswerfen',
      'nimm … raus, nimm … heraus, nehmen sie … heraus, … rausnehmen, schmeiß … raus, … rausschmeißen',
      'hol … aus der konferenz, hole … aus der konferenz, hol … aus dem meeting, hol … aus dem call, hole … raus',
      'leg bei … auf, lege bei … auf, trenne, trennen sie, … trennen, hol … raus, wirf … aus der konferenz',
      'nimm … aus der konferenz, nehmen sie … aus der konferenz, setz … vor die tür',
    ],
    again: [
      'noch einmal, nochmal, nochmals, erneut, wiederhole, versuch es noch einmal mit, versuche es noch einmal mit',
      'versuch es nochmal mit, versuch es nochmal bei, versuchen sie es noch einmal mit',
      'ruf … noch einmal an, ruf … nochmal an, ruf … nochmals an, ruf … erneut an, ruf … wieder an, ruf … zurück',
      'rufe … noch einmal an, rufe … nochmal an, rufe … erneut an, rufen sie … noch einmal an, rufen sie … erneut an',
      'lade … noch einmal ein, lade … nochmal ein, lade … erneut ein, laden sie … noch einmal ein',
      '… noch einmal anrufen, … nochmal anrufen, … erneut anrufen, … wieder anrufen, … nochmal einladen',
      '… noch einmal einladen, … erneut einladen',
    ],
    remind: [
      'erinnere, erinner, erinnern sie, erinnere mal, … erinnern, erinnerung für, erinnerung an, … daran erinnern',
      'schick eine erinnerung an, schicke eine erinnerung an',
    ],
    scheduled: [
      'geplant, kalender, meine termine, welche termine gibt es, zeige termine, zeig termine, zeige die termine, zeig die termine, zeige den kalender',
      'was ist geplant, was steht an, was ist angesetzt, erinnerungen, zeige erinnerungen, zeige die erinnerungen, agenda',
      'zeig den kalender, zeige kalender, geplante termine',
    ],
    who: ['wer, wen, teilnehmer, liste, zeig, zeige, zeigen sie, wie sieht es aus, wie steht es'],
    use: [
      'benutze, benutzen sie, nutze, nutzen sie, verwende, verwenden sie, wechsle zu, wechsel zu, wechseln sie zu',
      '… benutzen, … nutzen, … verwenden',
    ],
    end: ['beende, beenden, beenden sie, … beenden, schluss, schließe, schließen sie, auflegen, leg auf'],
    block: [
      'ruf mich nicht an, ruf mich … nicht an, ruf mich nicht … an, rufe mich nicht an, rufe mich … nicht an, rufe mich nicht … an',
      'rufen sie mich nicht an, rufen sie mich … nicht an, rufen sie mich nicht … an, mich nicht anrufen, mich … nicht anrufen',
      'stör mich nicht, stör mich … nicht, störe mich nicht, störe mich … nicht, stören sie mich nicht, stören sie mich … nicht',
      'nicht stören, … nicht stören, mich nicht stören, mich … nicht stören, klingel mich nicht an, klingle mich nicht an',
      'lade mich nicht ein, lade mich … nicht ein, lad mich nicht ein, lad mich … nicht ein, keine anrufe, keine anrufe für mich',
    ],
    unblock: [
      'ruf mich wieder an, rufe mich wieder an, rufen sie mich wieder an, mich wieder anrufen, stör mich wieder, störe mich wieder',
      'ich bin wieder erreichbar, ich bin wieder zu erreichen',
    ],
    forget: [
      'vergiss mich, vergessen sie mich, lösche meine daten, löschen sie meine daten, lösch meine daten, meine daten löschen',
      'mich vergessen, vergiss alles über mich, vergessen sie alles über mich',
    ],
    listen: [
      'zeige meine einladungen, zeig meine einladungen, zeigen sie meine einladungen, zeige mir meine einladungen',
      'zeige einladungen, zeig einladungen, zeige einladungen von, zeig einladungen von, zeige einladungen für',
      'zeige die einladungen von, zeigen sie die einladungen von, zeigen sie einladungen von',
      'meine einladungen zeigen, die einladungen von … zeigen',
    ],
    unlisten: [
      'zeige keine einladungen mehr, zeig keine einladungen mehr, zeigen sie keine einladungen mehr',
      'keine einladungen mehr, keine einladungen mehr zeigen, zeige meine einladungen nicht mehr',
      'zeige keine einladungen von … mehr, zeig keine einladungen von … mehr',
      'zeigen sie keine einladungen von … mehr, keine einladungen von … mehr zeigen',
    ],
    help: [
      'hilfe, hilf mir, helfen sie mir, befehle, was kannst du, was kannst du alles, was können sie',
      'wie geht das, wie funktioniert das, wie funktioniert, was kann ich',
    ],
  },
  front: [
    'bitte, hallo, hi, hey, moin, servus, guten tag, guten morgen, guten abend, also, so, ok, jetzt, und, mal',
    'kannst du, könntest du, kannst du bitte, könntest du bitte, können sie, könnten sie, können sie bitte',
    'könnten sie bitte, würden sie bitte, würdest du bitte, ich möchte, ich würde gern, ich würde gerne, ich will',
    'wir möchten, wir müssen, wir wollen, können wir, lass uns, du kannst, sie können',
  ],
  behind: [
    'bitte, danke, vielen dank, danke schön, danke dir, jetzt, sofort, gleich, mal, schnell, auch',
    'auch noch, so schnell wie möglich',
  ],
  where: [
    'dazu, zur konferenz, zum gespräch, zum anruf, zum meeting, zur besprechung, zur telko',
    'in die konferenz, in den anruf, in den call, ins gespräch, ins meeting, in die telko',
    'in die besprechung, aus der konferenz, aus dem anruf, aus dem call, aus dem gespräch, aus dem meeting',
    'aus der telko, hier',
  ],
  and: 'und, sowie',
  me: 'mich, mir, ich',
  everybody: 'alle, alles, alle zusammen',
  her: 'sie, ihn, ihm, ihr, diesen, diese',
  them: 'beide, alle beide, sie alle, sie beide, die beiden, ihnen',
  except: 'außer, ohne, bis auf, ausgenommen, mit ausnahme von',
  about: 'zu, zum, zur, zum thema, zum termin, zur besprechung, wegen, für, über, in, ins',
  before: 'den, die, das, herrn, herr, frau, mit, bei',
  saying: [
    'und sag, und sage, und sagen sie, und sag ihr, und sag ihm, und sag ihnen, und sage ihr, und sage ihm, sag',
    'und richte aus, mit der nachricht, mit den worten, mit dem hinweis, mit der mitteilung, und schreib, und schreibe',
  ],
  padding:
    'ist, sind, war, waren, da, dabei, drin, hier, in, im, an, am, von, der, die, das, dem, den, mir, uns, wir, konferenz, anruf, call, gespräch, meeting, telko, besprechung, jetzt, gerade, noch, alles, alle, schon, denn, eingeladen, fehlt, kommt, teilnehmer, liste, haben, hat, habe, ich, wurde, bisher, für, leute, eigentlich, diese, dieses',
  // The verb stands last in questions and reports, too: "wer soll Bob anrufen".
  not: 'nicht, nie, niemals, kein, keine, keinen, keinesfalls, soll, sollen, sollte, sollten, wer, wann, warum, darf, muss, habe, werde, wollte',
  of: 'daran dass, daran, an, dass, zu',
  until: 'bis, bis um, bis zum, bis zur, vor',
  lasting: 'für, für die nächsten, die nächsten, während der nächsten, lang, lange',
  fromNow: 'in',
  times: germanTimes,
  shown: [
    {
      name: 'invite',
      syntax: 'lade NAME[, NAME und NAME] [ZEITPUNKT] ein [und sag „WORTE“]',
      example: 'lade Mary und Bob ein und sag „Kommt dazu“',
    },
    { name: 'invite', syntax: 'lade mich ein', example: 'lade mich ein' },
    { name: 'cancel', syntax: 'abbrechen [NAME]', example: 'zieh die Einladung von Bob zurück' },
    { name: 'again', syntax: 'noch einmal NAME', example: 'noch einmal Bob' },
    { name: 'who', syntax: 'wer', example: 'wer' },
    { name: 'end', syntax: 'beenden', example: 'beenden' },
    {
      name: 'remind',
      syntax: 'erinnere NAME ZEITPUNKT [„WORTE“]',
      example: 'erinnere alle in 10 Minuten „Bringt die Pläne mit“',
    },
    { name: 'scheduled', syntax: 'geplant', example: 'was ist geplant' },
    { name: 'remove', syntax: 'entferne NAME', example: 'entferne Bob' },
    { name: 'use', syntax: 'benutze sip:ADRESSE', example: 'benutze sip:standup@conf.example.com' },
    {
      name: 'listen',
      syntax: 'zeige Einladungen [von NAME]',
      example: 'zeige meine Einladungen',
    },
    {
      name: 'unlisten',
      syntax: 'zeige keine Einladungen [von NAME] mehr',
      example: 'zeige keine Einladungen mehr',
    },
    { name: 'block', syntax: 'ruf mich [bis ZEITPUNKT] nicht an', example: 'ruf mich bis 15 Uhr nicht an' },
    { name: 'unblock', syntax: 'ruf mich wieder an', example: 'ruf mich wieder an' },
    { name: 'forget', syntax: 'vergiss mich', example: 'vergiss mich' },
    { name: 'help', syntax: 'Hilfe', example: 'Hilfe' },
  ],
};
