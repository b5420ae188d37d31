/** Spanish, polite (usted). */
import { formatsOf, listOf as list, pluralOf } from './formats.ts';
import { scheduleEs } from './schedule/es.ts';
import type { Facts, Words } from './words.ts';

const formats = formatsOf('es');
const plural = pluralOf('es');
const ASK = 'Consulte a quien administra este bot';
/** Whom to ask about a refusal: ADMIN_CONTACT, where it is set. */
const ask = ({ admin }: Facts, variable: string) =>
  `${admin === undefined ? ASK : 'Consulte a: {admin}'} (${variable}).`;
const questions = ({ admin }: Facts) => (admin === undefined ? '' : ' Consultas: {admin}.');
const span = ({ seconds }: Facts) => formats.duration(typeof seconds === 'number' ? seconds : 60);

export const es: Words = {
  status: {
    inviting: 'Invitando',
    ringing: 'Sonando',
    forwarded: 'Llamada desviada',
    waiting: 'En espera',
    calling: 'Llamada desde la conferencia',
    joined: 'En la conferencia',
    answered: 'Descolgó',
    accepted: 'Aceptó',
    declined: 'Rechazó',
    busy: 'Comunica',
    'no-answer': 'Sin respuesta',
    offline: 'Sin conexión',
    'not-found': 'No se encuentra',
    'not-allowed': 'No permitido',
    cannot: 'No puede unirse a conferencias',
    withdrawn: 'Invitación retirada',
    left: 'Salió',
    failed: 'Falló',
    unknown: 'Resultado desconocido',
    'in-turn': 'Esperando su turno',
    'not-needed': 'Ya no hace falta',
    'passed-over': 'Sin llamada',
  },

  details: {
    queued: 'Espera su turno: se está llamando a muchas personas.',
    waiting: 'La conferencia llamará a {name} en cuanto haya alguien más en ella.',
    answered: 'Se atendió la llamada, quizá un buzón de voz; en la conferencia aún no se ve.',
    'answered-by': 'Atendió {by}.',
    offline:
      'Allí no hay ningún teléfono conectado en este momento. Inténtelo más tarde o con otra dirección.',
    'not-found': '{address} no se conoce o no está conectado. Compruebe la dirección.',
    'not-allowed': `El servidor telefónico no permite esta llamada ({code}). ${ASK}.`,
    cannot:
      'Este teléfono no se puede incorporar a una conferencia. Pruebe con otra dirección o marque usted mismo el número de la conferencia.',
    guessed: 'La dirección {address} solo se dedujo de la dirección de correo.',
    removing: 'Se está pidiendo a la conferencia que termine esta llamada.',
    'not-removed': ({ code }) =>
      `Quizá siga dentro: la conferencia ${code === 0 ? 'no respondió' : 'se negó ({code})'} cuando se le pidió terminar esta llamada. Inténtelo de nuevo o pregunte en la conferencia.`,
    unknown: 'La respuesta no llegó nunca. Mire quién está en la conferencia antes de volver a llamar.',
    interrupted: 'Un reinicio de este bot interrumpió la llamada. Vuelva a llamar.',
    'interrupted-unknown':
      'Un reinicio de este bot interrumpió la llamada. Mire quién está en la conferencia antes de volver a llamar.',
    'too-many-waiting':
      'Ahora mismo se está llamando a demasiada gente. Vuelva a llamar dentro de unos minutos.',
    'too-many-calls': `Hay demasiadas llamadas en curso a la vez. Vuelva a llamar dentro de unos minutos. ${ASK} si el problema continúa (SIP_MAX_CALLS).`,
    'no-server':
      'En este momento no hay conexión con el servidor telefónico. Vuelva a llamar dentro de un minuto.',
    'no-conference-server':
      'En este momento no hay conexión con el servidor de conferencias, así que no se llamó a nadie. Vuelva a llamar dentro de un minuto.',
    'not-confirmed': 'Se atendió la llamada a {name}, quizá un buzón de voz: nadie pulsó 1 para unirse.',
    'hung-up-early': '{name} descolgó, pero colgó antes de llegar a la conferencia. Vuelva a llamar.',
    'no-common-media': `El teléfono y la conferencia no tienen ningún formato de audio en común. ${ASK}.`,
    'factory-refused': ({ code }) =>
      `No se pudo crear ninguna conferencia: su servidor ${code === undefined ? 'no respondió' : 'se negó ({code})'}. No se llamó a nadie. Vuelva a llamar. ${ASK} si el problema continúa (CONFERENCE_FACTORY).`,
    'no-focus': `No se pudo crear ninguna conferencia: lo que respondió no es un servidor de conferencias. No se llamó a nadie. ${ASK} (CONFERENCE_FACTORY).`,
    'conference-not-allowed': `No está permitido llamar a esta conferencia. ${ASK} (ALLOWED_SIP_DOMAINS).`,
    'conference-address': `La conferencia tiene una dirección a la que no se puede llamar. ${ASK} (CONFERENCE_URI).`,
    'conference-policy': `La conferencia no permite que este bot haga llamar a nadie. ${ASK}.`,
    gate: `No está permitido llamar a la dirección {address}. ${ASK} (ALLOWED_SIP_DOMAINS).`,
    address: 'No se puede llamar a {address}. Compruebe la dirección.',
    'no-response':
      'No llegó nunca ninguna respuesta. Mire quién está en la conferencia antes de volver a llamar.',
    'cancel-unanswered':
      'Se pidió al teléfono que dejara de sonar, pero nadie lo confirmó. Espere un poco antes de volver a llamar.',
    'no-notify':
      'Se pidió a la conferencia que llamara, y nunca dijo qué ocurrió. Mire quién está dentro antes de volver a llamar.',
    'no-word-of-joining':
      'Se pidió al teléfono de {name} que se uniera, y nunca dijo qué ocurrió. Mire quién está dentro antes de volver a llamar.',
    'not-recallable':
      'Ya se había pedido al teléfono de {name} que se uniera, y eso no se puede deshacer. Mire quién está en la conferencia.',
    'joining-failed':
      'Se pidió al teléfono de {name} que se uniera, pero no lo consiguió ({code}). Compruebe la conferencia y vuelva a llamar.',
    'ownership-lost':
      'Otro proceso se hizo cargo de esta llamada. Mire quién está en la conferencia antes de volver a llamar.',
    'connection-lost':
      'Se perdió la conexión con el servidor telefónico. Mire quién está en la conferencia antes de volver a llamar.',
    'internal-error': `Se produjo un error en este bot. Vuelva a llamar. ${ASK} si el problema continúa.`,
    'conference-unreachable': ({ code }) =>
      `{name} descolgó, pero ${
        code === undefined ? 'la conferencia no respondió' : 'no se pudo conectar con la conferencia ({code})'
      }. Compruebe la conferencia y vuelva a llamar.`,
    'conference-refused': ({ code }) =>
      `La conferencia no pudo llamar a {name}${code === undefined ? '' : ' ({code})'}. Inténtelo más tarde.`,
    redirected: 'El servidor telefónico remitió la llamada a otra dirección ({code}). Pruebe con esa.',
    credentials: `El servidor telefónico exige otras credenciales ({code}). ${ASK}.`,
    'no-connection':
      'El servidor telefónico ya no llega a este teléfono. Vuelva a llamar dentro de un minuto.',
    'call-gone': 'La llamada desapareció antes de poder conectarla. Vuelva a llamar.',
    'cancelled-elsewhere': 'La llamada se cortó por el camino. Vuelva a llamar.',
    'extension-required': `El teléfono exige algo que este bot no sabe hacer ({code}). ${ASK}.`,
    'retry-later': ({ seconds }) =>
      `El servidor telefónico está sobrecargado ({code}). Vuelva a llamar dentro de ${
        typeof seconds === 'number' ? formats.duration(seconds) : 'unos minutos'
      }.`,
    'server-error': `El servidor telefónico falló ({code}). Vuelva a llamar. ${ASK} si el problema continúa.`,
    refused: 'La llamada fue rechazada ({code}). Compruebe la dirección o pruebe con otra.',
  },

  says: {
    'already-inviting': 'Ya se está invitando a {name}.',
    'already-in': '{name} ya está en la conferencia.',
    'just-ended': ({ status }) =>
      status === 'joined' || status === 'answered' || status === 'accepted'
        ? `Se acaba de incorporar a {name}: ${statusWord(status)}.`
        : `Se acaba de llamar a {name}: ${statusWord(status)}. Para llamar una vez más, escriba: otra vez {name}`,
    'quiet-hours': ({ until, zone }) =>
      `No se llama a {name} fuera de su horario de trabajo, que vuelve a empezar: ${scheduleEs.times.moment(String(until), String(zone))}. Para llamar de todos modos, escriba: invita a {name} con urgencia`,
    blocked: ({ until, zone }) =>
      `{name} no desea recibir llamadas antes de: ${scheduleEs.times.moment(String(until), String(zone))}.`,
    blocking: ({ until, zone }) =>
      `Ninguna invitación, tampoco urgente, le llamará antes de: ${scheduleEs.times.moment(String(until), String(zone))}. Para volver a recibir llamadas antes, escriba: vuelvo a estar disponible`,
    unblocked: 'Las invitaciones vuelven a llamarle.',
    'not-blocked': 'Las invitaciones le llaman: no ha pedido otra cosa.',
    'quiet-hours-then':
      '{name} no trabaja a esa hora, y solo se le llamará si antes responde «Aceptar» o «Quizá». Para llamar de todos modos, invite «con urgencia».',
    cancelling: 'Se retira la invitación de {names}.',
    'nothing-to-cancel': ({ name }) =>
      name === undefined
        ? 'En este momento no se está invitando a nadie, así que no hay nada que cancelar.'
        : 'En este momento no se está invitando a {name}, así que no hay nada que cancelar.',
    removing: 'Se saca de la conferencia a {names}.',
    'not-in': ({ status }) => `{name} no está en la conferencia: ${statusWord(status)}.`,
    'already-ended': ({ status }) => `La invitación de {name} ya ha terminado: ${statusWord(status)}.`,
    'conference-using': 'Las invitaciones de este hilo llevan ahora a {uri}.',
    'conference-ended': ({ people, others }) => {
      const asked = 'Se pide a su servidor que termine las llamadas que no pasan por mí: {people}.';
      const strangers = 'Siguen dentro, sin invitación: {others}.';
      const more = [
        ...(list(people).length > 0 ? [asked] : []),
        ...(list(others).length > 0 ? [strangers] : []),
      ];
      return more.length === 0
        ? 'La conferencia ha terminado.'
        : ['La conferencia ha terminado para este hilo.', ...more].join(' ');
    },
    'conference-none':
      'Aquí no hay ninguna conferencia en este momento. Para empezar una, escriba: invita a NOMBRE',
    'question-answered': ({ typed }) =>
      typed === undefined || typed === ''
        ? 'Esta pregunta ya se ha respondido.'
        : 'La pregunta de quién es {typed} ya se ha respondido.',
    'question-dropped': ({ typed }) =>
      typed === '' ? 'No se llama a nadie.' : 'No se llama a nadie por {typed}.',

    listening: ({ names }) =>
      list(names).length === 1
        ? 'Las invitaciones que {names} ({address}) me envíe se muestran aquí a partir de ahora.'
        : 'Las invitaciones que me envíen {names} se muestran aquí a partir de ahora.',
    'listening-moved': ({ from }) =>
      from === ''
        ? 'Las de {name} se mostraban hasta ahora en otro chat.'
        : 'Las de {name} se mostraban hasta ahora en «{from}».',
    'listening-stopped': 'Las invitaciones de {names} ya no se muestran aquí.',
    'listening-to-nobody':
      'Aquí no muestro las invitaciones de nadie. Para ver las suyas aquí, escriba: muestra mis invitaciones',
    'incoming-over': 'Esta invitación ya se ha respondido o ha terminado.',

    'policy.domain': (facts) =>
      `No se llama a {name}: las direcciones de {domain} no están permitidas. Permitidas: {allowed}. ${ask(facts, 'ALLOWED_SIP_DOMAINS')}`,
    'policy.number': (facts) =>
      `No se llama a {name}: los números de teléfono no están permitidos. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.prefix': (facts) =>
      `No se llama a {name}: los números que empiezan como {address} no están permitidos. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.emergency': (facts) =>
      `No se llama a {name}: {address} es un número de emergencias. Márquelo usted mismo.${questions(facts)}`,
    'policy.premium': (facts) =>
      `No se llama a {name}: {address} es un número de tarificación especial. Use uno normal.${questions(facts)}`,
    'policy.inviters': (facts) =>
      `${facts.name === undefined ? 'Usted' : '{name}'} no puede hacer que este bot llame a nadie. ${ask(facts, 'INVITERS')}`,
    'policy.inviters-unknown': (facts) =>
      `No se llama a nadie: aquí no todos pueden pedir llamadas, y no se ha podido comprobar si ${facts.name === undefined ? 'usted' : '{name}'} puede. Inténtelo de nuevo dentro de un minuto. ${ask(facts, 'INVITERS')}`,
    'policy.rate': (facts) => {
      const contact = ask(facts, 'INVITES_PER_MINUTE');
      if (facts.seconds === 0) {
        return `No se llama a nadie: son {count} personas, y se puede llamar como máximo a {limit} por minuto. Nombre a menos de una vez. ${contact}`;
      }
      return facts.left === 0
        ? `No se llama a nadie: en un minuto ya se ha llamado a {limit} personas, por la misma persona o en este chat. Inténtelo de nuevo dentro de ${span(facts)}. ${contact}`
        : `No se llama a nadie: son {count} personas, y ahora solo se puede llamar a {left} más, por la misma persona o en este chat. A todas se las podrá llamar dentro de ${span(facts)}. ${contact}`;
    },
    'rung-by-others': (facts) =>
      `No se llama a {name}: otra persona está llamando a {name}, o acaba de hacerlo. Inténtelo de nuevo dentro de ${span(facts)}. Para llamar de todos modos, escriba: invita a {name} con urgencia`,
    'address.invalid':
      '{address} no es una dirección. Escríbala como sip:mary@example.com o tel:+4930123456.',
    'address.not-sip': '{address} no es la dirección de una conferencia. Escríbala como sip:room@example.com',
    'toast.empty': 'No hay nada después de «diciendo». Escriba: invita a NOMBRE diciendo «Únete»',
    'toast.too-long':
      'El mensaje tiene {characters} caracteres y se pueden mostrar {limit} como máximo. Acórtelo.',

    'command.no-name': '¿A quién? Escriba el nombre después de la orden, por ejemplo: invita a María',
    'command.no-address': '¿Qué conferencia? Escriba: usa sip:room@example.com',
    'command.no-toast':
      'Solo una invitación puede llevar un mensaje. Escriba: invita a NOMBRE diciendo «Únete»',
    'command.remove-whom':
      '¿A quién? Escriba: saca a NOMBRE. Para terminar la conferencia para todos, escriba: termina',
    'command.too-many-names': 'Son {count} personas y se pueden nombrar {limit} a la vez como máximo.',
    'command.unknown': ({ nearest }) =>
      nearest === undefined
        ? 'No lo he entendido. Para ver lo que sé hacer, escriba: ayuda'
        : 'No lo he entendido. ¿Quería decir «{nearest}»? Para ver lo que sé hacer, escriba: ayuda',
    'command.unknown-in-channel': ({ nearest }) =>
      nearest === undefined
        ? 'No lo he entendido. Para ver lo que sé hacer, escriba: @{bot} ayuda'
        : 'No lo he entendido. ¿Quería decir «@{bot} {nearest}»? Para ver lo que sé hacer, escriba: @{bot} ayuda',
    'name.too-long':
      'El nombre {name} tiene {characters} caracteres y se leen {limit} como máximo. Acórtelo.',
    'subject.too-long': 'El asunto tiene {characters} caracteres y se leen {limit} como máximo. Acórtelo.',
    'text.too-long': 'El mensaje tiene {characters} caracteres y se leen {limit} como máximo. Acórtelo.',

    'roster.unavailable':
      'En este momento no se pueden leer los miembros de este chat, así que no se pudo buscar a {wanted}. Inténtelo de nuevo.',
    'person.too-many':
      '{count} personas se llaman {wanted} o algo muy parecido. Escriba el nombre completo o la dirección de correo.',
    'directory.old': ({ seconds }) =>
      `El directorio de la empresa no responde desde hace ${typeof seconds === 'number' ? formats.duration(seconds) : 'un rato'}; lo que sé de él puede haber cambiado.`,
    'directory.unread':
      'En este momento no se puede leer el directorio de la empresa, así que solo conozco a las personas de este chat y de mi propia lista. Inténtelo de nuevo o escriba una dirección.',
    'person.nobody': ({ nearest }) =>
      list(nearest).length === 0
        ? 'No conozco a nadie que se llame {wanted}. Escriba el nombre completo o una dirección: invita a sip:mary@example.com'
        : 'No conozco a nadie que se llame {wanted}. Los nombres más parecidos: {nearest}.',
    'person.no-address':
      'No conozco ninguna dirección telefónica de {name}. Escríbala completa: invita a sip:mary@example.com',
    'person.which': '{typed} puede ser: {names}. Escriba el nombre completo.',
    'pronoun.nobody':
      'No ha invitado a nadie aquí en los últimos cinco minutos, así que no sé a quién se refiere. Escriba el nombre.',
    'pronoun.which': 'Podría ser {names}. Escriba el nombre completo.',
    'correction.which':
      '¿En lugar de quién? {names} fueron invitados juntos. Escriba: no NOMBRE, y tras una coma, a quién se refiere.',
    'command.everybody':
      'No llamo a todas las personas de un chat a la vez. Nómbrelas, o un grupo: invita a María, Bob y Sue',
    'except.unclear': ({ names }) =>
      list(names).length === 0
        ? '{typed} no es ninguna de esas personas, así que no se hace nada. Escriba el nombre completo.'
        : '{typed} podría ser {names}, así que no se hace nada. Escriba el nombre completo.',
    'number.national': `{wanted} no es un número al que pueda llamar. Escríbalo con su país, por ejemplo +34 91 123 45 67. ${ASK} para que se entienda sin país (DEFAULT_COUNTRY).`,
    'person.not-invited': ({ nearest }) =>
      list(nearest).length === 0
        ? 'Aquí no se ha invitado a {typed}.'
        : 'Aquí no se ha invitado a {typed}. Personas invitadas: {nearest}.',
    'me.no-address':
      'No conozco su dirección telefónica, {name}. Escríbala completa: invita a sip:usted@example.com',
    'listen.no-address':
      'No conozco su dirección telefónica, {name}, así que no podría reconocer sus invitaciones. Escríbala completa: muestra las invitaciones de sip:usted@example.com',
    inviting: 'Invitando a {names}.',
    'bot.not-in-channel': 'No estoy en este canal. Escriba: /invite @{bot} – y después otra vez su orden.',
    'form.only-names':
      'Aquí solo nombres, direcciones y números; lo que hay que decirles tiene su propio campo.',
    'press.malformed':
      'Ese botón no ha traído nada que yo entienda. Escriba la orden en su lugar; la ayuda las enumera.',
    'not-hers': 'Solo {name} puede responder a esta invitación.',
    'message-empty': 'Todavía no hay ningún mensaje. Escríbalo en la tarjeta y vuelva a pulsar.',
    'press.not-member':
      'Solo pueden hacerlo quien invitó y las personas de ese hilo. Pídalo allí o invite de nuevo en un hilo suyo.',
    'press.unknown':
      'Esta tarjeta es demasiado antigua, ya no la conozco. Para ver quién está invitado, escriba: quién',
    forgotten:
      'Le he olvidado. Invitaciones pasadas de las que se han quitado su nombre, sus direcciones y sus palabras: {invitations}; recordatorios eliminados: {reminders}. Que se llamó a alguien, cuándo y cómo terminó se conserva hasta que venza el plazo; el registro de auditoría de quienes me administran guarda durante {days} días quién pidió qué, con nombres y direcciones; los mensajes de los chats son del producto de chat.',
    'forgotten-not-yet':
      'Aún sin olvidar, porque está en curso o por venir: {count}. Escriba de nuevo «olvídame» cuando haya terminado.',
    'press.copy':
      'Ha pulsado en una copia que ya no se actualiza. La tarjeta que muestra lo que ocurre es otro mensaje de este hilo.',
    'press.repeated': 'Esa pulsación ya había llegado; la tarjeta muestra el resultado.',
    error: `Se produjo un error. Inténtelo de nuevo. ${ASK} si el problema continúa, y dé esta referencia: {reference}`,
  },

  told: {
    inviting: 'Se va a llamar a {names}.',
    ringing: 'Sigue sonando: {names}.',
    forwarded: 'Llamada desviada: {names}.',
    waiting: 'A la espera de que haya alguien en la conferencia: {names}.',
    calling: 'La conferencia está llamando a {names}.',
    joined: ({ names }) => `{names} ${plural(names, 'se unió', 'se unieron')}.`,
    answered: ({ names }) => `{names} ${plural(names, 'descolgó', 'descolgaron')}.`,
    accepted: ({ names }) => `{names} ${plural(names, 'aceptó', 'aceptaron')}.`,
    declined: ({ names }) => `{names} ${plural(names, 'rechazó', 'rechazaron')} la invitación.`,
    busy: 'Comunica: {names}.',
    'no-answer': 'Sin respuesta de {names}.',
    offline: 'Sin conexión: {names}.',
    'not-found': 'No se encuentra: {names}.',
    'not-allowed': 'No permitido: {names}.',
    cannot: ({ names }) => `{names} no ${plural(names, 'puede unirse', 'pueden unirse')} a conferencias.`,
    withdrawn: 'Invitación retirada: {names}.',
    left: ({ names }) => `{names} ${plural(names, 'salió', 'salieron')}.`,
    failed: 'Falló: {names}.',
    unknown: 'Resultado desconocido: {names}.',
    'in-turn': 'Esperando su turno: {names}.',
    'not-needed': 'Ya no hace falta: {names}.',
    'passed-over': 'Sin llamada: {names}.',
  },
  notRemoved: ({ code }) =>
    `Quizá siga dentro: {names}. La conferencia ${code === 0 ? 'no respondió' : 'se negó ({code})'} cuando se le pidió terminar la llamada.`,

  call: {
    inviter: 'Usher',
    subject: 'Llamada de prueba',
    hints: {
      joined: 'La configuración funciona para esta dirección.',
      answered: 'Mire en la conferencia si {name} está allí.',
      accepted: 'La configuración funciona para esta dirección.',
      declined:
        'Alguien, o el propio teléfono, rechazó la llamada ({code}). Vuelva a llamar cuando {name} la espere.',
      busy: 'El camino hasta el teléfono funciona. Vuelva a llamar más tarde.',
      'no-answer':
        'El camino hasta el teléfono funciona. Vuelva a llamar o deje que suene más tiempo (RING_SECONDS).',
      offline: 'Compruebe en el servidor telefónico si hay un teléfono conectado como {address}.',
      'not-found': 'Compruebe en el servidor telefónico si conoce {address}.',
      'not-allowed': 'Si se negó el servidor telefónico, compruebe allí a quién puede llamar SIP_URI.',
      cannot:
        'El diagrama muestra qué intento se rechazó y con qué código. Pruebe con otro teléfono o cambie INVITE_METHODS.',
      withdrawn: 'El teléfono ha dejado de sonar.',
      failed: 'El diagrama muestra quién respondió qué; SIP_TRACE=file guarda los mensajes completos.',
      unknown:
        'El diagrama muestra después de qué cesan las respuestas; SIP_TRACE=file guarda los mensajes completos.',
    },
    noServer: '{problem}. Compruebe SIP_SERVER.',
    bridged:
      'La llamada de {name} pasa por esta orden hasta que el teléfono se una por sí mismo. Ctrl-C cuelga.',
    ended: {
      'stepped-out': 'El teléfono de {name} se ha unido por sí mismo y ya no necesita esta orden.',
      left: '{name} salió.',
      'hung-up': 'Llamada colgada.',
    },
  },

  card: {
    untitled: 'Conferencia',
    invitedBy: 'Invitación de {name}',
    toast: '«{toast}»',
    ended: 'Esta conferencia ha terminado.',
    question: '¿Quién es {typed}? Pulse el nombre correcto y solo sonará ese teléfono.',
    moreCandidates: ({ count }) =>
      `${plural(count, 'Hay {count} nombre más que coincide', 'Hay {count} nombres más que coinciden')}. Si falta el correcto, escriba el nombre completo.`,
    openQuestion: '¿A quién se refiere? Escriba el nombre completo',
    many: 'Esto llama a {count} personas. ¿Llamar a todas?',
    manyHint: 'Pulse un botón, o escriba «sí» o «no».',
    line: '{word} ({count}): {names}',
    more: '{count} más',
    nobody: 'Todavía no se ha invitado a nadie. Escriba: invita a NOMBRE',
    speakRow: '{name}: {word}.',
    speakMore: 'Y {count} más.',
    addressed: '{name}: {text}',
    conference: 'Conferencia {uri}',
    others: 'También en la conferencia ({count}): {names}',
    rosterUnknown: 'En este momento no se puede ver quién más está dentro ni quién ha salido.',
    rosterNone:
      'El servidor de conferencias no dice quién está dentro: puede haber otros, y algunos pueden haber salido.',
    urgent: 'Urgente',
    again: 'Nueva llamada a las {time} (llamada {next} de {of})',
    againSoon: 'Habrá otra llamada (llamada {next} de {of})',
  },

  buttons: {
    ringAll: 'Llamar a {count} personas',
    ringNobody: 'No',
    cancel: 'Cancelar',
    remove: 'Sacar',
    again: 'Volver a llamar',
    join: 'Unirse',
    decline: 'Rechazar',
    me: 'Invitarme',
    accept: 'Aceptar',
    later: 'En 5 minutos',
    tell: 'Enviar mensaje',
  },

  personal: {
    invites: '{name} le invita a esta conferencia, y se está llamando a su teléfono.',
    invited: '{name} le invita a esta conferencia.',
    open: 'Le invita',
    input: 'Mensaje para el hilo, o por qué rechaza la invitación',
    answered: {
      link: 'Aceptada',
      phone: 'Aceptada',
      call: 'Aceptada',
      decline: 'Rechazada',
      later: 'Más tarde',
    },
    hints: {
      link: 'Ya no se llama a su teléfono: únase con el botón.',
      phone: 'Atienda la llamada en su teléfono.',
      call: 'Ahora se llama a su teléfono.',
      later: 'Se volverá a llamar a su teléfono dentro de 5 minutos.',
    },
    late: {
      link: 'Se llamó a su teléfono en vano. Acepte y recibirá el enlace para unirse.',
      call: 'Se llamó a su teléfono en vano. Acepte y se le volverá a llamar enseguida.',
    },
    postponed: 'Se volverá a llamar dentro de 5 minutos a {names}.',
    writes: '{name} escribe: «{words}»',
    unreachable: 'No se puede escribir a {name} en el chat, solo llamar por teléfono.',
  },

  incoming: {
    status: {
      invited: 'Le invita',
      joining: 'Aceptando',
      declining: 'Rechazando',
      accepted: 'Aceptada',
      declined: 'Rechazada',
      withdrawn: 'Retirada',
      expired: 'Caducada',
      unconfirmed: 'Sin confirmar',
      interrupted: 'Interrumpida',
    },
    invites: '{name} ({address}) le invita a una conferencia.',
    joins: '{by} participa: se llama al teléfono de {name} para incorporarlo a la conferencia.',
    joinsAlone: '{by} participa. No conozco ningún teléfono al que llamar, así que marque usted mismo: {uri}',
    declines: '{by} rechazó la invitación.',
    why: {
      withdrawn: 'Quien invitó la retiró.',
      expired: 'Nadie respondió a tiempo.',
      unconfirmed:
        'Se aceptó, pero quien invitó nunca lo confirmó. Para participar de todos modos, escriba: usa {uri}, y después: invítame',
      interrupted:
        'Un reinicio de este bot la interrumpió y ya no se puede responder. Para participar de todos modos, escriba: usa {uri}, y después: invítame',
    },
  },

  schedule: scheduleEs,

  form: {
    title: 'Invitar a una llamada',
    submit: 'Invitar',
    close: 'Cerrar',
    people: 'A quién',
    others: 'Otros: nombres, direcciones o números, separados por comas',
    subject: 'Asunto',
    toast: 'Qué decirles',
    nobody: 'Elija a alguien o escriba un nombre.',
  },

  app: {
    name: 'Usher trae a personas a una conferencia en curso',
    short: 'Trae a personas a una conferencia en curso desde un chat.',
    long: 'Escriba «invita a María»: suena su teléfono, y el hilo muestra qué pasa de verdad con su invitación hasta el final.',
  },

  welcome: {
    title: 'Incorporo a personas a una conferencia en curso.',
    lines: [
      'Escriba «invita a María»: su teléfono suena, y este hilo muestra lo que ocurre de verdad.',
      'Pruébelo consigo mismo con el botón, o escriba «ayuda».',
    ],
    mention: [
      'Aquí solo leo los mensajes que me mencionan: escriba «@{bot} invita a María».',
      'Pruébelo consigo mismo con el botón, o escriba «@{bot} ayuda».',
    ],
  },

  help: {
    title: 'Lo que sé hacer',
    topics: {
      invite:
        'Llama a personas y las incorpora a la conferencia de este hilo. También: con urgencia · uno tras otro · si no, BOB · hasta que conteste.',
      cancel: 'Hace que deje de sonar; sin nombre, para todas las invitaciones en curso.',
      remove: 'Saca a alguien de la conferencia; si aún suena, se retira la invitación.',
      again: 'Llama a alguien una vez más.',
      who: 'Muestra quién está invitado, con qué resultado, y quién más está dentro.',
      use: 'Hace que las invitaciones de este hilo lleven a una conferencia existente.',
      end: 'Termina la conferencia de este hilo.',
      listen: 'Muestra aquí quién me invita desde fuera a una conferencia: a usted, o a quien nombre.',
      unlisten: 'Deja de mostrar aquí esas invitaciones.',
      remind: 'Recuerda algo a una hora, o antes de lo que hay programado.',
      scheduled: 'Muestra lo que hay programado aquí y lo que se puede cambiar.',
      block:
        'Hasta entonces ninguna invitación hace sonar su teléfono, tampoco las urgentes. Sin hora: hasta la mañana siguiente.',
      unblock: 'Termina «no me llames»; si no, le llama otra vez.',
      forget: 'Olvida quién es usted en todo lo que ya terminó.',
      help: 'Muestra esta ayuda.',
    },
    example: 'Ejemplo: {example}',
    mention: 'En este canal, mencióneme delante de cada orden: @{bot} …',
  },

  ...formats,
};

function statusWord(status: unknown): string {
  const words: Readonly<Record<string, string>> = es.status;
  return `«${words[String(status)] ?? String(status)}»`;
}
