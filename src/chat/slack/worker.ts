/** What is done with what Slack brings: it becomes activities for the same bot that Teams speaks to, or goes to the desk as a form. */
import { type Activity, ActivityTypes } from 'botbuilder';
import {
  formFaults,
  readSlackButton,
  readSlackInput,
  type SlackMessage,
  sentence,
  slackText,
  wordsOf,
} from '../../cards/index.ts';
import { parseCommand } from '../../commands/index.ts';
import type { CardId } from '../../desk/index.ts';
import { ActivityBot, type BotParts } from '../activity-bot.ts';
import { isOutside } from '../messenger-error.ts';
import type { Log } from '../ports.ts';
import type { PressReply } from '../press.ts';
import { asTurn, type TurnsOptions, turnFailed, turnIs } from '../turns.ts';
import { fieldsOf } from './fields.ts';
import { Framing } from './framing.ts';
import type { SlackWork, Worker } from './inbox.ts';
import { type FormEffect, submitInviteForm } from './invite-form.ts';
import { placeAt, placeOfThread, type SlackPlace } from './place.ts';
import type { SlackCommand, SlackLine, SlackPress } from './read-event.ts';
import type { SlackForm } from './read-form.ts';
import { SlackAdapter, slackActivity } from './slack-adapter.ts';
import type { SlackCall } from './slack-client.ts';
import { postTo, toSlack } from './slack-messenger.ts';
import type { SlackUser, Workspace } from './workspace.ts';

export interface WorkerParts extends Omit<BotParts, 'roster' | 'toActivity' | 'toResponse'> {
  readonly call: SlackCall;
  readonly workspace: Workspace;
  readonly apiUrl: string;
  readonly log: Log;
  readonly turned?: TurnsOptions['turned'];
  /** Shows a card as it stands now. */
  readonly draw: (cardId: CardId) => Promise<void>;
  /** Counts and logs what was refused, by a stable code. */
  readonly refused: (reason: string, facts?: object) => void;
}

/** These begin something, so their answers get a thread of their own. */
const OPENING: ReadonlySet<string> = new Set(['invite', 'use', 'listen', 'unlisten']);

