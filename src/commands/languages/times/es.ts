import { monthName, type TimeGrammar } from './time-words.ts';

export const spanishTimes: TimeGrammar = {
  words: `
    a las, a la, a eso de las, sobre las, las = at
    el, la, los = the
    en, dentro de = in
    horas, hrs = o'clock
    hoy = today
    manana = tomorrow
    pasado manana = in 2 days
    ayer = yesterday
    por la manana, de la manana = in the morning
    por la tarde, de la tarde = in the afternoon
    por la noche, de la noche = in the evening
    esta manana = this morning
    esta tarde = this afternoon
    esta noche = this evening
    a mediodia, al mediodia = at noon
    mediodia = noon
    a medianoche = at midnight
    medianoche = midnight
    lunes = monday
    martes = tuesday
    miercoles = wednesday
    jueves = thursday
    viernes = friday
    sabado = saturday
    domingo = sunday
    lunes a viernes, de lunes a viernes = monday to friday
    enero = january
    febrero = february
    marzo = march
    abril = april
    mayo = may
    junio = june
    julio = july
    agosto = august
    septiembre, setiembre = september
    octubre = october
    noviembre = november
    diciembre = december
    de = of
    proximo, proxima = next
    que viene = next-one
    la proxima semana, la semana que viene = next week
    todos los dias, cada dia, diariamente = every day
    todas las mananas, cada manana = every morning
    todas las noches, cada noche = every evening
    entre semana, cada dia laborable, todos los dias laborables = every weekday
    cada semana, todas las semanas = every week
    cada dos = every other
    todos los, todas las, cada = every
    del mes, de cada mes, cada mes = of every month
    primer, primero, primera = first
    segundo, segunda = second
    tercer, tercero, tercera = third
    cuarto, cuarta = fourth
    ultimo, ultima = last
    minutos, minuto, min = minutes
    segundos = seconds
    hora = hour
    dias, dia = days
    semanas, semana = weeks
    media hora = half an hour
    un cuarto de hora = a quarter of an hour
    tres cuartos de hora = three quarters of an hour
    y media = and-half
    y cuarto = and-quarter
    menos cuarto = less-quarter
    y = and
    un, una = a
    dos = two
    tres = three
    cuatro = four
    cinco = five
    seis = six
    siete = seven
    ocho = eight
    nueve = nine
    diez = ten
    once = eleven
    doce = twelve
    quince = fifteen
    veinte = twenty
    treinta = thirty
    antes = before
    hora de = time-of
    nueva york = new york
  `,
  rewrites: [
    [/ (\d{1,2})\/(\d{1,2})\/(\d{4}) /, (_, day, month, year) => ` ${day} ${monthName(month)} ${year} `],
    [/ in (an?) hour and-half /, ' in $1 hour and a half '],
    [/ (in \S+) o'clock and-half /, ' $1 hours and a half '],
    [/ in (\S+) o'clock /, ' in $1 hours '],
    [/ at a /, ' at one '],
    [/ (\S+) and-half /, ' half past $1 '],
    [/ (\S+) and-quarter /, ' quarter past $1 '],
    [/ (\S+) less-quarter /, ' quarter to $1 '],
    [/ at (half|quarter) /, ' $1 '],
    [/ (?:the )?(\w+day) next-one /, ' next $1 '],
    [/ the (\w+day)(?= )/, ' on $1'],
    [/ the (\d{1,2}) at /, ' on the $1th at '],
    [/ time-of (new york|sao paulo|\S+) /, ' $1 time '],
  ],
};
