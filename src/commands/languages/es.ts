import type { Grammar } from './grammar.ts';
import { spanishTimes } from './times/es.ts';

/** To which pronouns are written: "llámala", "invitarlo". */
const VERB =
  '\\b(?:inv[ií]t|ll[aá]m|a[ñn][aá]d|agr[eé]g|incorp[oó]r|con[eé]ct|canc[eé]l|an[uú]l|s[aá](?:c|qu)|qu[ií]t|exp[uú]ls|elim[ií]n|vu[eé]lv|recu[eé]rd)(?:[ae]r?|ir)';

/** Spanish. */
export const es: Grammar = {
  language: 'es',
  verbs: {
    invite: [
      'invita, invite, inviten, invitar, llama, llame, llamen, llamar, añade, añada, añadir, agrega, agregue, agregar',
      'trae, traiga, traer, incorpora, incorpore, incorporar, incluye, incluya, telefonea, telefonee, convoca, convoque',
      'conecta, conecte, conectar, haz venir, haga venir, mete',
    ],
    cancel: [
      'cancela, cancele, cancelar, anula, anule, anular, deja de llamar, deje de llamar, para de llamar, desinvita',
      'cancela la llamada, cancela la invitación de, cancele la invitación de, anula la invitación de',
      'retira la invitación de, retire la invitación de, no llames más, no llame más, deja de invitar',
    ],
    remove: [
      'saca, saque, sacar, quita, quitar, expulsa, expulse, expulsar, elimina, elimine, eliminar, echa, eche',
      'desconecta, desconecte, cuelga, cuelgue',
    ],
    again: [
      'otra vez, de nuevo, una vez más, llama otra vez, llame otra vez, llama … otra vez, llame … otra vez',
      'llama de nuevo, llame de nuevo, llama … de nuevo, llame … de nuevo, llama … una vez más, llama una vez más',
      'vuelve a llamar, vuelva a llamar, volver a llamar, vuelve a invitar, vuelva a invitar, invita otra vez',
      'invita … otra vez, invita … de nuevo, inténtalo otra vez, inténtelo otra vez, inténtalo de nuevo',
      'inténtelo de nuevo, reintenta, reintente, repite',
    ],
    remind: [
      'recuerda, recuerde, recordar, recuérdale, recuérdele, recuérdales, envía un recordatorio, envíe un recordatorio',
      'recordatorio para, avisa, avise',
    ],
    scheduled: [
      'programado, previsto, calendario, agenda, qué está programado, qué hay programado, qué está previsto, citas',
      'qué hay previsto, muestra el calendario, muestre el calendario, recordatorios, muestra los recordatorios',
      'muestra la agenda, muestre la agenda, muestra las citas',
    ],
    who: ['quién, quiénes, lista, participantes, estado, muestra, muestre, muéstrame, muéstreme'],
    use: ['usa, usar, utiliza, utilice, utilizar, cambia a, cambie a, pasa a, pase a'],
    end: [
      'termina, termine, terminar, acaba, acabe, acabar, finaliza, finalice, finalizar, cierra, cierre, cerrar, fin',
    ],
    block: [
      'no me llames, no me llame, no me llamen, no me molestes, no me moleste, no me molesten, no molestar, no molestarme',
      'no me invites, no me invite, no me interrumpas, sin llamadas, no llamarme, no quiero llamadas',
    ],
    unblock: [
      'vuelvo a estar disponible, vuelvo a estar localizable, estoy disponible de nuevo, estoy disponible otra vez',
      'ya estoy disponible, volver a llamarme',
    ],
    forget: [
      'olvídame, olvídeme, borra mis datos, borre mis datos, elimina mis datos, elimine mis datos, suprime mis datos',
    ],
    listen: [
      'muestra mis invitaciones, muestre mis invitaciones, muéstrame mis invitaciones, muestra las invitaciones',
      'muestre las invitaciones, muestra las invitaciones de, muestre las invitaciones de, muestra invitaciones de',
      'escucha, escuche, escuchar, escucha las invitaciones de, escuche las invitaciones de',
    ],
    unlisten: [
      'deja de mostrar mis invitaciones, deje de mostrar mis invitaciones, deja de mostrar las invitaciones',
      'deje de mostrar las invitaciones, deja de mostrar las invitaciones de, deje de mostrar las invitaciones de',
      'deja de mostrar invitaciones, deja de escuchar, deje de escuchar, no muestres más mis invitaciones',
      'no muestre más mis invitaciones, no muestres más las invitaciones de, no muestre más las invitaciones de',
    ],
    help: [
      'ayuda, ayúdame, ayúdeme, comandos, órdenes, qué sabes hacer, qué sabe hacer, qué puedes hacer, qué puede hacer',
      'cómo funciona, cómo funciona esto, socorro',
    ],
  },
  front: [
    'por favor, hola, buenos días, buenas tardes, buenas, oye, oiga, puedes, puede, podrías, podría, quiero, quisiera',
    'me gustaría, vamos a, hay que, necesito, necesitamos, queremos, ahora, y, ok, vale, puedes por favor, podemos',
  ],
  behind: [
    'por favor, gracias, muchas gracias, ahora, ya, ahora mismo, cuanto antes, también, enseguida, rápido',
  ],
  where: [
    'aquí, a la llamada, a la conferencia, a la reunión, en la llamada, en la conferencia, en la reunión',
    'de la llamada, de la conferencia, de la reunión',
  ],
  and: 'y, e',
  me: 'me, mí, yo',
  everybody: 'todo, todos, todas, a todos',
  her: 'ella, él',
  them: 'ellos, ellas, los dos, las dos, ambos, ambas',
  except: 'excepto, menos, salvo, sin, a excepción de',
  about: 'a, para, sobre, en, a la reunión, por',
  before: 'a, al, con, señor, señora, sr, sra, don, doña',
  saying: [
    'diciendo, diciéndole, diciéndoles, y dile, y dígale, y diles, y di, y diga, con el mensaje, con este mensaje',
    'con las palabras, dile',
  ],
  padding:
    'está, están, es, son, hay, en, la, el, los, las, de, del, a, llamada, conferencia, reunión, aquí, ahora, dentro, participantes, lista, invitado, invitada, invitados, falta, faltan, ya, todos, todavía, ha, han, respondido, entrado, viene, más, esta, este, para, me, quién',
  not: 'no, nunca, tampoco, jamás',
  apart: (beginning) =>
    beginning
      .replace(/^(vu[eé]lv[ae])(l[aoe]s?) a (llamar|invitar)\b/iu, '$1 a $3$2')
      .replace(new RegExp(`(?<=${VERB})me\\b`, 'iu'), ' me')
      .replace(new RegExp(`(?<=${VERB})l[aoe]\\b`, 'iu'), ' ella')
      .replace(new RegExp(`(?<=${VERB})l[aoe]s\\b`, 'iu'), ' ellos'),
  of: 'que, de, para',
  until: 'hasta, antes de',
  lasting: 'durante, por, durante las próximas, durante los próximos, las próximas, los próximos',
  fromNow: 'en',
  times: spanishTimes,
  shown: [
    {
      name: 'invite',
      syntax: 'invita a NOMBRE[, NOMBRE y NOMBRE] [CUÁNDO] [diciendo «TEXTO»]',
      example: 'invita a María y Bob diciendo «Únanse»',
    },
    { name: 'invite', syntax: 'invítame', example: 'invítame' },
    { name: 'cancel', syntax: 'cancela [a NOMBRE]', example: 'cancela a Bob' },
    { name: 'again', syntax: 'otra vez NOMBRE', example: 'otra vez Bob' },
    { name: 'who', syntax: 'quién', example: 'quién' },
    { name: 'end', syntax: 'termina', example: 'termina' },
    {
      name: 'remind',
      syntax: 'recuerda a NOMBRE CUÁNDO [«TEXTO»]',
      example: 'recuerda a todos en 10 minutos «Traigan los planos»',
    },
    { name: 'scheduled', syntax: 'programado', example: 'qué está programado' },
    { name: 'remove', syntax: 'saca a NOMBRE', example: 'saca a Bob' },
    { name: 'use', syntax: 'usa sip:DIRECCIÓN', example: 'usa sip:standup@conf.example.com' },
    {
      name: 'listen',
      syntax: 'muestra las invitaciones [de NOMBRE]',
      example: 'muestra mis invitaciones',
    },
    {
      name: 'unlisten',
      syntax: 'deja de mostrar las invitaciones [de NOMBRE]',
      example: 'deja de mostrar mis invitaciones',
    },
    { name: 'block', syntax: 'no me llames [hasta CUÁNDO]', example: 'no me llames hasta las 15:00' },
    { name: 'unblock', syntax: 'vuelvo a estar disponible', example: 'vuelvo a estar disponible' },
    { name: 'forget', syntax: 'olvídame', example: 'olvídame' },
    { name: 'help', syntax: 'ayuda', example: 'ayuda' },
  ],
};
