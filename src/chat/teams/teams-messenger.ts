import {
  type Activity,
  type CloudAdapter,
  type ConversationParameters,
  type ConversationReference,
  TurnContext,
} from 'botbuilder';
import type { Thread, ThreadId } from '../../desk/index.ts';
import { MessengerError } from '../messenger-error.ts';
import { TEAMS_RATES } from '../patience.ts';
import type { Messenger, Outgoing } from '../ports.ts';
import { Refusal } from './guard.ts';
import { readReference } from './read-activity.ts';
import { teamsIdOf, teamsIdsOf } from './teams-id.ts';
import { toActivity } from './to-activity.ts';

/** A chat service that says nothing for so long will not say anything useful any more. */
const TIMEOUT_MS = 15_000;

/** What is used of the connector client that a turn carries. */
interface Connector {
  readonly conversations: {
    sendToConversation(
      conversationId: string,
      activity: Partial<Activity>,
      options: { timeout: number },
    ): Promise<{ id?: string }>;
    createConversation(
      parameters: Partial<ConversationParameters>,
      options: { timeout: number },
    ): Promise<{ id?: string }>;
    updateActivity(
      conversationId: string,
      activityId: string,
      activity: Partial<Activity>,
      options: { timeout: number },
    ): Promise<unknown>;
  };
}

/**
 * Speaks in a thread through its stored reference, after a restart too. Not with `context.sendActivity`, which would answer
 * to the made-up id of the continuation.
 */
export function teamsMessenger(adapter: CloudAdapter, appId: string): Messenger {
  return {
    lane: ({ id }) => ({ key: id, rates: TEAMS_RATES }),
    post: (thread, message) =>
      speak(thread, async ({ conversations }, reference) => {
        const conversationId = reference.conversation?.id ?? '';
        const activity = TurnContext.applyConversationReference(
          toActivity(canMention(reference) ? message : withoutMention(message), reference.channelId),
          reference,
        );
        const { id } = await conversations.sendToConversation(conversationId, activity, {
          timeout: TIMEOUT_MS,
        });
        return id ?? '';
      }),
    wayTo(near, ids) {
      const hers = teamsIdsOf(ids);
      const member = teamsIdOf(ids);
      return member === undefined ? undefined : { ids: hers, open: () => open(near, member) };
    },
    update: (thread, activityId, message) =>
      speak(thread, async ({ conversations }, reference) => {
        const conversationId = reference.conversation?.id ?? '';
        const activity = TurnContext.applyConversationReference(
          { ...toActivity(message, reference.channelId), id: activityId },
          reference,
        );
        await conversations.updateActivity(conversationId, activityId, activity, { timeout: TIMEOUT_MS });
      }),
  };

  function open(near: Thread, member: string): Promise<Thread> {
    return speak(near, async ({ conversations }, { bot, channelId, serviceUrl, conversation }) => {
      const tenantId = conversation?.tenantId;
      const { id } = await conversations.createConversation(
        {
          ...{ isGroup: false, bot: bot ?? { id: '', name: '' }, members: [{ id: member, name: '' }] },
          ...(tenantId ? { tenantId, channelData: { tenant: { id: tenantId } } } : {}),
        },
        { timeout: TIMEOUT_MS },
      );
      const alone = {
        id: id ?? '',
        conversationType: 'personal',
        isGroup: false,
        ...(tenantId ? { tenantId } : {}),
      };
      const reference = { bot, channelId, serviceUrl, conversation: alone };
      return { id: alone.id as ThreadId, channel: near.channel, title: '', reference };
    });
  }

  async function speak<T>(
    thread: Thread,
    work: (connector: Connector, reference: Partial<ConversationReference>) => Promise<T>,
  ): Promise<T> {
    const reference = readReference(thread.reference);
    if (!reference) throw new MessengerError(400, undefined, { cause: 'The thread has no reference' });
    const result = Promise.withResolvers<T>();
    // The adapter would hand an error to its onTurnError and go on, so it goes another way.
    result.promise.catch(() => {});
    const spoken = adapter.continueConversationAsync(appId, reference, async (context) => {
      const connector = context.turnState.get<Connector>(adapter.ConnectorClientKey);
      await work(connector, reference).then(result.resolve, (error: unknown) =>
        result.reject(messengerError(error)),
      );
    });
    await spoken.catch((error: unknown) => {
      // Nothing is said there any more, however often it is tried.
      throw error instanceof Refusal ? new MessengerError(400, undefined, { cause: error }) : error;
    });
    return result.promise;
  }
}

/** In Teams, among several people. */
function canMention({ channelId, conversation }: Partial<ConversationReference>): boolean {
  return channelId === 'msteams' && conversation?.conversationType !== 'personal';
}

function withoutMention(message: Outgoing): Outgoing {
  const { mentioning, ...plain } = message;
  return plain;
}

function messengerError(error: unknown): MessengerError {
  const status = field(error, 'statusCode');
  const headers = field(field(error, 'response'), 'headers');
  const get = field(headers, 'get');
  const retryAfter = typeof get === 'function' ? get.call(headers, 'retry-after') : undefined;
  return new MessengerError(typeof status === 'number' ? status : undefined, retryAfterMs(retryAfter), {
    cause: error,
  });
}

/** RFC 9110 10.2.3: seconds or a date; the chat services send seconds. */
function retryAfterMs(header: unknown): number | undefined {
  const seconds = typeof header === 'string' && header !== '' ? Number(header) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
