/**
 * The desk's door to reminders. One is a new message in its thread, for those who are not in the call yet. What is due once more,
 * ahead of the next occurrence or by a rule of its own, is another reminder, written when the one before it fires.
 */
import { decide } from '../decide.ts';
import { isOneOf } from '../personal-card.ts';
import type { Store, Transaction } from '../ports.ts';
import type { Actor, CardId, Invitee } from '../records.ts';
import type { Inbound } from '../requests.ts';
import { whichOf } from './ambiguous.ts';
import { aimAhead, insertReminder, type Plan } from './insert-reminder.ts';
import { MOST_SCHEDULED } from './schedule.ts';
import type { ScheduleStore } from './schedule-ports.ts';
import type { ReminderId } from './schedule-records.ts';
import type { RemindRequest } from './schedule-requests.ts';
import { reminderView } from './schedule-view-of.ts';
import type { ReminderToDraw, ScheduleReceipt, ScheduleSay } from './schedule-views.ts';
import { timingOf } from './timing.ts';
import type { Before } from './when.ts';

export interface RemindersOptions {
  readonly store: Pick<Store, 'commit'>;
  readonly scheduled: Pick<ScheduleStore, 'reminder'>;
  readonly now: () => Date;
  /** Where those live who do not tell; missing: UTC. */
  readonly zone?: string;
}

/** Longer words are cut. */
const MAX_WORDS = 500;
const NOTHING = { duplicate: false, says: [], cardId: undefined } as const;

export class Reminders {
  readonly #options: RemindersOptions;

  constructor(options: RemindersOptions) {
    this.#options = options;
  }

  /** Reminds people at a time, again and again where that is how it was said, or ahead of what is scheduled next in the thread. */
  async remind(request: RemindRequest): Promise<ScheduleReceipt> {
    const { thread, actor, everyone, when } = request;
    const { people, says: unclear } = whichOf(request.invitees);
    if (unclear.length > 0) return { ...NOTHING, says: unclear };
    if (!everyone && people.length === 0) return NOTHING;
    return this.#decide(request, async (tx) => {
      if ((await tx.countScheduled(thread.id)) >= MOST_SCHEDULED) {
        return says('schedule.full', { limit: MOST_SCHEDULED });
      }
      const planned =
        when.kind === 'before' ? await this.#ahead(tx, request, when) : this.#atTime({ ...request, when });
      if ('code' in planned) return { ...NOTHING, says: [planned] };
      const { plan, facts } = planned;
      await insertReminder(tx, {
        ...plan,
        by: actor,
        threadId: thread.id,
        invitees: everyone ? 'everyone' : people,
        words: wordsOf(request),
      });
      const names = everyone ? [] : people.map(({ name }) => name);
      return says('reminder.set', { names, at: plan.at.toISOString(), ...facts });
    });
  }

  /** Nobody is reminded. */
  async cancel(inbound: Inbound, id: ReminderId): Promise<ScheduleReceipt> {
    return this.#decide(inbound, async (tx) => {
      const [reminder] = await tx.lockReminders([id]);
      if (reminder?.state !== 'waiting') return says('reminder.over');
      await tx.updateReminder(id, { state: 'cancelled' });
      const { words, invitees } = reminder;
      const names = invitees === 'everyone' ? [] : invitees.map(({ name }) => name);
      return says('reminder.cancelled', { words: words ?? '', names });
    });
  }

  /** Reminds somebody who was reminded once more, her alone. Pressed twice, the last time counts. */
  async snooze(inbound: Inbound, id: ReminderId, seconds: number): Promise<ScheduleReceipt> {
    return this.#decide(inbound, async (tx) => {
      const [reminder] = await tx.lockReminders([id]);
      if (!reminder?.fired) return says('reminder.over');
      const { people } = reminder.fired;
      const her = people.find((one) => isSame(one, inbound.actor));
      if (!her) {
        const name = people.map((one) => one.name).join(', ');
        const isHere = reminder.threadId === inbound.thread.id;
        return { ...NOTHING, says: [{ code: 'not-hers', facts: { name } }], cardId: isHere ? id : undefined };
      }
      const at = new Date(this.#options.now().getTime() + seconds * 1_000);
      const before = await tx.snoozeOf(id, her.key);
      if (before) {
        await tx.updateReminder(before.id, { at, version: before.version + 1 });
        await tx.dueAt({ kind: 'reminder', id: before.id, version: before.version + 1 }, at);
      } else {
        const plan = { ...reminder, secondsBefore: null, series: null, at };
        await insertReminder(tx, { ...plan, invitees: [her], snoozedFrom: id });
      }
      return { ...says('reminder.snoozed', { at: at.toISOString(), seconds }), cardId: id };
    });
  }

  /** The card of a reminder as it stands now; undefined: it is none. */
  async reminderToDraw(id: CardId): Promise<ReminderToDraw | undefined> {
    const content = await this.#options.scheduled.reminder(id as ReminderId);
    if (!content) return undefined;
    const { thread, reminder } = content;
    return { view: reminderView(content), thread, activityId: reminder.activityId };
  }

  async #ahead(
    tx: Transaction,
    { thread }: RemindRequest,
    { seconds }: Before,
  ): Promise<{ plan: Plan; facts: ScheduleSay['facts'] } | ScheduleSay> {
    const appointment = await tx.nextAppointment(thread.id);
    if (!appointment) return { code: 'reminder.nothing-ahead', facts: {} };
    const { id, subject, zone } = appointment;
    const plan = aimAhead(appointment, seconds, this.#options.now());
    if (!plan) return { code: 'reminder.too-late', facts: { subject, before: seconds } };
    const facts = { zone, shift: 'none', before: seconds, subject };
    return { plan: { ...plan, appointmentId: id, secondsBefore: seconds, series: null }, facts };
  }

  #atTime({
    when,
    actor,
  }: RemindRequest & { readonly when: Exclude<RemindRequest['when'], Before> }):
    | { plan: Plan; facts: ScheduleSay['facts'] }
    | ScheduleSay {
    const timing = timingOf(when, actor.zone ?? this.#options.zone, this.#options.now());
    if ('code' in timing) return timing;
    const { series, next } = timing;
    const { zone, rule } = series;
    const facts = { zone, local: next.local, shift: next.shift, ...(rule !== null && { rule }) };
    return {
      plan: { appointmentId: null, secondsBefore: null, series, occurrence: next.local, at: next.at },
      facts,
    };
  }

  #decide(inbound: Inbound, work: (tx: Transaction) => Promise<ScheduleReceipt>): Promise<ScheduleReceipt> {
    return decide(this.#options.store, inbound, work);
  }
}

/** Who is not known in the chat by her id is so by her name. */
function isSame({ ids, name }: Invitee, actor: Actor): boolean {
  return ids ? isOneOf(ids, actor.id) : isOneOf([name], actor.name);
}

function wordsOf({ words = '' }: RemindRequest): string | null {
  return Array.from(words.replace(/\s+/g, ' ').trim()).slice(0, MAX_WORDS).join('') || null;
}

function says(code: ScheduleSay['code'], facts: ScheduleSay['facts'] = {}): ScheduleReceipt {
  return { ...NOTHING, says: [{ code, facts }] };
}
