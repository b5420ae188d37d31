/** The message shortcut: a form that invites people to the thread of a message, handed to the desk without a command between. */
import { type FormField, formFaults, inviteForm, sentence, type Words, wordsOf } from '../../cards/index.ts';
import { parseCommand } from '../../commands/index.ts';
import { ArgumentError, ToastMessage } from '../../core/index.ts';
import type { InviteRequest } from '../../desk/index.ts';
import { MAX_GROUP } from '../../directory/index.ts';
import { type FoundInvitees, findInvitees } from '../find-invitees.ts';
import { identified } from '../identify.ts';
import type { Arrival } from '../message.ts';
import { isOutside } from '../messenger-error.ts';
import type { Door, Log, People } from '../ports.ts';
import { remark, replyOf, sentences } from '../reply.ts';
import { isDirect, SLACK, threadIdOf } from './place.ts';
import type { SlackForm, SlackShortcut } from './read-form.ts';
import type { SlackCall } from './slack-client.ts';
import type { SlackUser, Workspace } from './workspace.ts';

export interface InviteFormParts {
  readonly desk: Pick<Door, 'invite' | 'asksWho'>;
  readonly people: People;
  readonly log: Log;
  readonly call: SlackCall;
  readonly workspace: Workspace;
}

/** What becomes of a form: it stays open and shows its faults, or it closes, and who sent it is told something. */
export type FormEffect = { readonly stays: object } | { readonly says: string | undefined };
type Faults = Partial<Record<FormField, string>>;

const NOBODY: FoundInvitees = { invitees: [], remarks: [] };

/** Has to happen inside the request: the trigger lives for 3 s. Throws MessengerError. */
export async function openInviteForm(
  { place, user, trigger }: SlackShortcut,
  { call, workspace }: Pick<InviteFormParts, 'call' | 'workspace'>,
): Promise<void> {
  const words = wordsOf((await workspace.userOrId(user)).locale);
  const { channel, root } = place;
  await call('views.open', {
    trigger_id: trigger,
    view: inviteForm(words, { channel, root }),
  });
}

/**
 * A form can be corrected, so nobody is rung as long as something is wrong with it. Where it cannot stay open any more
 * (`isOpen`), who was found is rung, and the rest is told.
 */
export async function submitInviteForm(
  form: SlackForm,
  isOpen: () => boolean,
  parts: InviteFormParts,
): Promise<FormEffect> {
  const { desk, workspace } = parts;
  const { typed } = form;
  const author = await workspace.userOrId(form.user);
  const words = wordsOf(author.locale);
  const outside = await whyNotThere(form, words, workspace);
  if (outside !== undefined) return ended({ people: outside });

  const arrival = await identified(await arrivalOf(form, author, workspace), parts);
  const { locale } = author;
  const [chosen, named] = await Promise.all([found(typed.people), namedIn(typed.others)]);
  const faults: Faults = {
    ...fault('people', sentences(chosen.remarks, words)),
    ...fault('others', sentences(named.remarks, words)),
    ...fault('toast', toastFaults(typed.toast, words)),
  };
  const invitees = [...chosen.invitees, ...named.invitees];
  if (invitees.length > MAX_GROUP) {
    const facts = { count: invitees.length, limit: MAX_GROUP };
    return ended({ people: sentence('command.too-many-names', facts, words) });
  }
  if (invitees.length === 0 && Object.keys(faults).length === 0) return ended({ people: words.form.nobody });
  if (Object.keys(faults).length > 0 && (isOpen() || invitees.length === 0)) return ended(faults);

  const { subject, toast } = typed;
  const request: InviteRequest = {
    ...arrival.inbound,
    invitees,
    ...(subject === '' ? {} : { subject }),
    ...(toast === '' ? {} : { toast }),
  };
  const doubts = [...(chosen.doubts ?? []), ...(named.doubts ?? [])].slice(0, 1);
  const reply = replyOf(words, doubts, [await desk.invite(request)]);
  const texts = [...Object.values(faults), ...(reply && 'text' in reply ? [reply.text] : [])];
  return { says: texts.length === 0 ? undefined : texts.join('\n\n') };

  function ended(what: Faults): FormEffect {
    return isOpen() ? { stays: formFaults(what) } : { says: Object.values(what).join('\n\n') };
  }

  function found(ids: readonly string[]): Promise<FoundInvitees> | FoundInvitees {
    if (ids.length === 0) return NOBODY;
    const mentions = ids.map((one) => ({ kind: 'mention', id: one, name: '' }) as const);
    return findInvitees(parts.people, arrival, { me: false, invitees: mentions }, parts.log);
  }

  /** Read as behind the command, a line each or with commas. */
  async function namedIn(text: string): Promise<FoundInvitees> {
    if (text === '') return NOBODY;
    const line = `invite ${text.replace(/[\r\n;]+/g, ', ')}`;
    const command = parseCommand(line, locale === undefined ? {} : { locale });
    if (command.kind === 'problem') return { invitees: [], remarks: [command] };
    if (command.kind !== 'invite') return { invitees: [], remarks: [remark('command.no-name')] };
    const { kind, invitees: typedNames, me, except, ...more } = command;
    // "Sue, else Bob" would ring Sue and forget Bob.
    if (Object.keys(more).length > 0) return { invitees: [], remarks: [remark('form.only-names')] };
    return findInvitees(parts.people, arrival, command, parts.log);
  }
}

/** A form says where it came from; whether its sender and we are there is asked. Undefined: both are. */
async function whyNotThere(
  { place, user }: SlackForm,
  words: Words,
  workspace: Workspace,
): Promise<string | undefined> {
  const { id, name } = await workspace.bot();
  const notInChannel = () => sentence('bot.not-in-channel', { bot: name }, words);
  try {
    if (!(await workspace.isMember(place.channel, id))) return notInChannel();
  } catch (err) {
    if (isOutside(err)) return notInChannel();
    throw err;
  }
  return (await workspace.isMember(place.channel, user))
    ? undefined
    : sentence('press.not-member', {}, words);
}

async function arrivalOf(
  { place, id, typed }: SlackForm,
  { id: userId, name, locale }: SlackUser,
  workspace: Workspace,
): Promise<Arrival> {
  const { channel } = place;
  const title = await workspace.title(channel);
  return {
    inbound: {
      activityId: id,
      thread: { id: threadIdOf(place), channel: SLACK, title, reference: null },
      actor: { id: userId, name, ...(locale === undefined ? {} : { locale }) },
      entrance: { via: 'form', verb: 'invite' },
    },
    bot: await workspace.bot(),
    needsMention: !isDirect(channel),
    roster: () => workspace.membersAnd(channel, [userId, ...typed.people]),
  };
}

function fault(field: FormField, texts: readonly string[]): Faults {
  return texts.length === 0 ? {} : { [field]: texts.join(' ') };
}

function toastFaults(toast: string, words: Words): string[] {
  if (toast === '') return [];
  try {
    new ToastMessage(toast);
    return [];
  } catch (error) {
    if (error instanceof ArgumentError) return [sentence(error.code, error.facts, words)];
    throw error;
  }
}
