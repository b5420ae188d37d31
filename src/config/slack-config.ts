import type { Environment } from './environment.ts';

export interface SlackConfig {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Undefined: no routes, only Socket Mode. */
  readonly signingSecret: string | undefined;
  /** `xapp-…`; undefined: no Socket Mode. */
  readonly appToken: string | undefined;
  /** Ends in a slash. */
  readonly apiUrl: string;
}

/** Undefined: no Slack channel. Tokens are never repeated in a fault. */
export function readSlack(environment: Environment): SlackConfig | undefined {
  const botToken = environment.matching('SLACK_BOT_TOKEN', /^xoxb-\S+$/, 'the bot token, xoxb-…');
  const signingSecret = environment.optional('SLACK_SIGNING_SECRET');
  const appToken = environment.matching('SLACK_APP_TOKEN', /^xapp-\S+$/, 'an app-level token, xapp-…');
  const apiUrl = environment.matching('SLACK_API_URL', /^https?:\/\/[^\s<>"]+$/i, 'https://…') ?? '';
  if (botToken === undefined) {
    if (signingSecret ?? appToken) {
      const given = signingSecret === undefined ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET';
      environment.fault('SLACK_BOT_TOKEN', `is missing, though ${given} is set`);
    }
    return undefined;
  }
  if (signingSecret === undefined && appToken === undefined) {
    environment.fault(
      'SLACK_SIGNING_SECRET',
      'is missing for SLACK_BOT_TOKEN; set it, or SLACK_APP_TOKEN for Socket Mode',
    );
  }
  return { botToken, signingSecret, appToken, apiUrl: apiUrl.replace(/\/*$/, '/') };
}
