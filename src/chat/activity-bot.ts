import { type InvokeResponse, TeamsActivityHandler, type TurnContext } from 'botbuilder';
import { ADAPTIVE_CARD_TYPE, fitAdaptiveCard, sentence, welcomeCard, wordsOf } from '../cards/index.ts';
import type { Member } from '../directory/index.ts';
import { faceOf } from './cards.ts';
import type { Arrival } from './message.ts';
import type { Outgoing } from './ports.ts';
import { type PressReply, takePress } from './press.ts';
import type { Reply } from './reply.ts';
import {
  botOf,
  isForUs,
  isPersonal,
  localeOf,
  readAction,
  readArrival,
  readMentions,
  readSubmitted,
  readText,
  wasBotAdded,
  wasBotRemoved,
} from './teams/read-activity.ts';
import { Titles } from './teams/titles.ts';
import { toActivity } from './teams/to-activity.ts';
import { placeOf, type TurnParts, takeLine } from './turn.ts';
import { type Turned, turnFailed, turnIs } from './turns.ts';

export interface BotParts extends TurnParts {
  readonly roster: (context: TurnContext) => Promise<readonly Member[]>;
  readonly newId: () => string;
  /** What the channel makes of a message of ours; as Teams shows it unless given. */
  readonly toActivity?: typeof toActivity;
  /** How a press is answered; as Universal Actions want it unless given. */
  readonly toResponse?: (reply: PressReply) => InvokeResponse;
}

/** Threads whose welcome is remembered, so that the two events of one installation greet once. */
const MAX_WELCOMED = 1_000;

/** Bot Framework activities of any channel in, answers out. What to do about them is decided in turn.ts and press.ts. */
export class ActivityBot extends TeamsActivityHandler {
  readonly #parts: BotParts;
  readonly #welcomed = new Set<string>();
  readonly #titles = new Titles();

  constructor(parts: BotParts) {
    super();
    this.#parts = parts;
  }

  protected override async onTurnActivity(context: TurnContext): Promise<void> {
    this.#titles.hear(context.activity);
    turnIs(context.activity.channelId, 'other');
    await super.onTurnActivity(context);
  }

  protected override async onMessageActivity(context: TurnContext): Promise<void> {
    const { activity } = context;
    try {
      const submitted = readSubmitted(activity);
      if (submitted) {
        this.#begin(context, 'press');
        const reply = await takePress({ ...this.#arrival(context), ...submitted }, this.#parts);
        return await this.#answer(context, submitReply(reply));
      }
      // Neither read, nor stored, nor answered: it was said to others.
      if (!isForUs(activity)) return;
      this.#begin(context, 'command');
      const message = {
        ...this.#arrival(context),
        text: readText(activity),
        mentions: readMentions(activity),
      };
      await this.#answer(context, await takeLine(message, this.#parts));
    } catch (err) {
      await this.#answer(context, { text: this.#failure(context, err) });
    }
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    if (context.activity.name !== 'adaptiveCard/action') return { status: 501 };
    const { toResponse = pressResponse } = this.#parts;
    this.#begin(context, 'press');
    try {
      return toResponse(
        await takePress({ ...this.#arrival(context), ...readAction(context.activity) }, this.#parts),
      );
    } catch (err) {
      return toResponse({ kind: 'text', text: this.#failure(context, err) });
    }
  }

  protected override async onInstallationUpdateActivity(context: TurnContext): Promise<void> {
    const { action } = context.activity;
    if (action === 'remove' || action === 'remove-upgrade') {
      this.#welcomed.delete(context.activity.conversation.id);
    } else if (action !== 'add-upgrade') {
      await this.#welcome(context);
    }
  }

  protected override async onConversationUpdateActivity(context: TurnContext): Promise<void> {
    if (wasBotRemoved(context.activity)) this.#welcomed.delete(context.activity.conversation.id);
    if (wasBotAdded(context.activity)) await this.#welcome(context);
  }

  /** The one line that joins what somebody did in the chat to the turn, and so to all that follows from it. */
  #begin({ activity }: TurnContext, kind: Turned['kind']): void {
    const { channelId: channel, id: activityId, conversation } = activity;
    turnIs(channel, kind);
    this.#parts.log.info({ channel, kind, activityId, threadId: conversation.id }, 'A turn begins');
  }

  #arrival(context: TurnContext): Arrival {
    const { roster, newId } = this.#parts;
    const { activity } = context;
    return readArrival(activity, this.#titles.of(activity), () => roster(context), newId);
  }

  async #welcome(context: TurnContext): Promise<void> {
    const { activity } = context;
    const { id } = activity.conversation;
    if (this.#welcomed.has(id)) return;
    if (this.#welcomed.size >= MAX_WELCOMED) this.#welcomed.clear();
    this.#welcomed.add(id);
    const place = placeOf({ needsMention: !isPersonal(activity), bot: botOf(activity) });
    await this.#answer(context, { card: welcomeCard(place, wordsOf(localeOf(activity))) });
  }

  /** An answer that does not get through is logged: there is nobody left to tell. */
  async #answer(context: TurnContext, reply: Reply): Promise<void> {
    if (!reply) return;
    const outgoing: Outgoing = 'card' in reply ? { card: () => reply.card } : reply;
    const { toActivity: made = toActivity } = this.#parts;
    try {
      await context.sendActivity(made(outgoing, context.activity.channelId));
    } catch (err) {
      this.#parts.log.warn({ err, threadId: context.activity.conversation.id }, 'An answer did not arrive');
    }
  }

  /** The sentence for the person; its reference leads to the cause in the log. */
  #failure({ activity }: TurnContext, err: unknown): string {
    const reference = turnFailed(this.#parts.newId);
    const facts = { err, reference, activityId: activity.id, threadId: activity.conversation.id };
    this.#parts.log.error(facts, 'An activity could not be worked on');
    return sentence('error', { reference }, wordsOf(localeOf(activity)));
  }
}

/** The card itself is drawn by the job that the press has ordered. */
function submitReply(reply: PressReply): Reply {
  if (reply.kind !== 'card') return { text: reply.text };
  return reply.notes.length > 0 ? { text: reply.notes.join(' ') } : undefined;
}

/** Universal Actions: the body has a status of its own, and the HTTP answer stays 200. */
function pressResponse(reply: PressReply): InvokeResponse {
  switch (reply.kind) {
    case 'card':
      return {
        status: 200,
        body: {
          statusCode: 200,
          type: ADAPTIVE_CARD_TYPE,
          value: fitAdaptiveCard(faceOf(reply.card, reply.notes)),
        },
      };
    case 'text':
      return {
        status: 200,
        body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: reply.text },
      };
    case 'malformed':
      return {
        status: 200,
        body: {
          statusCode: 400,
          type: 'application/vnd.microsoft.error',
          value: { code: 'BadRequest', message: reply.text },
        },
      };
  }
}
