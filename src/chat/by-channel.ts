import type { Thread } from '../desk/index.ts';
import type { Messenger } from './ports.ts';
import { SLACK } from './slack/place.ts';

/** Speaks in each thread through the product it is in. */
export function byChannel(teams: Messenger, slack: Messenger): Messenger {
  const of = ({ channel }: Thread) => (channel === SLACK ? slack : teams);
  return {
    lane: (thread, what) => of(thread).lane(thread, what),
    post: (thread, message) => of(thread).post(thread, message),
    update: (thread, activityId, message) => of(thread).update(thread, activityId, message),
    wayTo(near, ids) {
      // Teams opens chats only through the service that one of its own threads names; Slack has just one.
      return of(near).wayTo(near, ids) ?? (near.channel === SLACK ? undefined : slack.wayTo(near, ids));
    },
  };
}