export function slackWorker(parts: WorkerParts): Worker {
  const { call, workspace, apiUrl, log, draw, newId, refused } = parts;
  const framing = new Framing(workspace, apiUrl);
  const adapter = new SlackAdapter(call);
  const bot = new ActivityBot({
    ...parts,
    roster: ({ activity }) => {
      const { channel } = placeOfThread(activity.conversation.id);
      const named = mentionsOf(activity).map(({ id }) => id);
      return workspace.membersAnd(channel, [activity.from.id, ...named]);
    },
    toActivity: (message) => slackActivity(toSlack(message)),
    toResponse: (body: PressReply) => ({ status: 200, body }),
  });
  return (taken, isAwaited, amend) => asTurn(parts, () => work(taken, isAwaited, amend));

  async function work(
    taken: SlackWork,
    isAwaited: () => boolean,
    amend: (work: SlackWork) => Promise<void>,
  ): Promise<object | undefined> {
    const { team } = await workspace.bot();
    if (taken.place.team !== team) {
      refused('workspace', { team: taken.place.team, kind: taken.kind });
      return undefined;
    }
    switch (taken.kind) {
      case 'line':
        await line(taken);
        return undefined;
      case 'added':
        await greet(taken.place);
        return undefined;
      case 'press':
        await press(taken);
        return undefined;
      case 'command': {
        const said = await command(taken, amend);
        if (said === undefined || isAwaited()) return said && { response_type: 'ephemeral', ...said };
        await whisper(taken, said);
        return undefined;
      }
      case 'form': {
        const effect = await form(taken, isAwaited);
        if ('stays' in effect) return effect.stays;
        if (effect.says !== undefined) await whisper(taken, slackText(effect.says));
        return undefined;
      }
    }
  }

  async function greet(place: SlackPlace): Promise<void> {
    const us = await workspace.bot();
    const added = { type: ActivityTypes.ConversationUpdate, membersAdded: [us] };
    const greeted = { ...(await framing.frame(place, us, newId())), ...added };
    await adapter.run(greeted, (context) => bot.run(context));
  }

  async function line({ place, ts, user, text }: SlackLine): Promise<void> {
    const author = await workspace.userOrId(user);
    const typed = { ...(await framing.frame(place, author, ts)), ...(await framing.line(text)) };
    await adapter.run(typed, (context) => bot.run(context));
  }

  /** A form, or a command, that fails is not tried again, but who sent it is told. */
  async function form(taken: SlackForm, isAwaited: () => boolean): Promise<FormEffect> {
    turnIs('slack', 'press');
    log.info({ channel: 'slack', kind: 'press', activityId: taken.id }, 'A turn begins');
    try {
      return await submitInviteForm(taken, isAwaited, parts);
    } catch (err) {
      const text = await failure(taken, err);
      return isAwaited() ? { stays: formFaults({ people: text }) } : { says: text };
    }
  }

  /** What its author alone is told. */
  async function command(
    taken: SlackCommand,
    amend: (work: SlackWork) => Promise<void>,
  ): Promise<SlackMessage | undefined> {
    try {
      return await takeCommand(taken, amend);
    } catch (err) {
      return slackText(await failure(taken, err));
    }
  }

  /** The sentence for the person; its reference leads to the cause in the log. */
  async function failure({ kind, place, user }: SlackForm | SlackCommand, err: unknown): Promise<string> {
    const reference = turnFailed(newId);
    log.warn({ err, kind, reference, channel: place.channel }, 'What came from Slack could not be worked on');
    const words = wordsOf((await workspace.userOrId(user)).locale);
    if (isOutside(err)) return sentence('bot.not-in-channel', { bot: (await workspace.bot()).name }, words);
    return sentence('error', { reference }, words);
  }

  async function takeCommand(
    taken: SlackCommand,
    amend: (work: SlackWork) => Promise<void>,
  ): Promise<SlackMessage | undefined> {
    const author = await workspace.userOrId(taken.user);
    const typed = await framing.line(taken.text);
    const context = {
      mentions: mentionsOf(typed),
      ...(author.locale === undefined ? {} : { locale: author.locale }),
    };
    const opens = OPENING.has(parseCommand(typed.text ?? '', context).kind);
    let { place } = taken;
    if (opens && place.root === undefined) {
      place = await opened(taken, author);
      // Whoever does it again after a crash does it in this thread, where the desk knows it.
      await amend({ ...taken, place });
    }
    const activity = { ...(await framing.frame(place, author, taken.id)), ...typed };
    const { held } = await adapter.run(activity, (context) => bot.run(context), !opens);
    return held[0];
  }

  /** Everybody sees what was asked for, and under it what became of it. */
  async function opened(
    { place, command: name, text }: SlackCommand,
    author: SlackUser,
  ): Promise<SlackPlace> {
    const asked = slackText(`${author.name}: ${name} ${await framing.shown(text)}`);
    return placeAt(place.team, place.channel, await postTo(call, place, asked));
  }

  /** The desk orders the draw of what it changes. A press that changed nothing may have come from a card that is old. */
  async function press(taken: SlackPress): Promise<void> {
    const button = readSlackButton(taken.actionId, taken.value);
    if (!button) return;
    const author = await workspace.userOrId(taken.user);
    const data = { ...readSlackInput(taken.state), ...fieldsOf(button.data) };
    const pressed = {
      ...(await framing.frame(taken.place, author, taken.id)),
      ...{
        type: ActivityTypes.Invoke,
        name: 'adaptiveCard/action',
        replyToId: taken.message,
        value: { action: { verb: button.verb, data } },
      },
    };
    const { answer } = await adapter.run(pressed, (context) => bot.run(context));
    const reply: PressReply | undefined = answer?.body;
    if (!reply) return;
    const notes = reply.kind === 'card' ? reply.notes : [reply.text];
    if (notes.length === 0) return;
    await whisper(taken, slackText(notes.join(' ')));
    if (reply.kind === 'card') {
      const cardId = reply.card.view.id as CardId;
      await draw(cardId).catch((err: unknown) => log.warn({ err, cardId }, 'A card was not drawn again'));
    }
  }

  /** For one person only. */
  async function whisper(
    { place: { channel, root }, user }: SlackPress | SlackCommand | SlackForm,
    message: SlackMessage,
  ): Promise<void> {
    const under = root === undefined ? {} : { thread_ts: root };
    try {
      await call('chat.postEphemeral', { channel, user, ...under, ...message });
    } catch (err) {
      log.warn({ err, channel }, 'An answer did not arrive');
    }
  }
}

function mentionsOf({ entities = [] }: Partial<Activity>) {
  return entities.map(({ mentioned, text }) => ({
    id: String(mentioned.id),
    name: String(mentioned.name),
    text: String(text),
  }));
}
