import {
  type Logger,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from '@slack/web-api';
import { MessengerError } from '../messenger-error.ts';
import type { Log } from '../ports.ts';

/** A Slack that says nothing for so long will not say anything useful any more. */
const TIMEOUT_MS = 15_000;

/** One method of the Web API; throws MessengerError. */
export type SlackCall = (
  method: string,
  facts?: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>;

/** Repeats nothing by itself: our queue does, and knows what it repeats. */
export function slackCall(token: string, apiUrl: string, log: Log): SlackCall {
  const client = new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    logger: loggerOf(log),
  });
  return async (method, facts = {}) => {
    try {
      return { ...(await client.apiCall(method, { ...facts })) };
    } catch (error) {
      throw messengerError(error);
    }
  };
}

/** What Slack's packages log, except what they would say at every request. */
export function loggerOf(log: Log): Logger {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (...said: unknown[]) =>
      log[level]({ said: said.map(String).join(' ') }, 'Slack client');
  return {
    debug() {},
    info() {},
    warn: write('warn'),
    error: write('error'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

/** Slack says most of its errors with status 200; here is the status that other services would have given. */
const STATUS: Readonly<Record<string, number>> = {
  message_not_found: 404,
  channel_not_found: 404,
  is_archived: 404,
  thread_not_found: 404,
  not_in_channel: 403,
  restricted_action: 403,
  cant_update_message: 403,
  user_not_in_channel: 403,
  user_not_found: 403,
  user_disabled: 403,
  user_not_visible: 403,
  cannot_dm_bot: 403,
  ratelimited: 429,
  rate_limited: 429,
  not_authed: 401,
  invalid_auth: 401,
  token_revoked: 401,
  token_expired: 401,
  account_inactive: 401,
  missing_scope: 401,
  internal_error: 500,
  fatal_error: 500,
  service_unavailable: 503,
  request_timeout: 503,
};

function messengerError(error: unknown): MessengerError {
  const cause = { cause: error };
  if (error instanceof WebAPIRateLimitedError)
    return new MessengerError(429, error.retryAfter * 1_000, cause);
  if (error instanceof WebAPIHTTPError) return new MessengerError(error.statusCode, undefined, cause);
  if (error instanceof WebAPIPlatformError) {
    return new MessengerError(STATUS[error.data.error] ?? 400, undefined, cause);
  }
  return new MessengerError(undefined, undefined, cause);
}
