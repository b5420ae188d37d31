/**
 * The form behind Slack's message shortcut, as a modal within Slack's limits (docs.slack.dev, reference/views/modal-views): titles
 * and buttons of 24 characters, 2000 in a label, 3000 of `private_metadata`.
 */
import type { Words } from './words/words.ts';

/** As the shortcut and the modal are called between Slack and us. */
export const INVITE_FORM = 'invite';

/** Where what is typed stands, and where a fault of it is shown. */
export type FormField = 'people' | 'others' | 'subject' | 'toast';

export interface TypedForm {
  /** Ids of people. */
  readonly people: readonly string[];
  readonly others: string;
  readonly subject: string;
  readonly toast: string;
}

const MAX_PEOPLE = 50;
const MAX_OTHERS = 1_000;
const MAX_SUBJECT = 200;
const MAX_TOAST = 1_024;
/** Slack names no limit here; more than a few lines nobody reads under a field. */
const MAX_FAULT = 300;

/** `about` comes back with what was typed; Slack carries it, and shows it to nobody. */
export function inviteForm({ form }: Words, about: object): object {
  const { title, submit, close } = form;
  return {
    type: 'modal',
    callback_id: INVITE_FORM,
    private_metadata: JSON.stringify(about),
    ...{ title: plain(title), submit: plain(submit), close: plain(close) },
    blocks: [
      field('people', form.people, { type: 'multi_users_select', max_selected_items: MAX_PEOPLE }),
      field('others', form.others, { type: 'plain_text_input', max_length: MAX_OTHERS }),
      field('subject', form.subject, { type: 'plain_text_input', max_length: MAX_SUBJECT }),
      field('toast', form.toast, { type: 'plain_text_input', max_length: MAX_TOAST, multiline: true }),
    ],
  };
}

/** What was typed, by the state of the modal. */
export function readInviteForm(state: unknown): TypedForm {
  const values = fieldsOf(fieldsOf(state).values);
  const typed = (name: FormField) => fieldsOf(fieldsOf(values[name])[name]);
  const text = (name: FormField) => {
    const { value } = typed(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const { selected_users: people } = typed('people');
  return {
    people: Array.isArray(people) ? people.filter((id) => typeof id === 'string').slice(0, MAX_PEOPLE) : [],
    others: text('others').slice(0, MAX_OTHERS),
    subject: text('subject').slice(0, MAX_SUBJECT),
    toast: text('toast'),
  };
}

/** The modal stays open, and shows under its fields what is wrong with them. */
export function formFaults(faults: Readonly<Partial<Record<FormField, string>>>): object {
  const errors = Object.entries(faults).map(([name, text]) => [
    name,
    text.length > MAX_FAULT ? `${text.slice(0, MAX_FAULT - 1).toWellFormed()}…` : text,
  ]);
  return { response_action: 'errors', errors: Object.fromEntries(errors) };
}

function field(name: FormField, label: string, element: object): object {
  return {
    type: 'input',
    block_id: name,
    optional: true,
    label: plain(label),
    element: { ...element, action_id: name },
  };
}

function plain(text: string): object {
  return { type: 'plain_text', text, emoji: false };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
