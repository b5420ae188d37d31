import { type Activity, ActivityTypes } from 'botbuilder';
import { isDirect, SLACK, type SlackPlace, threadIdOf } from './place.ts';
import { mentionsIn, withoutLinks } from './read-event.ts';
import type { Workspace } from './workspace.ts';

interface Author {
  readonly id: string;
  readonly name: string;
  readonly locale?: string | undefined;
  readonly zone?: string | undefined;
}

/** What comes in, as the Bot Framework has it. */
export class Framing {
  readonly #workspace: Workspace;
  readonly #serviceUrl: string;

  constructor(workspace: Workspace, serviceUrl: string) {
    this.#workspace = workspace;
    this.#serviceUrl = serviceUrl;
  }

  /** Place and author. */
  async frame(place: SlackPlace, author: Author, activityId: string): Promise<Partial<Activity>> {
    const { id: usId, name: usName } = await this.#workspace.bot();
    const title = await this.#workspace.title(place.channel);
    const conversationType = isDirect(place.channel) ? 'personal' : 'channel';
    const { id, name, locale, zone } = author;
    return {
      id: activityId,
      channelId: SLACK,
      serviceUrl: this.#serviceUrl,
      conversation: {
        ...{ id: threadIdOf(place), name: title, conversationType, isGroup: conversationType === 'channel' },
      },
      from: { id, name },
      recipient: { id: usId, name: usName },
      ...(locale === undefined ? {} : { locale }),
      ...(zone === undefined ? {} : { localTimezone: zone }),
    };
  }

  /** A line with its mentions and their names. */
  async line(text: string): Promise<Partial<Activity>> {
    const entities = await Promise.all(
      mentionsIn(text).map(async ({ id, text: written }) => {
        const { name } = await this.#workspace.userOrId(id);
        return { type: 'mention', mentioned: { id, name }, text: written };
      }),
    );
    return { type: ActivityTypes.Message, text: withoutLinks(text), entities };
  }

  /** The line as people read it. */
  async shown(text: string): Promise<string> {
    let shown = text;
    for (const { id, text: written } of mentionsIn(text)) {
      shown = shown.replaceAll(written, (await this.#workspace.userOrId(id)).name);
    }
    return withoutLinks(shown);
  }
}
