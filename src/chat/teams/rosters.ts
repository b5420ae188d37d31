import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { Member } from '../../directory/index.ts';
import { Recent } from '../recent.ts';
import { botOf, rootOf } from './read-activity.ts';

/** People seldom come and go while somebody is being invited. */
const FRESH_MS = 60_000;
const PAGE_SIZE = 500;
/** Of a larger team only the first members are found by name; the people file has no such limit. */
const MAX_PAGES = 20;
const MAX_ROSTERS = 100;

/** Members of threads: read page by page, once for all who ask at the same time, and kept for a minute. */
export class Rosters {
  readonly #recent: Recent<readonly Member[]>;

  constructor(now: () => number) {
    this.#recent = new Recent(now, FRESH_MS, MAX_ROSTERS);
  }

  of(context: TurnContext): Promise<readonly Member[]> {
    return this.#recent.of(rosterKey(context), () => readAll(context));
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
