import type { EslClient } from './esl-client.ts';
import { type Facts, readFacts } from './facts.ts';

/** Names of channels, as they can stand in a command: a UUID, or ours. */
export const CHANNEL_NAME = /^[\w-]{1,80}$/;

/** What FreeSWITCH knows of a channel. Undefined: it does not say. */
export async function channelOf(client: EslClient, name: string): Promise<Facts | 'gone' | undefined> {
  const reply = await client.api(`uuid_dump ${name} json`);
  if (reply === undefined) return undefined;
  return /^-ERR No such channel/i.test(reply) ? 'gone' : readFacts(reply);
}
