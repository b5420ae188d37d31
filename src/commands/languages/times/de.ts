import { halfBefore, monthName, type TimeGrammar } from './time-words.ts';

export const germanTimes: TimeGrammar = {
  words: `
    um, gegen, ab = at
    am, an = on
    in = in
    nach = past
    im, der, des, dem, den, die, das = the
    uhr = o'clock
    heute = today
    morgen = tomorrow
    ubermorgen, uebermorgen = in 2 days
    gestern = yesterday
    fruh, vormittag, morgens, vormittags, am morgen, am vormittag = in the morning
    nachmittag, nachmittags, mittags, am nachmittag = in the afternoon
    abend, abends, am abend = in the evening
    nachts, nacht, in der nacht = at night
    mittag = noon
    am mittag, zu mittag = at noon
    mitternacht = midnight
    montag, montags = monday
    dienstag, dienstags = tuesday
    mittwoch, mittwochs = wednesday
    donnerstag, donnerstags = thursday
    freitag, freitags = friday
    samstag, samstags, sonnabend, sonnabends = saturday
    sonntag, sonntags = sunday
    werktags, wochentags = weekdays
    werktag, arbeitstag, wochentag = weekday
    januar, janner = january
    februar = february
    marz, maerz = march
    april = april
    mai = may
    juni = june
    juli = july
    august = august
    september = september
    oktober = october
    november = november
    dezember = december
    taglich, jeden tag = every day
    jeden morgen = every morning
    jeden abend = every evening
    wochentlich, jede woche = every week
    jeden, jede, jedes, jedem = every
    jeden zweiten, jede zweite, alle zwei = every other
    alle = every
    nachsten, nachste, nachster, kommenden, kommende = next
    nachste woche, kommende woche = next week
    diesen, diese, dieses = this
    ersten, erste, erster = first
    zweiten, zweite, zweiter = second
    dritten, dritte, dritter = third
    vierten, vierte, vierter = fourth
    letzten, letzte, letzter = last
    im monat, des monats, jedes monats, jeden monats, jeden monat = of every month
    tag = day
    tage, tagen = days
    woche = week
    wochen = weeks
    monat, monaten = month
    minute = minute
    minuten, min = minutes
    stunde = hour
    stunden, std = hours
    sekunden, sek = seconds
    viertelstunde = quarter of an hour
    dreiviertelstunde = three quarters of an hour
    einer viertelstunde = a quarter of an hour
    einer dreiviertelstunde = three quarters of an hour
    einer halben stunde, eine halbe stunde = half an hour
    eineinhalb, anderthalb = one and a half
    halb = half-before
    viertel = quarter
    vor = to
    und = and
    bis = to
    von = from
    ein, eins = one
    eine, einer, einem = a
    zwei = two
    drei = three
    vier = four
    funf = five
    sechs = six
    sieben = seven
    acht = eight
    neun = nine
    zehn = ten
    elf = eleven
    zwolf = twelve
    funfzehn = fifteen
    zwanzig = twenty
    dreissig, dreißig = thirty
    vorher, davor, zuvor, vor beginn = before
    zeit = time
    berliner, deutscher = berlin
    londoner = london
    new yorker = new york
    wiener = vienna
    zurcher = zurich
  `,
  rewrites: [
    [
      / (\d{1,2})\. (?=january|february|march|april|may|june|july|august|september|october|november|december)/,
      ' $1 ',
    ],
    [
      / (\d{1,2})\.(\d{1,2})\.(\d{4})? /,
      (_, day, month, year = '') => ` ${day} ${monthName(month)} ${year} `,
    ],
    [/ on( the)? (\d{1,2})\. /, ' on the $2th '],
    [/ (\d{1,2})\. /, ' $1 '],
    [/ (\d{1,2}) o'clock (\d{2}|fifteen|twenty|thirty|forty) /, ' at $1:$2 '],
    [/ at at /, ' at '],
    [/ half-before (\S+) /, (_, hour) => ` ${halfBefore(hour)} `],
  ],
};
