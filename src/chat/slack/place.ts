import type { ThreadId } from '../../desk/index.ts';

/** As `Thread.channel` says it. */
export const SLACK = 'slack';

/** A thread of Slack. Direct messages are one thread each: there nobody answers under a message. */
export interface SlackPlace {
  readonly team: string;
  readonly channel: string;
  /** `ts` of the message that began the thread; undefined: beside all threads. */
  readonly root: string | undefined;
}

/** `T1:C1:1700000000.000100`; without a root `T1:C1`. */
export function threadIdOf({ team, channel, root }: SlackPlace): ThreadId {
  return [team, channel, ...(root === undefined ? [] : [root])].join(':') as ThreadId;
}

export function placeOfThread(id: string): SlackPlace {
  const [team = '', channel = '', root] = id.split(':');
  return { team, channel, root };
}

/** Where a message with this root belongs to. */
export function placeAt(team: string, channel: string, root: string): SlackPlace {
  return { team, channel, root: isDirect(channel) ? undefined : root };
}

/** Direct messages between a person and the bot. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}
