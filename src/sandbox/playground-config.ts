/** The people and conversations of the Playground's page, as its configuration file wants them. */

import { parseAddress } from '../core/index.ts';
import { SANDBOX_PEOPLE } from './sandbox-people.ts';

/** Somebody on the page. */
export interface PagePerson {
  /** Becomes her Teams user id. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Ids of the page's conversations; whoever drives it without a browser addresses them. */
export const PLAYGROUND_CONVERSATIONS = {
  personal: 'personal-chat',
  group: 'group-chat',
  channel: 'channel-standup',
} as const;

/**
 * Who is on the page: the people of the sandbox, with mail addresses in the domain of that SIP address. `sip:` and a mail address is
 * what is rung of somebody of whom no more is known, so `invite mary` calls the Mary of whichever SIP server that is.
 */
export function pagePeople(uri: string): readonly PagePerson[] {
  const { host } = parseAddress(uri);
  return SANDBOX_PEOPLE.map(({ id, name }) => ({ id, name, email: `${id}@${host}` }));
}

/** The Playground refuses fewer people beside the current user. */
const LEAST_OTHERS = 5;

/**
 * The file's text: JSON, which is YAML too. The first of `people` is the one who types.
 * Throws RangeError for fewer than six people.
 */
export function playgroundConfig(people: readonly PagePerson[]): string {
  const [currentUser, ...users] = people.map(user);
  if (users.length < LEAST_OTHERS) throw new RangeError(`The Playground needs ${LEAST_OTHERS + 1} people`);
  return JSON.stringify(
    {
      version: '0.1.1',
      tenantId: guid(1),
      bot: { id: guid(0x11), name: 'Usher' },
      currentUser,
      users,
      personalChat: { id: PLAYGROUND_CONVERSATIONS.personal },
      groupChat: { id: PLAYGROUND_CONVERSATIONS.group, name: 'Ops' },
      team: {
        id: 'team-ops',
        name: 'Ops team',
        aadGroupId: guid(0x31),
        channels: [{ id: PLAYGROUND_CONVERSATIONS.channel, name: 'Standup' }],
      },
    },
    null,
    2,
  );
}

function user({ id, name, email }: PagePerson, index: number) {
  const [givenName = name, ...rest] = name.split(' ');
  return {
    id,
    name,
    // Spelled so in the Playground's schema.
    userPrincipleName: email,
    aadObjectId: guid(0x100 + index),
    givenName,
    surname: rest.join(' '),
    email,
  };
}

/** Ids that stay the same from start to start, so that what is stored about somebody still belongs to her. */
function guid(number: number): string {
  return `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`;
}
