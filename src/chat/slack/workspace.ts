import type { Member } from '../../directory/index.ts';
import { MessengerError } from '../messenger-error.ts';
import type { Time } from '../patience.ts';
import { Recent } from '../recent.ts';
import { fieldsOf, textOf } from './fields.ts';
import { isDirect } from './place.ts';
import type { SlackCall } from './slack-client.ts';

export interface SlackUser extends Member {
  readonly isBot: boolean;
  readonly locale: string | undefined;
  /** IANA time zone. */
  readonly zone: string | undefined;
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
/** Slack wants less than 1000. */
const PAGE_SIZE = 999;
/** Of a larger channel only the first members are found by name; mentions and the people file have no such limit. */
const MAX_MEMBERS = 5_000;
/** Slack answers `users.info` about 100 times a minute, and takes bursts; more people than this are read from `users.list`. */
const MAX_SINGLE = 60;
const AT_ONCE = 20;
/** Of those who are not in that list (people of other companies), so many; the others are not found by name. */
const MAX_LEFT = 300;
/** Pages of `users.list`, which is answered about 20 times a minute. */
const MAX_USER_PAGES = 20;
/** How long a roster waits where Slack asks for it, and how often. */
const LONGEST_WAIT_MS = 60_000;
const MAX_WAITS = 5;

/** Members of a channel by their ids; `isAll`: no more than these. */
interface MemberIds {
  readonly ids: ReadonlySet<string>;
  readonly isAll: boolean;
}

/** Who is who in the workspace. Throws MessengerError. */
export class Workspace {
  readonly #call: SlackCall;
  readonly #time: Time;
  readonly #bot: Recent<SlackBot>;
  readonly #users: Recent<SlackUser>;
  readonly #rosters: Recent<readonly Member[]>;
  readonly #ids: Recent<MemberIds>;
  readonly #titles: Recent<string>;

  constructor(call: SlackCall, time: Time) {
    const now = () => time.now();
    this.#call = call;
    this.#time = time;
    this.#bot = new Recent(now, Number.POSITIVE_INFINITY, 1);
    this.#users = new Recent(now, FRESH_USER_MS, MAX_USERS);
    this.#rosters = new Recent(now, FRESH_MS, MAX_ROSTERS);
    this.#ids = new Recent(now, FRESH_MS, MAX_ROSTERS);
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
      return readUser(id, user);
    });
  }

  /** Somebody to be shown: a name that cannot be read stops nobody from being answered. */
  userOrId(id: string): Promise<SlackUser> {
    return this.user(id).catch(() => ({ id, name: id, isBot: false, locale: undefined, zone: undefined }));
  }

  /** People of a channel, without bots and those who have left. */
  members(channel: string): Promise<readonly Member[]> {
    return this.#rosters.of(channel, async () => {
      const { ids } = await this.#memberIds(channel);
      const unknown = [...ids].filter((id) => !this.#users.has(id));
      if (unknown.length > MAX_SINGLE) await this.#readMany(new Set(unknown));
      const users: SlackUser[] = [];
      const left = new Set(unknown.filter((id) => !this.#users.has(id)).slice(MAX_LEFT));
      const rest = [...ids].filter((id) => !left.has(id));
      while (rest.length > 0) {
        const some = rest.splice(0, AT_ONCE);
        users.push(...(await Promise.all(some.map((id) => this.#patiently(() => this.user(id))))));
      }
      return users.filter(({ isBot }) => !isBot);
    });
  }

  /** The same, with people who are named by their ids, whether they are in the channel or not. */
  async membersAnd(channel: string, ids: readonly string[]): Promise<readonly Member[]> {
    const members = await this.members(channel);
    const others = ids.filter((id) => members.every((member) => member.id !== id));
    const named = await Promise.all(others.map((id) => this.userOrId(id)));
    return [...members, ...named.filter(({ isBot }) => !isBot)];
  }

  /** Of a channel with more members than we read, anybody may be one. */
  async isMember(channel: string, user: string): Promise<boolean> {
    const { ids, isAll } = await this.#memberIds(channel);
    return ids.has(user) || !isAll;
  }

  /** What the channel is called; empty: it has no name, or none that we may read. */
  title(channel: string): Promise<string> {
    if (isDirect(channel)) return Promise.resolve('');
    const read = async () =>
      textOf(fieldsOf((await this.#call('conversations.info', { channel })).channel).name);
    return this.#titles.of(channel, read).catch(() => '');
  }

  #memberIds(channel: string): Promise<MemberIds> {
    return this.#ids.of(channel, async () => {
      const ids = new Set<string>();
      const isAll = await this.#pages(
        (page) => this.#call('conversations.members', { channel, ...page }),
        ({ members }) => {
          if (Array.isArray(members)) for (const id of members) ids.add(String(id));
          return ids.size < MAX_MEMBERS;
        },
      );
      return { ids: new Set([...ids].slice(0, MAX_MEMBERS)), isAll: isAll && ids.size <= MAX_MEMBERS };
    });
  }

  /** Everybody of the workspace, page by page, until all of these are known. */
  async #readMany(wanted: Set<string>): Promise<void> {
    let pages = 0;
    await this.#pages(
      (page) => this.#call('users.list', { include_locale: true, ...page }),
      ({ members }) => {
        for (const member of Array.isArray(members) ? members : []) {
          const id = textOf(fieldsOf(member).id);
          if (wanted.delete(id)) this.#users.put(id, readUser(id, member));
        }
        pages += 1;
        return wanted.size > 0 && pages < MAX_USER_PAGES;
      },
    );
  }

  /** Reads until there is no more, or `take` wants no more; true: there is no more. */
  async #pages(
    ask: (page: object) => ReturnType<SlackCall>,
    take: (page: Awaited<ReturnType<SlackCall>>) => boolean,
  ): Promise<boolean> {
    for (let cursor = ''; ; ) {
      const from = cursor === '' ? {} : { cursor };
      const page = await this.#patiently(() => ask({ limit: PAGE_SIZE, ...from }));
      const wantsMore = take(page);
      cursor = textOf(fieldsOf(page.response_metadata).next_cursor);
      if (cursor === '') return true;
      if (!wantsMore) return false;
    }
  }

  /** A roster is read as fast as Slack lets us. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let waits = 0; ; waits += 1) {
      try {
        return await ask();
      } catch (error) {
        const ms = error instanceof MessengerError ? error.retryAfterMs : undefined;
        if (ms === undefined || ms > LONGEST_WAIT_MS || waits === MAX_WAITS) throw error;
        await this.#time.sleep(ms);
      }
    }
  }
}

function readUser(id: string, user: unknown): SlackUser {
  const { name, real_name: realName, is_bot: isBot, deleted, locale, tz, profile } = fieldsOf(user);
  const { real_name: shown, email } = fieldsOf(profile);
  return {
    id,
    name: textOf(shown) || textOf(realName) || textOf(name) || id,
    email: textOf(email) || undefined,
    isBot: isBot === true || deleted === true,
    locale: textOf(locale) || undefined,
    zone: textOf(tz) || undefined,
  };
}
