import { monthName, type TimeGrammar } from './time-words.ts';

export const frenchTimes: TimeGrammar = {
  words: `
    a, vers = at
    le, la, les, l', du = the
    dans, d'ici = in
    heures, heure, h = o'clock
    aujourd'hui = today
    demain = tomorrow
    apres-demain = in 2 days
    hier = yesterday
    matin, du matin, au matin = in the morning
    apres-midi, de l'apres-midi = in the afternoon
    soir, du soir = in the evening
    ce matin = this morning
    cet apres-midi = this afternoon
    ce soir = this evening
    cette nuit = tonight
    midi = noon
    minuit = midnight
    lundi = monday
    mardi = tuesday
    mercredi = wednesday
    jeudi = thursday
    vendredi = friday
    samedi = saturday
    dimanche = sunday
    lundis = mondays
    mardis = tuesdays
    mercredis = wednesdays
    jeudis = thursdays
    vendredis = fridays
    samedis = saturdays
    dimanches = sundays
    janvier = january
    fevrier = february
    mars = march
    avril = april
    mai = may
    juin = june
    juillet = july
    aout = august
    septembre = september
    octobre = october
    novembre = november
    decembre = december
    prochain, prochaine = next-one
    la semaine prochaine, semaine prochaine = next week
    tous les jours, chaque jour, quotidiennement = every day
    tous les matins, chaque matin = every morning
    tous les soirs, chaque soir = every evening
    en semaine, chaque jour ouvrable, tous les jours ouvrables = every weekday
    chaque semaine, toutes les semaines = every week
    tous les, toutes les, chaque = every
    un lundi sur deux = every other monday
    un mardi sur deux = every other tuesday
    un mercredi sur deux = every other wednesday
    un jeudi sur deux = every other thursday
    un vendredi sur deux = every other friday
    du mois, de chaque mois, chaque mois, tous les mois = of every month
    premier, premiere, 1er = first
    deuxieme = second
    troisieme = third
    quatrieme = fourth
    dernier, derniere = last
    minutes, minute, min = minutes
    secondes, seconde = seconds
    jours, jour = days
    semaines, semaine = weeks
    demi-heure, une demi-heure = half an hour
    un quart d'heure = a quarter of an hour
    trois quarts d'heure = three quarters of an hour
    une heure = an hour
    et demie, et demi = and-half
    et quart, et un quart = and-quarter
    moins le quart, moins quart = less-quarter
    et = and
    un, une = a
    deux = two
    trois = three
    quatre = four
    cinq = five
    six = six
    sept = seven
    huit = eight
    neuf = nine
    dix = ten
    onze = eleven
    douze = twelve
    quinze = fifteen
    vingt = twenty
    trente = thirty
    avant = before
    au = to
    heure de, heure d' = time-of
    new york = new york
  `,
  rewrites: [
    [/ (\d{1,2})\/(\d{1,2})\/(\d{4}) /, (_, day, month, year) => ` ${day} ${monthName(month)} ${year} `],
    [/ in an hour and-half /, ' in an hour and a half '],
    [/ (in \S+) o'clock and-half /, ' $1 hours and a half '],
    [/ in (\S+) o'clock (?!\S+ o'clock)/, ' in $1 hours '],
    [/ (\S+)(?: o'clock)? and-half /, ' half past $1 '],
    [/ (\S+)(?: o'clock)? and-quarter /, ' quarter past $1 '],
    [/ (\S+)(?: o'clock)? less-quarter /, ' quarter to $1 '],
    [/ at (half|quarter) /, ' $1 '],
    [/ (\d{1,2}) o'clock (\d{2}|fifteen|twenty|thirty|forty) /, ' $1:$2 '],
    [/ (?:the )?(\w+day) next-one /, ' next $1 '],
    [/ (\w+day) the (\w+day) /, ' $1 to $2 '],
    [/ the (\w+day) to (\w+day) /, ' $1 to $2 '],
    [/ the (\w+day)(?= )/, ' on $1'],
    [/ the (\d{1,2}) at /, ' on the $1th at '],
    [/ time-of (new york|sao paulo|\S+) /, ' $1 time '],
  ],
};
