import type { Member } from '../../directory/index.ts';
import { Recent } from '../recent.ts';
import { isDirect } from './place.ts';
import type { SlackCall } from './slack-client.ts';

export interface SlackUser extends Member {
  readonly isBot: boolean;
  readonly locale: string | undefined;
}

export interface SlackBot {
  readonly id: string;
  readonly name: string;
  readonly team: string;
}

/** People seldom come and go while somebody is being invited. */
const FRESH_MS = 60_000;
/** Names and mail addresses change more seldom, and each costs a request of its own. */
const FRESH_USER_MS = 3_600_000;
const MAX_ROSTERS = 100;
const MAX_USERS = 10_000;
const PAGE_SIZE = 200;
/** Of a larger channel only the first members are found by name; mentions and the people file have no such limit. */
const MAX_MEMBERS = 600;
/** Slack answers `users.info` about 100 times a minute, and takes bursts. */
const AT_ONCE = 20;

/** Who is who in the workspace. Throws MessengerError. */
export class Workspace {
  readonly #call: SlackCall;
  readonly #bot: Recent<SlackBot>;
  readonly #users: Recent<SlackUser>;
  readonly #rosters: Recent<readonly Member[]>;
  readonly #titles: Recent<string>;

  constructor(call: SlackCall, now: () => number) {
    this.#call = call;
    this.#bot = new Recent(now, Number.POSITIVE_INFINITY, 1);
    this.#users = new Recent(now, FRESH_USER_MS, MAX_USERS);
    this.#rosters = new Recent(now, FRESH_MS, MAX_ROSTERS);
    this.#titles = new Recent(now, FRESH_USER_MS, MAX_ROSTERS);
  }

  /** Ourselves, as mentions name us. */
  bot(): Promise<SlackBot> {
    return this.#bot.of('', async () => {
      const { user_id: id, user, team_id: team } = await this.#call('auth.test');
      return { id: String(id), name: String(user || 'Usher'), team: String(team) };
    });
  }

  user(id: string): Promise<SlackUser> {
    return this.#users.of(id, async () => {
      const { user } = await this.#call('users.info', { user: id, include_locale: true });
      const { name, real_name: realName, is_bot: isBot, deleted, locale, profile } = fieldsOf(user);
      const { real_name: shown, email } = fieldsOf(profile);
      return {
        id,
        name: textOf(shown) || textOf(realName) || textOf(name) || id,
        email: textOf(email) || undefined,
        isBot: isBot === true || deleted === true,
        locale: textOf(locale) || undefined,
      };
    });
  }

  /** Somebody to be shown: a name that cannot be read stops nobody from being answered. */
  userOrId(id: string): Promise<SlackUser> {
    return this.user(id).catch(() => ({ id, name: id, isBot: false, locale: undefined }));
  }

  /** People of a channel, without bots and those who have left. */
  members(channel: string): Promise<readonly Member[]> {
    return this.#rosters.of(channel, async () => {
      const ids = await this.#memberIds(channel);
      const users: SlackUser[] = [];
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        users.push(...(await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => this.user(id)))));
      }
      return users.filter(({ isBot }) => !isBot);
    });
  }

  /** What the channel is called; empty: it has no name, or none that we may read. */
  title(channel: string): Promise<string> {
    if (isDirect(channel)) return Promise.resolve('');
    const read = async () =>
      textOf(fieldsOf((await this.#call('conversations.info', { channel })).channel).name);
    return this.#titles.of(channel, read).catch(() => '');
  }

  async #memberIds(channel: string): Promise<string[]> {
    const ids: string[] = [];
    let cursor = '';
    do {
      const page = await this.#call('conversations.members', {
        channel,
        limit: PAGE_SIZE,
        ...(cursor === '' ? {} : { cursor }),
      });
      ids.push(...(Array.isArray(page.members) ? page.members.map(String) : []));
      cursor = textOf(fieldsOf(page.response_metadata).next_cursor);
    } while (cursor !== '' && ids.length < MAX_MEMBERS);
    return ids.slice(0, MAX_MEMBERS);
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
