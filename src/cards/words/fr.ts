/** French, polite (vous); narrow no-break spaces stand where its typography wants them. */
import { formatsOf, listOf as list, pluralOf } from './formats.ts';
import { scheduleFr } from './schedule/fr.ts';
import type { Facts, Words } from './words.ts';

const formats = formatsOf('fr');
const plural = pluralOf('fr');
const ASK = 'Adressez-vous à la personne qui gère ce bot';
/** Whom to ask about a refusal: ADMIN_CONTACT, where it is set. */
const ask = ({ admin }: Facts, variable: string) =>
  `${admin === undefined ? ASK : 'Adressez-vous à : {admin}'} (${variable}).`;
const questions = ({ admin }: Facts) => (admin === undefined ? '' : ' Questions : {admin}.');
const span = ({ seconds }: Facts) => formats.duration(typeof seconds === 'number' ? seconds : 60);

export const fr: Words = {
  status: {
    inviting: 'Invitation en cours',
    ringing: 'Sonne',
    forwarded: 'Appel transféré',
    waiting: 'En attente',
    calling: 'Appel depuis la conférence',
    joined: 'Dans la conférence',
    answered: 'A décroché',
    accepted: 'A accepté',
    declined: 'A refusé',
    busy: 'Occupé',
    'no-answer': 'Pas de réponse',
    offline: 'Hors ligne',
    'not-found': 'Introuvable',
    'not-allowed': 'Non autorisé',
    cannot: 'Ne peut pas rejoindre de conférence',
    withdrawn: 'Invitation retirée',
    left: 'Hors de la conférence',
    failed: 'Échec',
    unknown: 'Issue inconnue',
    'in-turn': 'En attente de son tour',
    'not-needed': 'Plus nécessaire',
    'passed-over': 'Pas d’appel',
  },

  details: {
    queued: 'Attend son tour : beaucoup de personnes sont appelées en ce moment.',
    waiting: 'La conférence appellera {name} dès que quelqu’un d’autre s’y trouvera.',
    answered:
      'L’appel a été pris, peut-être par une messagerie ; personne n’est encore visible dans la conférence.',
    'answered-by': 'Appel pris par {by}.',
    offline: 'Aucun téléphone n’y est connecté actuellement. Réessayez plus tard, ou avec une autre adresse.',
    'not-found': '{address} est inconnu ou n’est pas connecté. Vérifiez l’adresse.',
    'not-allowed': `Le serveur téléphonique n’autorise pas cet appel ({code}). ${ASK}.`,
    cannot:
      'Ce téléphone ne peut pas être amené dans une conférence. Essayez une autre adresse, ou composez vous-même le numéro de la conférence.',
    guessed: 'L’adresse {address} a seulement été déduite de l’adresse électronique.',
    removing: 'La conférence est priée de mettre fin à cet appel.',
    'not-removed': ({ code }) =>
      `Peut-être encore présent : la conférence ${code === 0 ? 'n’a pas répondu' : 'a refusé ({code})'} lorsqu’il lui a été demandé de mettre fin à cet appel. Réessayez, ou demandez dans la conférence.`,
    unknown: 'La réponse n’est jamais arrivée. Regardez qui est dans la conférence avant de rappeler.',
    interrupted: 'Un redémarrage de ce bot a interrompu l’appel. Rappelez.',
    'interrupted-unknown':
      'Un redémarrage de ce bot a interrompu l’appel. Regardez qui est dans la conférence avant de rappeler.',
    'too-many-waiting': 'Trop de personnes sont appelées en ce moment. Rappelez dans quelques minutes.',
    'too-many-calls': `Trop d’appels sont en cours en même temps. Rappelez dans quelques minutes. ${ASK} si cela persiste (SIP_MAX_CALLS).`,
    'no-server':
      'Il n’y a pas de connexion au serveur téléphonique pour le moment. Rappelez dans une minute.',
    'no-conference-server':
      'Il n’y a pas de connexion au serveur de conférence pour le moment, personne n’a donc été appelé. Rappelez dans une minute.',
    'not-confirmed':
      'L’appel à {name} a été pris, peut-être par une messagerie : personne n’a appuyé sur 1 pour rejoindre la conférence.',
    'hung-up-early': '{name} a décroché, mais a raccroché avant que la conférence soit jointe. Rappelez.',
    'no-common-media': `Le téléphone et la conférence n’ont aucun format audio en commun. ${ASK}.`,
    'factory-refused': ({ code }) =>
      `Aucune conférence n’a pu être créée : son serveur ${code === undefined ? 'n’a pas répondu' : 'a refusé ({code})'}. Personne n’a été appelé. Rappelez. ${ASK} si cela persiste (CONFERENCE_FACTORY).`,
    'no-focus': `Aucune conférence n’a pu être créée : ce qui a répondu n’est pas un serveur de conférence. Personne n’a été appelé. ${ASK} (CONFERENCE_FACTORY).`,
    'conference-not-allowed': `Il n’est pas permis d’appeler cette conférence. ${ASK} (ALLOWED_SIP_DOMAINS).`,
    'conference-address': `L’adresse de la conférence ne peut pas être appelée. ${ASK} (CONFERENCE_URI).`,
    'conference-policy': `La conférence ne permet pas à ce bot de faire appeler quelqu’un. ${ASK}.`,
    gate: `Il n’est pas permis d’appeler l’adresse {address}. ${ASK} (ALLOWED_SIP_DOMAINS).`,
    address: '{address} ne peut pas être appelé. Vérifiez l’adresse.',
    'no-response':
      'Aucune réponse n’est jamais arrivée. Regardez qui est dans la conférence avant de rappeler.',
    'cancel-unanswered':
      'Il a été demandé au téléphone de cesser de sonner, mais rien ne l’a confirmé. Attendez un peu avant de rappeler.',
    'no-notify':
      'Il a été demandé à la conférence d’appeler, et elle n’a jamais dit ce qu’il en est advenu. Regardez qui est présent avant de rappeler.',
    'no-word-of-joining':
      'Il a été demandé au téléphone de {name} de rejoindre la conférence, et il n’a jamais dit ce qu’il en est advenu. Regardez qui est présent avant de rappeler.',
    'not-recallable':
      'Il avait déjà été demandé au téléphone de {name} de rejoindre la conférence, et cela ne peut plus être annulé. Regardez qui est dans la conférence.',
    'joining-failed':
      'Il a été demandé au téléphone de {name} de rejoindre la conférence, mais il n’y est pas parvenu ({code}). Vérifiez la conférence, puis rappelez.',
    'ownership-lost':
      'Un autre processus a repris cet appel. Regardez qui est dans la conférence avant de rappeler.',
    'connection-lost':
      'La connexion au serveur téléphonique a été perdue. Regardez qui est dans la conférence avant de rappeler.',
    'internal-error': `Une erreur s’est produite dans ce bot. Rappelez. ${ASK} si cela persiste.`,
    'conference-unreachable': ({ code }) =>
      `{name} a décroché, mais la conférence ${
        code === undefined ? 'n’a pas répondu' : 'n’a pas pu être jointe ({code})'
      }. Vérifiez la conférence, puis rappelez.`,
    'conference-refused': ({ code }) =>
      `La conférence n’a pas pu appeler {name}${code === undefined ? '' : ' ({code})'}. Réessayez plus tard.`,
    redirected:
      'Le serveur téléphonique a renvoyé l’appel vers une autre adresse ({code}). Essayez celle-ci.',
    credentials: `Le serveur téléphonique demande d’autres identifiants ({code}). ${ASK}.`,
    'no-connection': 'Le serveur téléphonique ne joint plus ce téléphone. Rappelez dans une minute.',
    'call-gone': 'L’appel avait disparu avant de pouvoir être mis en relation. Rappelez.',
    'cancelled-elsewhere': 'L’appel a été interrompu en chemin. Rappelez.',
    'extension-required': `Le téléphone exige quelque chose que ce bot ne sait pas faire ({code}). ${ASK}.`,
    'retry-later': ({ seconds }) =>
      `Le serveur téléphonique est surchargé ({code}). Rappelez dans ${
        typeof seconds === 'number' ? formats.duration(seconds) : 'quelques minutes'
      }.`,
    'server-error': `Le serveur téléphonique a échoué ({code}). Rappelez. ${ASK} si cela persiste.`,
    refused: 'L’appel a été refusé ({code}). Vérifiez l’adresse, ou essayez-en une autre.',
  },

  says: {
    'already-inviting': 'Une invitation est déjà en cours pour {name}.',
    'already-in': '{name} est déjà dans la conférence.',
    'just-ended': ({ status }) =>
      status === 'joined' || status === 'answered' || status === 'accepted'
        ? `{name} vient d’être amené dans la conférence : ${statusWord(status)}.`
        : `{name} vient d’être appelé : ${statusWord(status)}. Pour appeler une nouvelle fois, écrivez : rappelle {name}`,
    'quiet-hours': ({ until, zone }) =>
      `{name} ne sera pas appelé en dehors de ses heures de travail, qui reprennent : ${scheduleFr.times.moment(String(until), String(zone))}. Pour appeler quand même, écrivez : invite {name} en urgence`,
    blocked: ({ until, zone }) =>
      `{name} ne souhaite pas être appelé avant : ${scheduleFr.times.moment(String(until), String(zone))}.`,
    blocking: ({ until, zone }) =>
      `Aucune invitation, même urgente, ne vous appellera avant : ${scheduleFr.times.moment(String(until), String(zone))}. Pour être de nouveau appelé plus tôt, écrivez : je suis de nouveau joignable`,
    unblocked: 'Les invitations vous appellent de nouveau.',
    'not-blocked': 'Les invitations vous appellent : vous n’avez rien demandé d’autre.',
    'quiet-hours-then':
      '{name} ne travaille pas à ce moment-là et ne sera appelé qu’après avoir répondu « Accepter » ou « Peut-être ». Pour appeler quand même, invitez « en urgence ».',
    cancelling: 'Retrait de l’invitation : {names}.',
    'nothing-to-cancel': ({ name }) =>
      name === undefined
        ? 'Aucune invitation n’est en cours, il n’y a donc rien à annuler.'
        : 'Aucune invitation n’est en cours pour {name}, il n’y a donc rien à annuler.',
    removing: 'Retrait de la conférence : {names}.',
    'not-in': ({ status }) => `{name} n’est pas dans la conférence : ${statusWord(status)}.`,
    'already-ended': ({ status }) => `L’invitation de {name} est déjà terminée : ${statusWord(status)}.`,
    'conference-using': 'Les invitations de ce fil mènent désormais à {uri}.',
    'conference-ended': ({ people, others }) => {
      const asked = 'Son serveur est prié de mettre fin aux appels qui ne passent pas par moi : {people}.';
      const strangers = 'Encore présents, sans invitation : {others}.';
      const more = [
        ...(list(people).length > 0 ? [asked] : []),
        ...(list(others).length > 0 ? [strangers] : []),
      ];
      return more.length === 0
        ? 'La conférence est terminée.'
        : ['La conférence est terminée pour ce fil.', ...more].join(' ');
    },
    'conference-none':
      'Il n’y a pas de conférence ici pour le moment. Pour en démarrer une, écrivez : invite NOM',
    'question-answered': ({ typed }) =>
      typed === undefined || typed === ''
        ? 'Cette question a déjà reçu une réponse.'
        : 'La question de savoir qui est {typed} a déjà reçu une réponse.',
    'question-dropped': ({ typed }) =>
      typed === '' ? 'Personne n’est appelé.' : 'Personne n’est appelé pour {typed}.',

    listening: ({ names }) =>
      list(names).length === 1
        ? 'Les invitations que {names} ({address}) m’envoie sont désormais affichées ici.'
        : 'Les invitations que {names} m’envoient sont désormais affichées ici.',
    'listening-moved': ({ from }) =>
      from === ''
        ? 'Celles de {name} étaient jusqu’ici affichées dans une autre conversation.'
        : 'Celles de {name} étaient jusqu’ici affichées dans « {from} ».',
    'listening-stopped': 'Ces invitations ne sont plus affichées ici : {names}.',
    'listening-to-nobody':
      'Je n’affiche ici les invitations de personne. Pour voir les vôtres ici, écrivez : montre mes invitations',
    'incoming-over': 'Cette invitation a déjà reçu une réponse, ou est terminée.',

    'policy.domain': (facts) =>
      `{name} ne sera pas appelé : les adresses de {domain} ne sont pas autorisées. Autorisées : {allowed}. ${ask(facts, 'ALLOWED_SIP_DOMAINS')}`,
    'policy.number': (facts) =>
      `{name} ne sera pas appelé : les numéros de téléphone ne sont pas autorisés. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.prefix': (facts) =>
      `{name} ne sera pas appelé : les numéros qui commencent comme {address} ne sont pas autorisés. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.emergency': (facts) =>
      `{name} ne sera pas appelé : {address} est un numéro d’urgence. Composez-le vous-même.${questions(facts)}`,
    'policy.premium': (facts) =>
      `{name} ne sera pas appelé : {address} est un numéro surtaxé. Utilisez un numéro ordinaire.${questions(facts)}`,
    'policy.inviters': (facts) =>
      `${facts.name === undefined ? 'Vous n’avez' : '{name} n’a'} pas le droit de faire appeler quelqu’un par ce bot. ${ask(facts, 'INVITERS')}`,
    'policy.inviters-unknown': (facts) =>
      `Personne n’est appelé : tout le monde ne peut pas faire appeler ici, et ${facts.name === undefined ? 'votre droit' : 'le droit de {name}'} n’a pas pu être vérifié. Réessayez dans une minute. ${ask(facts, 'INVITERS')}`,
    'policy.rate': (facts) => {
      const contact = ask(facts, 'INVITES_PER_MINUTE');
      if (facts.seconds === 0) {
        return `Personne n’est appelé : cela fait {count} personnes, et {limit} au plus peuvent être appelées par minute. Nommez-en moins à la fois. ${contact}`;
      }
      return facts.left === 0
        ? `Personne n’est appelé : {limit} personnes ont déjà été appelées en une minute, par la même personne ou dans cette conversation. Réessayez dans ${span(facts)}. ${contact}`
        : `Personne n’est appelé : cela fait {count} personnes, et {left} seulement peuvent encore être appelées, par la même personne ou dans cette conversation. Toutes pourront l’être dans ${span(facts)}. ${contact}`;
    },
    'rung-by-others': (facts) =>
      `{name} ne sera pas appelé : quelqu’un d’autre appelle {name} en ce moment, ou vient de le faire. Réessayez dans ${span(facts)}. Pour appeler quand même, écrivez : invite {name} en urgence`,
    'address.invalid':
      '{address} n’est pas une adresse. Écrivez-la sous la forme sip:mary@example.com ou tel:+4930123456.',
    'address.not-sip':
      '{address} n’est pas une adresse de conférence. Écrivez-la sous la forme sip:room@example.com',
    'toast.empty': 'Il n’y a rien après « en disant ». Écrivez : invite NOM en disant « Rejoins-nous »',
    'toast.too-long':
      'Le message compte {characters} caractères, {limit} au plus peuvent être affichés. Raccourcissez-le.',

    'command.no-name': 'Qui ? Écrivez le nom après la commande, par exemple : invite Marie',
    'command.no-address': 'Quelle conférence ? Écrivez : utilise sip:room@example.com',
    'command.no-toast':
      'Seule une invitation peut contenir un message. Écrivez : invite NOM en disant « Rejoins-nous »',
    'command.remove-whom':
      'Qui ? Écrivez : retire NOM. Pour terminer la conférence pour tout le monde, écrivez : termine',
    'command.too-many-names': 'Cela fait {count} personnes, {limit} au plus peuvent être nommées à la fois.',
    'command.unknown': ({ nearest }) =>
      nearest === undefined
        ? 'Je n’ai pas compris. Pour voir ce que je sais faire, écrivez : aide'
        : 'Je n’ai pas compris. Vouliez-vous dire « {nearest} » ? Pour voir ce que je sais faire, écrivez : aide',
    'command.unknown-in-channel': ({ nearest }) =>
      nearest === undefined
        ? 'Je n’ai pas compris. Pour voir ce que je sais faire, écrivez : @{bot} aide'
        : 'Je n’ai pas compris. Vouliez-vous dire « @{bot} {nearest} » ? Pour voir ce que je sais faire, écrivez : @{bot} aide',
    'name.too-long':
      'Le nom {name} compte {characters} caractères, {limit} au plus sont lus. Raccourcissez-le.',
    'subject.too-long': 'L’objet compte {characters} caractères, {limit} au plus sont lus. Raccourcissez-le.',
    'text.too-long': 'Le message compte {characters} caractères, {limit} au plus sont lus. Raccourcissez-le.',

    'roster.unavailable':
      'Les membres de cette conversation ne peuvent pas être lus pour le moment, {wanted} n’a donc pas pu être recherché. Réessayez.',
    'person.too-many':
      '{count} personnes s’appellent {wanted} ou presque. Écrivez le nom complet, ou l’adresse mail.',
    'directory.old': ({ seconds }) =>
      `L’annuaire de l’entreprise ne répond plus depuis ${typeof seconds === 'number' ? formats.duration(seconds) : 'un moment'} ; ce que j’en sais a pu changer.`,
    'directory.unread':
      'L’annuaire de l’entreprise ne peut pas être lu pour le moment, je ne connais donc que les personnes de cette conversation et de ma propre liste. Réessayez, ou écrivez une adresse.',
    'person.nobody': ({ nearest }) =>
      list(nearest).length === 0
        ? 'Je ne connais personne du nom de {wanted}. Écrivez le nom complet, ou une adresse : invite sip:mary@example.com'
        : 'Je ne connais personne du nom de {wanted}. Les noms les plus proches : {nearest}.',
    'person.no-address':
      'Je ne connais aucune adresse téléphonique de {name}. Écrivez-la en entier : invite sip:mary@example.com',
    'person.which': '{typed} peut désigner plusieurs personnes : {names}. Écrivez le nom complet.',
    'pronoun.nobody':
      'Vous n’avez invité personne ici dans les cinq dernières minutes : je ne sais pas de qui il s’agit. Écrivez le nom.',
    'pronoun.which': 'Il peut s’agir de {names}. Écrivez le nom complet.',
    'correction.which':
      'À la place de qui ? {names} ont été invités ensemble. Écrivez : pas NOM, puis, après une virgule, qui est visé.',
    'command.everybody':
      'Je n’appelle pas toutes les personnes d’une discussion à la fois. Nommez-les, ou un groupe : invite Marie, Bob et Sue',
    'except.unclear': ({ names }) =>
      list(names).length === 0
        ? '{typed} n’est pas l’une de ces personnes : rien n’est fait. Écrivez le nom complet.'
        : '{typed} peut désigner {names} : rien n’est fait. Écrivez le nom complet.',
    'number.national': `{wanted} n’est pas un numéro que je peux appeler. Écrivez-le avec son pays, par exemple +33 1 23 45 67 89. ${ASK} pour qu’il soit compris sans pays (DEFAULT_COUNTRY).`,
    'person.not-invited': ({ nearest }) =>
      list(nearest).length === 0
        ? '{typed} n’a pas été invité ici.'
        : '{typed} n’a pas été invité ici. Personnes invitées : {nearest}.',
    'me.no-address':
      'Je ne connais pas votre adresse téléphonique, {name}. Écrivez-la en entier : invite sip:vous@example.com',
    'listen.no-address':
      'Je ne connais pas votre adresse téléphonique, {name}, et ne pourrais donc pas reconnaître vos invitations. Écrivez-la en entier : montre les invitations de sip:vous@example.com',
    inviting: 'Invitation en cours : {names}.',
    'bot.not-in-channel':
      'Je ne suis pas dans ce canal. Écrivez : /invite @{bot} – puis de nouveau votre commande.',
    'form.only-names':
      'Ici seulement des noms, des adresses et des numéros ; ce qu’il faut leur dire a son propre champ.',
    'press.malformed':
      'Ce bouton n’a rien transmis que je comprenne. Écrivez plutôt la commande ; l’aide les énumère.',
    'not-hers': 'Seule la personne invitée, {name}, peut répondre à cette invitation.',
    'message-empty': 'Il n’y a pas encore de message. Écrivez-le dans la carte, puis appuyez de nouveau.',
    'press.not-member':
      'Seules la personne qui invite et celles de ce fil peuvent le faire. Demandez-le là-bas, ou invitez de nouveau dans un fil à vous.',
    'press.unknown':
      'Cette carte est trop ancienne, je ne la connais plus. Pour voir qui est invité, écrivez : qui',
    forgotten:
      'Je vous ai oublié. Invitations passées dont votre nom, vos adresses et vos mots sont retirés : {invitations} ; rappels supprimés : {reminders}. Qu’une personne a été appelée, quand, et avec quelle issue, reste jusqu’à la fin de la conservation ; le journal d’audit de mes exploitants garde pendant {days} jours qui a demandé quoi, avec noms et adresses ; les messages des conversations relèvent du produit de messagerie.',
    'forgotten-not-yet':
      'Pas encore oublié, car en cours ou à venir : {count}. Écrivez de nouveau « oublie-moi » quand ce sera terminé.',
    'press.copy':
      'Vous avez appuyé sur une copie qui n’est plus tenue à jour. La carte qui suit ce qui se passe est un autre message de ce fil.',
    'press.repeated': 'Cet appui est déjà arrivé ; la carte montre ce qu’il en est advenu.',
    error: `Une erreur s’est produite. Réessayez. ${ASK} si cela persiste, et donnez cette référence : {reference}`,
  },

  told: {
    inviting: 'Appel prévu : {names}.',
    ringing: 'Sonne encore : {names}.',
    forwarded: 'Appel transféré : {names}.',
    waiting: 'En attente de quelqu’un dans la conférence : {names}.',
    calling: 'La conférence appelle {names}.',
    joined: ({ names }) => `{names} ${plural(names, 'a', 'ont')} rejoint la conférence.`,
    answered: ({ names }) => `{names} ${plural(names, 'a', 'ont')} décroché.`,
    accepted: ({ names }) => `{names} ${plural(names, 'a', 'ont')} accepté.`,
    declined: ({ names }) => `{names} ${plural(names, 'a', 'ont')} refusé.`,
    busy: 'Occupé : {names}.',
    'no-answer': 'Pas de réponse de {names}.',
    offline: 'Hors ligne : {names}.',
    'not-found': 'Introuvable : {names}.',
    'not-allowed': 'Non autorisé : {names}.',
    cannot: ({ names }) => `{names} ne ${plural(names, 'peut', 'peuvent')} pas rejoindre de conférence.`,
    withdrawn: 'Invitation retirée : {names}.',
    left: ({ names }) => `{names} ${plural(names, 'a', 'ont')} quitté la conférence.`,
    failed: 'Échec : {names}.',
    unknown: 'Issue inconnue : {names}.',
    'in-turn': 'En attente de leur tour : {names}.',
    'not-needed': 'Plus nécessaire : {names}.',
    'passed-over': 'Pas d’appel : {names}.',
  },
  notRemoved: ({ code }) =>
    `Peut-être encore dans la conférence : {names}. Celle-ci ${code === 0 ? 'n’a pas répondu' : 'a refusé ({code})'} lorsqu’il lui a été demandé de mettre fin à l’appel.`,

  call: {
    inviter: 'Usher',
    subject: 'Appel d’essai',
    hints: {
      joined: 'La configuration convient pour cette adresse.',
      answered: 'Regardez dans la conférence si {name} s’y trouve.',
      accepted: 'La configuration convient pour cette adresse.',
      declined: 'Quelqu’un, ou le téléphone lui-même, a refusé ({code}). Rappelez quand {name} s’y attend.',
      busy: 'Le chemin vers le téléphone fonctionne. Rappelez plus tard.',
      'no-answer':
        'Le chemin vers le téléphone fonctionne. Rappelez, ou laissez sonner plus longtemps (RING_SECONDS).',
      offline: 'Vérifiez sur le serveur téléphonique si un téléphone est connecté sous {address}.',
      'not-found': 'Vérifiez sur le serveur téléphonique s’il connaît {address}.',
      'not-allowed': 'Si le serveur téléphonique a refusé, vérifiez-y ce que SIP_URI est autorisé à appeler.',
      cannot:
        'Le diagramme montre quelle tentative a été refusée avec quel code. Essayez un autre téléphone, ou modifiez INVITE_METHODS.',
      withdrawn: 'Le téléphone a cessé de sonner.',
      failed: 'Le diagramme montre qui a répondu quoi ; SIP_TRACE=file conserve les messages entiers.',
      unknown:
        'Le diagramme montre après quoi les réponses cessent ; SIP_TRACE=file conserve les messages entiers.',
    },
    noServer: '{problem}. Vérifiez SIP_SERVER.',
    bridged:
      'L’appel de {name} passe par cette commande jusqu’à ce que le téléphone rejoigne de lui-même la conférence. Ctrl-C raccroche.',
    ended: {
      'stepped-out':
        'Le téléphone de {name} a rejoint de lui-même la conférence, et n’a plus besoin de cette commande.',
      left: '{name} a quitté la conférence.',
      'hung-up': 'Raccroché.',
    },
  },

  card: {
    untitled: 'Conférence',
    invitedBy: 'Invitation de {name}',
    toast: '« {toast} »',
    ended: 'Cette conférence est terminée.',
    question: 'Qui est {typed} ? Appuyez sur le bon nom, seul ce téléphone sonnera.',
    moreCandidates: ({ count }) =>
      `${plural(count, '{count} autre nom correspond', '{count} autres noms correspondent')}. Si le bon n’y est pas, écrivez le nom complet.`,
    openQuestion: 'De qui s’agit-il ? Écrivez le nom complet',
    many: 'Cela appelle {count} personnes. Les appeler toutes ?',
    manyHint: 'Appuyez sur un bouton, ou écrivez « oui » ou « non ».',
    line: '{word} ({count}) : {names}',
    more: '{count} de plus',
    nobody: 'Personne n’a encore été invité. Écrivez : invite NOM',
    speakRow: '{name} : {word}.',
    speakMore: 'Et {count} de plus.',
    addressed: '{name} : {text}',
    conference: 'Conférence {uri}',
    others: 'Également dans la conférence ({count}) : {names}',
    rosterUnknown: 'Impossible de voir pour le moment qui d’autre est présent, ni qui est parti.',
    rosterNone:
      'Le serveur de conférence ne dit pas qui est présent : d’autres peuvent l’être, et certains être partis.',
    urgent: 'Urgent',
    again: 'Nouvel appel à {time} (appel {next} sur {of})',
    againSoon: 'Nouvel appel à suivre (appel {next} sur {of})',
  },

  buttons: {
    ringAll: 'Appeler {count} personnes',
    ringNobody: 'Non',
    cancel: 'Annuler',
    remove: 'Retirer',
    again: 'Rappeler',
    join: 'Rejoindre',
    decline: 'Refuser',
    me: 'M’inviter',
    accept: 'Accepter',
    later: 'Dans 5 minutes',
    tell: 'Envoyer le message',
  },

  personal: {
    invites: '{name} vous invite à cette conférence, et votre téléphone est appelé.',
    invited: '{name} vous invite à cette conférence.',
    open: 'Vous invite',
    input: 'Message pour le fil, ou raison de votre refus',
    answered: {
      link: 'Acceptée',
      phone: 'Acceptée',
      call: 'Acceptée',
      decline: 'Refusée',
      later: 'Plus tard',
    },
    hints: {
      link: 'Votre téléphone n’est plus appelé : rejoignez la conférence avec le bouton.',
      phone: 'Prenez l’appel sur votre téléphone.',
      call: 'Votre téléphone est appelé maintenant.',
      later: 'Votre téléphone sera rappelé dans 5 minutes.',
    },
    late: {
      link: 'Votre téléphone a été appelé en vain. Acceptez, et vous recevrez le lien pour participer.',
      call: 'Votre téléphone a été appelé en vain. Acceptez, et il sera rappelé tout de suite.',
    },
    postponed: 'Rappel dans 5 minutes : {names}.',
    writes: '{name} écrit : « {words} »',
    unreachable: 'Impossible de joindre {name} dans la discussion, seulement par téléphone.',
  },

  incoming: {
    status: {
      invited: 'Vous invite',
      joining: 'Acceptation en cours',
      declining: 'Refus en cours',
      accepted: 'Acceptée',
      declined: 'Refusée',
      withdrawn: 'Retirée',
      expired: 'Expirée',
      unconfirmed: 'Non confirmée',
      interrupted: 'Interrompue',
    },
    invites: '{name} ({address}) vous invite à une conférence.',
    joins: '{by} participe : le téléphone de {name} est appelé dans la conférence.',
    joinsAlone:
      '{by} participe. Je ne connais aucun téléphone à appeler, composez donc vous-même l’adresse : {uri}',
    declines: '{by} a refusé.',
    why: {
      withdrawn: 'L’invitation a été retirée par son auteur.',
      expired: 'Personne n’a répondu à temps.',
      unconfirmed:
        'Elle a été acceptée, mais l’invitant ne l’a jamais confirmé. Pour participer malgré tout, écrivez : utilise {uri}, puis : invite-moi',
      interrupted:
        'Un redémarrage de ce bot l’a interrompue, et il n’est plus possible d’y répondre. Pour participer malgré tout, écrivez : utilise {uri}, puis : invite-moi',
    },
  },

  schedule: scheduleFr,

  form: {
    title: 'Inviter à un appel',
    submit: 'Inviter',
    close: 'Fermer',
    people: 'Qui',
    others: 'Autres : noms, adresses ou numéros, séparés par des virgules',
    subject: 'Objet',
    toast: 'Ce qu’il faut leur dire',
    nobody: 'Choisissez quelqu’un, ou écrivez un nom.',
  },

  app: {
    name: 'Usher fait entrer des personnes dans une conférence en cours',
    short: 'Fait entrer des personnes dans une conférence, depuis une discussion.',
    long: 'Écrivez « invite Marie » : son téléphone sonne, et le fil montre ce que devient vraiment son invitation, jusqu’à la fin.',
  },

  welcome: {
    title: 'J’amène des personnes dans une conférence en cours.',
    lines: [
      'Écrivez « invite Marie » : son téléphone sonne, et ce fil montre ce qui se passe réellement.',
      'Essayez sur vous-même avec le bouton, ou écrivez « aide ».',
    ],
    mention: [
      'Ici, je ne lis que les messages qui me mentionnent : écrivez « @{bot} invite Marie ».',
      'Essayez sur vous-même avec le bouton, ou écrivez « @{bot} aide ».',
    ],
  },

  help: {
    title: 'Ce que je sais faire',
    topics: {
      invite:
        'Appelle des personnes et les amène dans la conférence de ce fil. Aussi : d’urgence · l’un après l’autre · sinon BOB · jusqu’à ce qu’elle réponde.',
      cancel: 'Arrête la sonnerie ; sans nom, pour toutes les invitations en cours.',
      remove: 'Retire quelqu’un de la conférence ; si cela sonne encore, l’invitation est retirée.',
      again: 'Appelle quelqu’un une nouvelle fois.',
      who: 'Montre qui est invité, ce qu’il en est advenu, et qui d’autre est présent.',
      use: 'Fait mener les invitations de ce fil à une conférence existante.',
      end: 'Termine la conférence de ce fil.',
      listen: 'Montre ici qui m’invite de l’extérieur à une conférence : vous, ou qui vous nommez.',
      unlisten: 'Ne montre plus ces invitations ici.',
      remind: 'Rappelle quelque chose à une heure, ou avant ce qui est planifié.',
      scheduled: 'Montre ce qui est planifié ici, et ce que l’on peut y changer.',
      block:
        'Jusque-là, aucune invitation ne fait sonner votre téléphone, même urgente. Sans heure : jusqu’au lendemain matin.',
      unblock: 'Met fin à « ne m’appelle pas » ; sinon, vous appelle encore une fois.',
      forget: 'Oublie qui vous êtes, pour tout ce qui est terminé.',
      help: 'Montre cette aide.',
    },
    example: 'Exemple : {example}',
    mention: 'Dans ce canal, mentionnez-moi devant chaque commande : @{bot} …',
  },

  ...formats,
};

function statusWord(status: unknown): string {
  const words: Readonly<Record<string, string>> = fr.status;
  return `« ${words[String(status)] ?? String(status)} »`;
}
