/** The message shortcut and its form, checked by hand. Undefined: it is not for us. */
import { INVITE_FORM, readInviteForm, type TypedForm } from '../../cards/index.ts';
import { type Fields, fieldsOf, idOf, textOf } from './fields.ts';
import { isDirect, placeAt, type SlackPlace } from './place.ts';

/** Somebody wants to invite people to the thread of a message. */
export interface SlackShortcut {
  readonly place: SlackPlace;
  readonly user: string;
  /** A form is opened with it, within 3 s. */
  readonly trigger: string;
}

export interface SlackForm {
  readonly kind: 'form';
  readonly place: SlackPlace;
  readonly id: string;
  readonly user: string;
  readonly typed: TypedForm;
}

export function readShortcut(body: Fields): SlackShortcut | undefined {
  if (body.type !== 'message_action' || body.callback_id !== INVITE_FORM) return undefined;
  const message = fieldsOf(body.message);
  const [team, channel, user] = [idOf(fieldsOf(body.team).id), ...idsOf(body.channel, body.user)];
  const root = idOf(message.thread_ts) || idOf(message.ts) || idOf(body.message_ts);
  const trigger = textOf(body.trigger_id);
  if (!team || !channel || !user || root === '' || trigger === '') return undefined;
  return { place: placeAt(team, channel, root), user, trigger };
}

/** Team and author are the submission's own; of what the form has carried, only the place is taken. */
export function readForm(body: Fields): SlackForm | undefined {
  const view = fieldsOf(body.view);
  if (body.type !== 'view_submission' || view.callback_id !== INVITE_FORM) return undefined;
  const carried = carriedBy(view.private_metadata);
  const [channel, root] = [idOf(carried.channel), idOf(carried.root)];
  const [team, user] = idsOf(body.team, body.user);
  const id = idOf(view.id);
  const isSomewhere = channel !== '' && (root !== '' || isDirect(channel));
  if (!team || !user || !isSomewhere || id === '') return undefined;
  return {
    kind: 'form',
    place: placeAt(team, channel, root),
    id: `form ${id}`,
    user,
    typed: readInviteForm(view.state),
  };
}

function idsOf(...values: readonly unknown[]): string[] {
  return values.map((value) => idOf(fieldsOf(value).id));
}

function carriedBy(metadata: unknown): Fields {
  try {
    return fieldsOf(JSON.parse(textOf(metadata)));
  } catch {
    return {};
  }
}
