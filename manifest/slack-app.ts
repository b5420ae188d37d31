/**
 * The app manifest of Slack, to be pasted where an app is created "from a manifest". Scopes follow from what is heard and
 * called, so that none is asked for that nothing needs.
 */

import { INVITE_FORM } from '../src/cards/index.ts';
import { ACCENT_COLOR } from './icons.ts';
import { usageHint } from './listed-commands.ts';

export interface SlackAppValues {
  /** `https://…`, where Slack reaches Usher; undefined: Usher opens the connection (Socket Mode). */
  readonly publicUrl: string | undefined;
}

/** Events that are heard, each with the scope that it needs. */
export const EVENTS: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  member_joined_channel: 'channels:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.mpim': 'mpim:history',
  'message.im': 'im:history',
};

/** Methods that are called, each with the scopes that it needs. */
export const METHODS: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.info': ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
  'conversations.members': ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
  'users.list': ['users:read', 'users:read.email'],
  'views.open': [],
  'users.info': ['users:read', 'users:read.email'],
};

/** The slash command and the shortcut need it. */
const COMMANDS_SCOPE = 'commands';

export function slackManifest({ publicUrl }: SlackAppValues): object {
  const isSocket = publicUrl === undefined;
  /** Where Slack posts to; nowhere in Socket Mode. */
  const at = (key: string, path: string) => (isSocket ? {} : { [key]: new URL(path, publicUrl).href });
  return {
    display_information: {
      name: 'Usher',
      description: 'Brings people into a live conference from a thread.',
      background_color: ACCENT_COLOR,
    },
    features: {
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'Usher', always_online: true },
      shortcuts: [
        {
          name: 'Invite people to a call',
          type: 'message',
          callback_id: INVITE_FORM,
          description: 'Rings people and brings them into the conference of this thread',
        },
      ],
      slash_commands: [
        {
          command: '/usher',
          description: 'Invite people into a conference, or see who is in',
          usage_hint: usageHint(),
          // So that a mentioned person arrives with her id.
          should_escape: true,
          ...at('url', '/slack/commands'),
        },
      ],
    },
    oauth_config: { scopes: { bot: slackScopes() } },
    settings: {
      event_subscriptions: { ...at('request_url', '/slack/events'), bot_events: Object.keys(EVENTS) },
      interactivity: { is_enabled: true, ...at('request_url', '/slack/interactions') },
      org_deploy_enabled: false,
      socket_mode_enabled: isSocket,
      token_rotation_enabled: false,
    },
  };
}

export function slackScopes(): string[] {
  const scopes = [COMMANDS_SCOPE, ...Object.values(EVENTS), ...Object.values(METHODS).flat()];
  return [...new Set(scopes)].sort();
}
