import { formatsOf, listOf as list, pluralOf } from '../formats.ts';
import { timesOf } from '../times.ts';
import { readBack, spanOf } from './read-back.ts';
import type { ScheduleWords } from './schedule-words.ts';

const formats = formatsOf('es');
const plural = pluralOf('es');
const times = timesOf('es');
const NTH: Readonly<Record<number, string>> = {
  1: 'primer',
  2: 'segundo',
  3: 'tercer',
  4: 'cuarto',
  5: 'quinto',
  [-1]: 'último',
};

export const scheduleEs: ScheduleWords = {
  times,
  repeats,
  says: {
    'time.unclear':
      'No entiendo cuándo es «{words}». Escriba por ejemplo: mañana a las 9:30, en 20 minutos, cada día laborable a las 9:30',
    'time.no-hour': '¿A qué hora? Escriba por ejemplo: {words} a las 9:30',
    'time.past': ({ local }) =>
      `${times.wall(String(local))} ya ha pasado. Escriba una hora que aún esté por venir.`,
    'time.too-far': 'Es demasiado pronto: programo como mucho con {days} días de antelación.',
    'time.zone-unknown':
      'No conozco la zona horaria «{zone}». Escriba una ciudad, por ejemplo: a las 15:00 hora de Madrid',
    'time.zone-ambiguous':
      '«{zone}» puede ser varias zonas horarias: {zones}. Escriba una ciudad, por ejemplo: a las 15:00 hora de Madrid',
    'time.none': '¿Cuándo? Escriba por ejemplo: recuerda a Mary en 10 minutos',
    'schedule.past': ({ local }) =>
      `${times.wall(String(local))} ya ha pasado. Escriba una hora que aún esté por venir.`,
    'schedule.too-far': ({ years }) =>
      `Es demasiado pronto: programo como mucho con ${plural(years, '{years} año', '{years} años')} de antelación.`,
    'schedule.zone':
      'No conozco la zona horaria «{zone}». Escriba una ciudad, por ejemplo: a las 15:00 hora de Madrid',
    'schedule.rule': 'No puedo repetir eso. Escriba por ejemplo: cada día laborable a las 9:30',
    'schedule.never': 'Ese momento no llega nunca. Escriba por ejemplo: cada lunes a las 9:30',
    'schedule.which':
      'Aún no se ha programado nada: {typed} podría ser {names}. Escríbalo de nuevo con el nombre completo.',
    'schedule.over': ({ state }) =>
      state === 'cancelled' ? '«{subject}» se ha cancelado.' : '«{subject}» ha terminado.',
    'schedule.changed':
      'Otra persona ha cambiado «{subject}» mientras tanto; la tarjeta muestra cómo está ahora.',
    'schedule.once':
      '«{subject}» tiene lugar una sola vez, así que no hay nada que omitir. Para cancelarlo, pulse Cancelar.',
    'schedule.moved': (facts) => `«{subject}» se ha cambiado de hora: ${readBack(facts, scheduleEs)}`,
    'schedule.skipped': (facts) => `«{subject}» se omite esta vez: ${readBack(facts, scheduleEs)}`,
    'schedule.cancelled': '«{subject}» se ha cancelado.',
    'schedule.full':
      'Ya hay {limit} cosas programadas en este hilo. Cancele antes alguna; para verlas, escriba: programado',
    'reminder.set': (facts) => {
      const isAll = list(facts.names).length === 0;
      const whom = isAll ? 'Recordatorio para todos' : 'Recordatorio para {names}';
      const before = facts.before;
      const ahead = typeof before === 'number' ? `, ${formats.duration(before)} antes de «{subject}»` : '';
      return `${whom}${ahead}: ${readBack(facts, scheduleEs)}`;
    },
    'reminder.nothing-ahead':
      'No hay nada programado en este hilo antes de lo que recordar. Escriba: recuerda a NOMBRE en 10 minutos',
    'reminder.too-late': ({ before }) =>
      `«{subject}» empieza en menos de ${spanOf(before, formats)}. Escriba un plazo más corto.`,
    'reminder.cancelled': 'El recordatorio se ha cancelado.',
    'reminder.over': 'Este recordatorio ya se ha enviado, o se ha cancelado.',
    'reminder.snoozed': ({ seconds }) => `Se le recordará de nuevo en ${spanOf(seconds, formats)}.`,
  },
  notices: {
    missed: ({ count }) =>
      count === 1
        ? '«{subject}» estaba previsto ({time}), pero yo no estaba en marcha. No se ha llamado a nadie.'
        : '«{subject}» estaba previsto {count} veces, la última {time}, pero yo no estaba en marcha. No se ha llamado a nadie.',
    nobody: ({ names }) =>
      `Es la hora de «{subject}», pero no se llama a nadie.${list(names).length > 0 ? ' Han rechazado: {names}.' : ''}`,
    'not-all': 'Es la hora de «{subject}», pero no se llama a todos.',
    'reminder-missed':
      'Un recordatorio para {names} estaba previsto ({time}), pero yo no estaba en marcha: {subject}',
  },
  card: {
    by: 'Programado por {name}',
    later: 'Se llama si antes no ha venido nadie.',
    series: '{repeats}; la próxima vez: {time}',
    theirs: 'Para {names}: {time}',
    gap: 'Ese día se adelantan los relojes y {local} no existe: es más tarde en la misma medida.',
    overlap: 'Ese día se atrasan los relojes y {local} existe dos veces: vale la primera.',
    state: { over: 'Terminado', cancelled: 'Cancelado' },
    response: { none: 'Aún sin respuesta', accepted: 'Aceptado', tentative: 'Quizá', declined: 'Rechazado' },
    input: 'Nueva hora, por ejemplo: mañana a las 10',
  },
  attendee: {
    invites: '{name} le invita. Entonces se llamará a su teléfono.',
    yours: 'Para usted: {time}',
    open: 'Le invita',
    hints: {
      accepted: 'Entonces se llamará a su teléfono.',
      tentative: 'Se llamará a su teléfono de todos modos.',
      declined: 'No se llamará a su teléfono.',
    },
  },
  reminder: {
    title: 'Recordatorio',
    by: 'De {name}',
    everyone: 'Todos',
    about: '«{subject}» empieza: {time}',
    late: 'Llega con {duration} de retraso.',
    state: { waiting: 'Programado', fired: 'Ahora', cancelled: 'Cancelado' },
  },
  list: {
    title: 'Lo que hay programado aquí',
    nothing: 'Aquí no hay nada programado. Escriba por ejemplo: invita a Mary mañana a las 9:30',
    reminds: 'Recuerda a {names}: {time}',
    remindsBefore: 'Recuerda a {names} {duration} antes de «{subject}»',
    more: 'y {count} más, más adelante',
  },
  buttons: {
    attend: 'Aceptar',
    tentative: 'Quizá',
    regret: 'Rechazar',
    move: 'Cambiar la hora',
    skip: 'Omitir el próximo',
    unschedule: 'Cancelar',
    unremind: 'Cancelar',
    snooze: 'En {duration}',
    calendar: 'Añadir al calendario',
  },
};

function repeats(rule: string): string {
  const { unit, every, isWeekdays, days, nth, monthDays } = times.repetition(rule);
  const named = isWeekdays ? 'día laborable' : formats.and(days);
  if (unit === 'day') return every === 1 ? 'Cada día' : `Cada ${every} días`;
  if (unit === 'week') {
    if (every === 1) return named === '' ? 'Cada semana' : `Cada ${named}`;
    const weeks = `Cada ${every} semanas`;
    return named === '' ? weeks : `${weeks}, ${isWeekdays ? 'los días laborables' : `el ${named}`}`;
  }
  const months = every === 1 ? 'del mes' : `cada ${every} meses`;
  if (unit === 'month' && nth !== undefined) return `El ${NTH[nth] ?? `${nth}.º`} ${named} ${months}`;
  if (unit === 'month') {
    const on = monthDays.map((day) => (day === -1 ? 'último día' : `día ${day}`));
    return on.length > 0
      ? `El ${formats.and(on)} ${months}`
      : every === 1
        ? 'Cada mes'
        : `Cada ${every} meses`;
  }
  return every === 1 ? 'Cada año' : `Cada ${every} años`;
}
