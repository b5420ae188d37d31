import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { Member } from '../../directory/index.ts';
import { botOf, rootOf } from './read-activity.ts';

/** People seldom come and go while somebody is being invited. */
const FRESH_MS = 60_000;
const PAGE_SIZE = 500;
/** Of a larger team only the first members are found by name; the people file has no such limit. */
const MAX_PAGES = 20;
const MAX_ROSTERS = 100;

interface Cached {
  readonly at: number;
  readonly members: Promise<readonly Member[]>;
}

/** Members of threads: read page by page, once for all who ask at the same time, and kept for a minute. */
export class Rosters {
  readonly #now: () => number;
  readonly #cached = new Map<string, Cached>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async of(context: TurnContext): Promise<readonly Member[]> {
    const key = rosterKey(context);
    const cached = this.#cached.get(key);
    if (cached && this.#now() - cached.at < FRESH_MS) return cached.members;
    const members = readAll(context);
    this.#cached.delete(key);
    this.#cached.set(key, { at: this.#now(), members });
    for (const oldest of this.#cached.keys()) {
      if (this.#cached.size <= MAX_ROSTERS) break;
      this.#cached.delete(oldest);
    }
    try {
      return await members;
    } catch (error) {
      // A failure is not remembered: the next one who asks tries again.
      if (this.#cached.get(key)?.members === members) this.#cached.delete(key);
      throw error;
    }
  }
}

/** All threads of a channel have the same members. */
function rosterKey({ activity }: TurnContext): string {
  return `${activity.serviceUrl} ${rootOf(activity)}`;
}

async function readAll(context: TurnContext): Promise<readonly Member[]> {
  const members: Member[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const result = await TeamsInfo.getPagedMembers(context, PAGE_SIZE, token);
    for (const member of result.members ?? []) {
      const { id, name, email, userPrincipalName, aadObjectId } = member;
      if (typeof id !== 'string' || typeof name !== 'string' || id === botOf(context.activity).id) continue;
      members.push({ id, name, email, userPrincipalName, aadObjectId });
    }
    token = result.continuationToken || undefined;
    if (token === undefined) break;
  }
  return members;
}
