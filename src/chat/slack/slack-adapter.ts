import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import type { SlackMessage } from '../../cards/index.ts';
import { placeOfThread } from './place.ts';
import type { SlackCall } from './slack-client.ts';
import { postTo } from './slack-messenger.ts';

const ANSWER = Symbol('answer of an invoke');
const HELD = Symbol('messages that are not posted');

/** What a turn leaves behind that was not posted in the thread. */
export interface Turn {
  /** Of an invoke. */
  readonly answer: InvokeResponse | undefined;
  /** In place of being posted, where that was asked for. */
  readonly held: readonly SlackMessage[];
}

/** Slack under the Bot Framework: activities in, Web API out. A message's blocks stand in its `channelData`. */
export class SlackAdapter extends BotAdapter {
  readonly #call: SlackCall;

  constructor(call: SlackCall) {
    super();
    this.#call = call;
  }

  /** `hold`: what the bot says is handed back, for an answer that only one person sees. */
  async run(
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
    hold = false,
  ): Promise<Turn> {
    const context = new TurnContext(this, activity);
    const held: SlackMessage[] = [];
    if (hold) context.turnState.set(HELD, held);
    await this.runMiddleware(context, logic);
    return { answer: context.turnState.get<InvokeResponse>(ANSWER), held };
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === ActivityTypes.InvokeResponse) {
        context.turnState.set(ANSWER, activity.value);
        continue;
      }
      const held = context.turnState.get<SlackMessage[]>(HELD);
      if (held) held.push(messageOf(activity));
      else sent.push({ id: await this.#post(activity, messageOf(activity)) });
    }
    return sent;
  }

  override async updateActivity(
    _context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse> {
    const id = activity.id ?? '';
    const { channel } = placeOfThread(activity.conversation?.id ?? '');
    await this.#call('chat.update', { channel, ts: id, ...messageOf(activity) });
    return { id };
  }

  override async deleteActivity(
    _context: TurnContext,
    { activityId, conversation }: Partial<ConversationReference>,
  ): Promise<void> {
    await this.#call('chat.delete', {
      channel: placeOfThread(conversation?.id ?? '').channel,
      ts: activityId,
    });
  }

  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const activity = { type: ActivityTypes.Event, name: 'ContinueConversation' };
    await this.run(TurnContext.applyConversationReference(activity, reference, true), logic);
  }

  #post({ conversation }: Partial<Activity>, message: SlackMessage): Promise<string> {
    return postTo(this.#call, placeOfThread(conversation?.id ?? ''), message);
  }
}

/** The message as the Bot Framework carries it. */
export function slackActivity(message: SlackMessage): Partial<Activity> {
  return { type: ActivityTypes.Message, text: message.text, channelData: message };
}

function messageOf({ text = '', channelData }: Partial<Activity>): SlackMessage {
  return channelData ?? { text };
}
