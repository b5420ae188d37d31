import { fitSlackMessage, type SlackMessage, slackText } from '../../cards/index.ts';
import type { Rate } from '../patience.ts';
import type { Mentioned, Messenger, Outgoing } from '../ports.ts';
import { isDirect, placeOfThread, SLACK, type SlackPlace, threadIdOf } from './place.ts';
import type { SlackCall } from './slack-client.ts';

/** `chat.postMessage`: one a second in a channel, and a few more for a moment. */
const POST_RATES: readonly Rate[] = [{ burst: 4, everyMs: 1_000 }];
/** `chat.update`: 50 a minute in the whole workspace (Tier 3), whatever is updated. */
const UPDATE_RATES: readonly Rate[] = [{ burst: 10, everyMs: 1_500 }];
/** Shorter than elsewhere: who waits for it keeps others from posting the first card of a thread. */
const LONGEST_UPDATE_PAUSE_MS = 5_000;

/** What they need has to fit beside a message of full size. */
const MAX_MENTIONS = 10;

/** Speaks in a thread by its id alone, after a restart too. */
export function slackMessenger(call: SlackCall, team: () => Promise<string>): Messenger {
  return {
    lane({ id }, what) {
      const { team: workspace, channel } = placeOfThread(id);
      if (what === 'post') return { key: `${workspace}:${channel}`, rates: POST_RATES };
      return { key: `${workspace} updates`, rates: UPDATE_RATES, longestPauseMs: LONGEST_UPDATE_PAUSE_MS };
    },
    post: (thread, message) => {
      const place = placeOfThread(thread.id);
      return postTo(call, place, isDirect(place.channel) ? toSlack(message) : mentioned(message));
    },
    wayTo(_near, ids) {
      const hers = ids.filter(isSlackUser);
      const [user] = hers;
      if (user === undefined) return undefined;
      const open = async () => {
        const { channel } = await call('conversations.open', { users: user });
        const id = typeof channel === 'object' && channel !== null ? String(Reflect.get(channel, 'id')) : '';
        const place = { team: await team(), channel: id, root: undefined };
        return { id: threadIdOf(place), channel: SLACK, title: '', reference: null };
      };
      return { ids: hers, open };
    },
    async update(thread, ts, message) {
      const { channel } = placeOfThread(thread.id);
      await call('chat.update', { channel, ts, ...toSlack(message) });
    },
  };
}

/** Returns the `ts` of the message. Throws MessengerError. */
export async function postTo(
  call: SlackCall,
  { channel, root }: SlackPlace,
  message: SlackMessage,
): Promise<string> {
  const under = root === undefined ? {} : { thread_ts: root };
  const { ts } = await call('chat.postMessage', { channel, ...under, ...QUIET, ...message });
  return String(ts ?? '');
}

/** No previews of links: they would be longer than the card. */
const QUIET = { unfurl_links: false, unfurl_media: false };

/** Slack notifies whom `<@U…>` names, and shows the name that she has there. */
function mentioned(message: Outgoing): SlackMessage {
  if ('card' in message) return mentionedAbove(toSlack(message), message.mentioning ?? []);
  const { mentioning } = message;
  const user = mentioning?.ids.find(isSlackUser);
  if (!mentioning || user === undefined) return toSlack(message);
  return { text: `<@${user}>${slackText(mentioning.rest).text}` };
}

/** In a block: of the text, where there are blocks, notifications are made, but nobody is mentioned by it. */
function mentionedAbove(message: SlackMessage, people: readonly Mentioned[]): SlackMessage {
  const users = people.flatMap(({ ids }) => ids.find(isSlackUser) ?? []).slice(0, MAX_MENTIONS);
  if (users.length === 0 || !message.blocks) return message;
  const text = { type: 'mrkdwn', text: users.map((user) => `<@${user}>`).join(', '), verbatim: true };
  return { ...message, blocks: [{ type: 'section', text }, ...message.blocks] };
}

function isSlackUser(id: string): boolean {
  return /^[UW][A-Z0-9]{2,30}$/.test(id);
}

export function toSlack(message: Outgoing): SlackMessage {
  return 'text' in message ? slackText(message.text) : fitSlackMessage(message.card);
}
