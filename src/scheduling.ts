/** What is scheduled: its doors, and what is done when it is due. */
import { type CallOwner, type Desk, doDue, type Policy, Reminders, Schedule } from './desk/index.ts';
import type { PostgresStore } from './store/index.ts';

export interface SchedulingOptions {
  readonly store: PostgresStore;
  readonly desk: Desk;
  readonly owner: CallOwner;
  readonly policy: Policy;
}

export function scheduling(options: SchedulingOptions) {
  const parts = { ...options, scheduled: options.store.schedule(), now: () => new Date() };
  return {
    schedule: new Schedule(parts),
    reminders: new Reminders(parts),
    /** From now on, also what was due while nothing ran. Returns how to take no more. */
    begin: () => options.store.onDue((due) => doDue(due, parts)),
  };
}
