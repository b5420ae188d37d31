import { formatsOf, listOf as list, pluralOf } from '../formats.ts';
import { timesOf } from '../times.ts';
import { readBack, spanOf } from './read-back.ts';
import type { ScheduleWords } from './schedule-words.ts';

const formats = formatsOf('fr');
const plural = pluralOf('fr');
const times = timesOf('fr');
const NTH: Readonly<Record<number, string>> = {
  1: 'premier',
  2: 'deuxième',
  3: 'troisième',
  4: 'quatrième',
  5: 'cinquième',
  [-1]: 'dernier',
};

export const scheduleFr: ScheduleWords = {
  times,
  repeats,
  says: {
    'time.unclear':
      'Je ne comprends pas quand est « {words} ». Écrivez par exemple : demain à 9h30, dans 20 minutes, chaque jour ouvrable à 9h30',
    'time.no-hour': 'À quelle heure ? Écrivez par exemple : {words} à 9h30',
    'time.past': ({ local }) => `${times.wall(String(local))} est déjà passé. Écrivez une heure à venir.`,
    'time.too-far': 'C’est trop loin : je planifie au plus {days} jours à l’avance.',
    'time.zone-unknown':
      'Je ne connais pas le fuseau horaire « {zone} ». Écrivez une ville, par exemple : à 15h00 heure de Paris',
    'time.zone-ambiguous':
      '« {zone} » peut désigner plusieurs fuseaux horaires : {zones}. Écrivez une ville, par exemple : à 15h00 heure de Paris',
    'time.none': 'Quand ? Écrivez par exemple : rappelle Mary dans 10 minutes',
    'schedule.past': ({ local }) => `${times.wall(String(local))} est déjà passé. Écrivez une heure à venir.`,
    'schedule.too-far': ({ years }) =>
      `C’est trop loin : je planifie au plus ${plural(years, '{years} an', '{years} ans')} à l’avance.`,
    'schedule.zone':
      'Je ne connais pas le fuseau horaire « {zone} ». Écrivez une ville, par exemple : à 15h00 heure de Paris',
    'schedule.rule': 'Je ne peux pas répéter cela. Écrivez par exemple : chaque jour ouvrable à 9h30',
    'schedule.never': 'Ce moment n’arrive jamais. Écrivez par exemple : chaque lundi à 9h30',
    'schedule.which':
      'Rien n’est encore planifié : {typed} pourrait être {names}. Écrivez-le de nouveau avec le nom complet.',
    'schedule.over': ({ state }) =>
      state === 'cancelled' ? '« {subject} » a été annulé.' : '« {subject} » est terminé.',
    'schedule.changed':
      '« {subject} » a été modifié entre-temps par quelqu’un d’autre ; la carte montre l’état actuel.',
    'schedule.once':
      '« {subject} » n’a lieu qu’une fois : il n’y a rien à sauter. Pour l’annuler, appuyez sur Annuler.',
    'schedule.moved': (facts) => `« {subject} » est déplacé : ${readBack(facts, scheduleFr)}`,
    'schedule.skipped': (facts) => `« {subject} » est sauté cette fois : ${readBack(facts, scheduleFr)}`,
    'schedule.cancelled': '« {subject} » est annulé.',
    'schedule.full':
      'Il y a déjà {limit} choses planifiées dans ce fil. Annulez-en d’abord ; pour les voir, écrivez : planifié',
    'reminder.set': (facts) => {
      const isAll = list(facts.names).length === 0;
      const whom = isAll ? 'Rappel pour tous' : 'Rappel pour {names}';
      const before = facts.before;
      const ahead = typeof before === 'number' ? `, ${formats.duration(before)} avant « {subject} »` : '';
      return `${whom}${ahead} : ${readBack(facts, scheduleFr)}`;
    },
    'reminder.nothing-ahead':
      'Rien n’est planifié dans ce fil, donc rien avant quoi rappeler. Écrivez : rappelle NOM dans 10 minutes',
    'reminder.too-late': ({ before }) =>
      `« {subject} » commence dans moins de ${spanOf(before, formats)}. Écrivez un délai plus court.`,
    'reminder.cancelled': 'Le rappel est annulé.',
    'reminder.over': 'Ce rappel a déjà été envoyé, ou annulé.',
    'reminder.snoozed': ({ seconds }) => `Nouveau rappel dans ${spanOf(seconds, formats)}.`,
  },
  notices: {
    missed: ({ count }) =>
      count === 1
        ? '« {subject} » était prévu ({time}), mais je n’étais pas en marche. Personne n’a été appelé.'
        : '« {subject} » était prévu {count} fois, la dernière {time}, mais je n’étais pas en marche. Personne n’a été appelé.',
    nobody: ({ names }) =>
      `C’est l’heure de « {subject} », mais personne n’est appelé.${list(names).length > 0 ? ' Ont refusé : {names}.' : ''}`,
    'not-all': 'C’est l’heure de « {subject} », mais tout le monde n’est pas appelé.',
    'reminder-missed':
      'Un rappel pour {names} était prévu ({time}), mais je n’étais pas en marche : {subject}',
  },
  card: {
    by: 'Planifié par {name}',
    later: 'Appel si personne avant n’est venu.',
    series: '{repeats} ; prochaine fois : {time}',
    theirs: 'Pour {names} : {time}',
    gap: 'Ce jour-là, les montres avancent et {local} n’existe pas : c’est plus tard d’autant.',
    overlap: 'Ce jour-là, les montres reculent et {local} existe deux fois : c’est la première qui compte.',
    state: { over: 'Terminé', cancelled: 'Annulé' },
    response: {
      none: 'Pas encore de réponse',
      accepted: 'Accepté',
      tentative: 'Peut-être',
      declined: 'Refusé',
    },
    input: 'Nouvelle heure, par exemple : demain à 10h',
  },
  attendee: {
    invites: '{name} vous invite. Votre téléphone sera alors appelé.',
    yours: 'Pour vous : {time}',
    open: 'Vous invite',
    hints: {
      accepted: 'Votre téléphone sera alors appelé.',
      tentative: 'Votre téléphone sera tout de même appelé.',
      declined: 'Votre téléphone ne sera pas appelé.',
    },
  },
  reminder: {
    title: 'Rappel',
    by: 'De {name}',
    everyone: 'Tous',
    about: '« {subject} » commence : {time}',
    late: 'Ce rappel a {duration} de retard.',
    state: { waiting: 'Planifié', fired: 'Maintenant', cancelled: 'Annulé' },
  },
  list: {
    title: 'Ce qui est planifié ici',
    nothing: 'Rien n’est planifié ici. Écrivez par exemple : invite Mary demain à 9h30',
    reminds: 'Rappel pour {names} : {time}',
    remindsBefore: 'Rappel pour {names}, {duration} avant « {subject} »',
    more: ({ count }) => plural(count, 'et {count} autre, plus tard', 'et {count} autres, plus tard'),
  },
  buttons: {
    attend: 'Accepter',
    tentative: 'Peut-être',
    regret: 'Refuser',
    move: 'Déplacer',
    skip: 'Sauter le prochain',
    unschedule: 'Annuler',
    unremind: 'Annuler',
    snooze: 'Dans {duration}',
    calendar: 'Ajouter au calendrier',
  },
};

function repeats(rule: string): string {
  const { unit, every, isWeekdays, days, nth, monthDays } = times.repetition(rule);
  const named = isWeekdays ? 'jour ouvrable' : formats.and(days);
  if (unit === 'day') return every === 1 ? 'Chaque jour' : `Tous les ${every} jours`;
  if (unit === 'week') {
    if (every === 1) return named === '' ? 'Chaque semaine' : `Chaque ${named}`;
    const weeks = `Toutes les ${every} semaines`;
    return named === '' ? weeks : `${weeks}, ${isWeekdays ? 'les jours ouvrables' : `le ${named}`}`;
  }
  const months = every === 1 ? 'du mois' : `tous les ${every} mois`;
  if (unit === 'month' && nth !== undefined) return `Le ${NTH[nth] ?? `${nth}ᵉ`} ${named} ${months}`;
  if (unit === 'month') {
    const on = monthDays.map((day) => (day === -1 ? 'dernier jour' : day === 1 ? '1er' : String(day)));
    return on.length > 0
      ? `Le ${formats.and(on)} ${months}`
      : every === 1
        ? 'Chaque mois'
        : `Tous les ${every} mois`;
  }
  return every === 1 ? 'Chaque année' : `Tous les ${every} ans`;
}
