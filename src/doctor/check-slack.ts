import { type SlackCall, slackCall } from '../chat/slack/slack-client.ts';
import type { SlackConfig } from '../config.ts';
import { type Check, type Finding, fail, ok, reasonOf, warn } from './check.ts';

/** By what Slack answers. */
const TODO: Readonly<Record<string, string>> = {
  invalid_auth: 'copy the token anew from the page of the app',
  not_authed: 'copy the token anew from the page of the app',
  token_revoked: 'install the app anew, and copy its token',
  token_expired: 'turn token rotation off, and copy the token anew',
  account_inactive: 'install the app anew, and copy its token',
  not_allowed_token_type: 'SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-',
  missing_scope: 'give the app-level token the scope connections:write',
};

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** The Slack app: both tokens, and what it may do. `scopes`: those that the manifest asks for. */
export function checkSlack(
  { botToken, appToken, apiUrl }: SlackConfig,
  scopes: readonly string[],
  call: typeof slackCall = slackCall,
): Check {
  return {
    name: 'Slack',
    async *run() {
      yield* judgeBot(call(botToken, apiUrl, SILENT), scopes);
      if (appToken !== undefined) yield* judgeSocket(call(appToken, apiUrl, SILENT));
    },
  };
}

async function* judgeBot(ask: SlackCall, wanted: readonly string[]): AsyncGenerator<Finding> {
  try {
    const { team, user, response_metadata: metadata } = await ask('auth.test');
    yield ok(`SLACK_BOT_TOKEN is that of ${user} in ${team}`);
    const granted = scopesOf(metadata);
    // An emulator does not say; Slack always does.
    const missing = granted && wanted.filter((scope) => !granted.includes(scope));
    if (missing && missing.length > 0) {
      const todo = 'update the app from the manifest that npm run manifest writes, and install it anew';
      yield fail(`the app lacks scopes: ${missing.join(', ')}`, todo);
    }
  } catch (error) {
    yield refusal('SLACK_BOT_TOKEN', error);
  }
}

/** Asks for an address to connect to, and does not connect. */
async function* judgeSocket(ask: SlackCall): AsyncGenerator<Finding> {
  try {
    await ask('apps.connections.open');
    yield ok('SLACK_APP_TOKEN opens Socket Mode');
  } catch (error) {
    yield refusal('SLACK_APP_TOKEN', error);
  }
}

function refusal(variable: string, error: unknown): Finding {
  const cause = error instanceof Error ? error.cause : undefined;
  const said = slackCodeOf(cause);
  if (said === undefined) {
    return fail(
      `Slack is not reached: ${reasonOf(cause ?? error)}`,
      'let the firewall pass HTTPS to slack.com',
    );
  }
  if (said === 'ratelimited') return warn(`${variable}: Slack is asked too often`, 'try again in a minute');
  return fail(
    `${variable}: Slack says ${said}`,
    TODO[said] ?? 'look the word up in Slack’s documentation of the method',
  );
}

function slackCodeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const data: unknown = Reflect.get(cause, 'data');
  const said: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'error') : undefined;
  return typeof said === 'string' ? said : undefined;
}

function scopesOf(metadata: unknown): readonly string[] | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const scopes: unknown = Reflect.get(metadata, 'scopes');
  return Array.isArray(scopes) ? scopes.map(String) : undefined;
}
