import {
  type BotAdapter,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from 'botbuilder';
import type { Log } from '../ports.ts';

/** The bot's registration. Without an id every request is believed: only for loopback. */
export interface Credentials {
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  /** `SingleTenant` unless given. */
  readonly MicrosoftAppType?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
}

export function createAdapter(credentials: Credentials, log: Log): CloudAdapter {
  const given = Object.entries(credentials).filter(([, value]) => typeof value === 'string' && value !== '');
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(Object.fromEntries(given)));
  adapter.use(async (context, next) => {
    withoutRetries(adapter, context);
    await next();
  });
  adapter.onTurnError = async (_context, err) => log.error({ err }, 'A turn failed');
  return adapter;
}

/**
 * Takes the connector's own repetitions out: it would post a message up to four times when the answer to the first one was
 * lost, and sleep through a Retry-After with a job in its hands. Our queue repeats, and knows what it repeats.
 * The client offers no option for it, hence the reach into its pipeline; a test notices if that ever stops working.
 */
function withoutRetries(adapter: BotAdapter, context: TurnContext): void {
  const connector: unknown = context.turnState.get(adapter.ConnectorClientKey);
  const client = isObject(connector) ? Reflect.get(connector, 'client') : undefined;
  const pipeline = isObject(client) ? Reflect.get(client, 'pipeline') : undefined;
  if (isObject(pipeline) && hasRemovePolicy(pipeline)) pipeline.removePolicy({ name: 'defaultRetryPolicy' });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function hasRemovePolicy(value: object): value is { removePolicy(options: { name: string }): unknown } {
  return 'removePolicy' in value && typeof value.removePolicy === 'function';
}
