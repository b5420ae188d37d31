import type { Grammar } from './grammar.ts';
import { frenchTimes } from './times/fr.ts';

/** French. */
export const fr: Grammar = {
  language: 'fr',
  verbs: {
    invite: [
      'invite, invitez, inviter, appelle, appelez, appeler, ajoute, ajoutez, ajouter, téléphone, téléphonez',
      'téléphoner, fais venir, faites venir, fais entrer, faites entrer, fais sonner, faites sonner, convie, conviez',
      'contacte, contactez, contacter, amène, amenez, passe un coup de fil à, donne un coup de fil à, sonne',
    ],
    cancel: [
      "annule, annulez, annuler, arrête, arrêtez, arrête d'appeler, arrêtez d'appeler, arrête d'inviter, désinvite",
      "annule l'invitation de, annulez l'invitation de, retire l'invitation de, retirez l'invitation de",
      "annule l'appel à, annulez l'appel à, annule l'appel de, n'appelle plus, n'appelez plus, révoque, laisse tomber",
    ],
    remove: [
      'retire, retirez, retirer, enlève, enlevez, enlever, vire, virez, exclus, excluez, exclure, expulse, expulsez',
      'sors, sortez, fais sortir, faites sortir, raccroche avec, déconnecte, déconnectez, supprime, supprimez',
      'mets … dehors, mettez … dehors, mets dehors',
    ],
    again: [
      'rappelle, rappelez, rappeler, réessaie, réessaye, réessayez, encore, encore une fois, réinvite, réinvitez',
      'appelle encore, appelle … encore, appelle … encore une fois, appelez … encore une fois',
      'appelle … de nouveau, appelle … à nouveau, appelez … de nouveau, appelez … à nouveau, rappelle … encore une fois',
      'invite … encore une fois, invite … de nouveau, invite … à nouveau, invitez … de nouveau, essaie encore',
    ],
    remind: [
      'rappelle à, rappelez à, rappeler à, envoie un rappel à, envoyez un rappel à, rappel pour, préviens, prévenez',
      'rappelle-moi dans, rappelle-moi de, rappelle-moi demain',
    ],
    scheduled: [
      "prévu, calendrier, agenda, programmé, qu'est-ce qui est prévu, qu'est-ce qui est programmé, que prévoit-on",
      'montre le calendrier, montrez le calendrier, affiche le calendrier, affichez le calendrier, rappels',
      'montre les rappels, montrez les rappels, affiche les rappels, rendez-vous, planning, montre le planning',
    ],
    who: ['qui, liste, participants, statut, état, montre, montrez, où en est-on'],
    use: ['utilise, utilisez, utiliser, passe à, passez à, bascule vers, emploie, prends'],
    end: [
      'termine, terminez, terminer, fin, finis, finissez, clos, ferme, fermez, mets fin à, mettez fin à, clôture',
    ],
    block: [
      "ne m'appelle pas, ne m'appelez pas, ne me dérange pas, ne me dérangez pas, ne pas déranger, ne pas me déranger",
      "ne m'invite pas, ne m'invitez pas, ne m'appelle plus, ne m'appelez plus, ne me dérange plus, ne me dérangez plus",
      "ne pas m'appeler, pas d'appel, pas d'appels, pas d'appels pour moi",
    ],
    unblock: [
      'je suis de nouveau joignable, je suis à nouveau joignable, je suis de nouveau disponible, je suis à nouveau disponible',
      "m'appeler de nouveau, m'appeler à nouveau, de nouveau m'appeler, à nouveau m'appeler",
    ],
    forget: [
      'oublie-moi, oubliez-moi, efface mes données, effacez mes données, supprime mes données, supprimez mes données',
      'oublie moi, oubliez moi, oublie tout de moi, oubliez tout de moi',
    ],
    listen: [
      'montre mes invitations, montrez mes invitations, affiche mes invitations, affichez mes invitations',
      'montre les invitations, montrez les invitations, affiche les invitations, affichez les invitations',
      'montre les invitations de, montrez les invitations de, affiche les invitations de, affichez les invitations de',
      'écoute, écoutez, écoute les invitations de, écoutez les invitations de',
    ],
    unlisten: [
      "n'affiche plus mes invitations, n'affichez plus mes invitations, ne montre plus mes invitations",
      "ne montrez plus mes invitations, n'affiche plus les invitations, ne montre plus les invitations",
      "ne montrez plus les invitations, n'affiche plus les invitations de, ne montre plus les invitations de",
      "ne montrez plus les invitations de, arrête d'écouter, arrêtez d'écouter, n'écoute plus, n'écoutez plus",
      "arrête d'afficher les invitations, arrête d'afficher les invitations de, arrête d'afficher mes invitations",
    ],
    help: [
      'aide, aide-moi, aidez-moi, commandes, que sais-tu faire, que savez-vous faire, que peux-tu faire',
      "que pouvez-vous faire, comment ça marche, à l'aide, au secours, qu'est-ce que tu sais faire",
    ],
  },
  front: [
    "s'il te plaît, s'il vous plaît, stp, svp, bonjour, bonsoir, salut, coucou, merci de, veuillez, allez, ok, et",
    'peux-tu, pouvez-vous, tu peux, vous pouvez, pourrais-tu, pourriez-vous, est-ce que tu peux, on peut, maintenant',
    "est-ce que vous pouvez, je veux, je voudrais, j'aimerais, nous voulons, il faut, peut-on, tu pourrais",
  ],
  behind: [
    "s'il te plaît, s'il vous plaît, stp, svp, merci, merci beaucoup, maintenant, tout de suite, vite",
    'aussi, dès que possible, rapidement',
  ],
  where: [
    'à la conférence, dans la conférence, de la conférence, à la réunion, dans la réunion, de la réunion',
    "à l'appel, dans l'appel, de l'appel, ici",
  ],
  and: 'et',
  me: 'moi, me',
  everybody: 'tout, tous, toutes, tout le monde',
  her: 'elle, lui',
  them: 'eux, elles, les deux, tous les deux, toutes les deux',
  except: "sauf, excepté, hormis, sans, à part, à l'exception de",
  about: 'à, pour, au sujet de, à propos de, sur, dans, à la réunion',
  before: 'à, a, avec, monsieur, madame, mme, mlle',
  saying: [
    'en disant, en lui disant, en leur disant, et dis, et dis lui, et dis-lui, et dis-leur, et dites-lui, et dites',
    'avec le message, avec ce message, avec les mots, dis-lui',
  ],
  padding:
    "est, sont, la, le, les, là, ici, présent, présente, présents, dans, en, de, des, du, à, a, l'appel, appel, réunion, conférence, ligne, invité, invités, invitée, participants, liste, déjà, manque, encore, moi, maintenant, ce, cette, statut, rejoint, répondu, tout, y, pour, été, qui, ont, on, nous",
  not: 'ne, pas, plus, jamais, surtout',
  marks: 'et, moi, stp, svp, disant, lui',
  apart: (beginning) =>
    beginning
      .replace(/(?<=^\p{L}{4,})-moi\b/iu, ' moi')
      .replace(/(?<=^\p{L}{4,})-(?:la|le|lui)\b/iu, ' elle')
      .replace(/(?<=^\p{L}{4,})-(?:les|leur)\b/iu, ' eux')
      .replace(/^(?:la|le|l['’]|lui) ?(\p{L}{2,}er)\b/iu, '$1 elle')
      .replace(/^(?:les|leur) (\p{L}{2,}er)\b/iu, '$1 eux')
      .replace(/^m['’](\p{L}{2,}er)\b/iu, '$1 moi'),
  of: "de, que, d', qu'",
  until: "jusqu'à, jusqu'au, jusqu'à la, jusque, jusqu', avant",
  lasting: 'pendant, pour, durant, pendant les, les prochaines, pour les prochaines, pendant les prochaines',
  fromNow: 'dans',
  times: frenchTimes,
  shown: [
    {
      name: 'invite',
      syntax: 'invite NOM[, NOM et NOM] [QUAND] [en disant « TEXTE »]',
      example: 'invite Marie et Bob en disant « Rejoignez-nous »',
    },
    { name: 'invite', syntax: 'invite-moi', example: 'invite-moi' },
    { name: 'cancel', syntax: 'annule [NOM]', example: 'annule Bob' },
    { name: 'again', syntax: 'rappelle NOM', example: 'rappelle Bob' },
    { name: 'who', syntax: 'qui', example: 'qui' },
    { name: 'end', syntax: 'termine', example: 'termine' },
    {
      name: 'remind',
      syntax: 'rappelle à NOM QUAND [« TEXTE »]',
      example: 'rappelle à tous dans 10 minutes « Apportez les plans »',
    },
    { name: 'scheduled', syntax: 'prévu', example: "qu'est-ce qui est prévu" },
    { name: 'remove', syntax: 'retire NOM', example: 'retire Bob' },
    { name: 'use', syntax: 'utilise sip:ADRESSE', example: 'utilise sip:standup@conf.example.com' },
    {
      name: 'listen',
      syntax: 'montre les invitations [de NOM]',
      example: 'montre mes invitations',
    },
    {
      name: 'unlisten',
      syntax: 'ne montre plus les invitations [de NOM]',
      example: 'ne montre plus mes invitations',
    },
    { name: 'block', syntax: 'ne m’appelle pas [jusqu’à QUAND]', example: 'ne m’appelle pas jusqu’à 15h' },
    { name: 'unblock', syntax: 'je suis de nouveau joignable', example: 'je suis de nouveau joignable' },
    { name: 'forget', syntax: 'oublie-moi', example: 'oublie-moi' },
    { name: 'help', syntax: 'aide', example: 'aide' },
  ],
};
