import type { Mention } from '../commands/index.ts';
import type { Inbound } from '../desk/index.ts';
import type { Member } from '../directory/index.ts';

/** Where something came in, as every channel can say it. */
export interface Arrival {
  readonly inbound: Inbound;
  readonly bot: { readonly id: string; readonly name: string };
  /** Only messages that mention the bot are read here (channels and group chats). */
  readonly needsMention: boolean;
  /** Members of the thread; read when a name asks for it. */
  readonly roster: () => Promise<readonly Member[]>;
}

/** A typed line. */
export interface Message extends Arrival {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** A pressed button; `value` is what the channel brought, not yet checked. */
export interface Press extends Arrival {
  readonly verb: unknown;
  readonly data: unknown;
  /** The message whose button it is; undefined: the channel does not say. */
  readonly messageId?: string | undefined;
}
