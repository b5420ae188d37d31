import {
  type Activity,
  type BotAdapter,
  CloudAdapter,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { Log } from '../ports.ts';
import { type CertificateFiles, readAppCertificate } from './app-certificate.ts';
import { type BotSettings, Guard, type GuardOptions, Refusal } from './guard.ts';

/** The bot's registration, and for whom it works. */
export interface Credentials
  extends BotSettings,
    Pick<GuardOptions, 'tenants' | 'serviceHosts' | 'credentialsFactory'> {
  /** Instead of a password. */
  readonly certificate?: CertificateFiles | undefined;
}

/** Throws ArgumentError, as `readAppCertificate` does. */
export function createAdapter(
  { tenants, serviceHosts, credentialsFactory, certificate, ...rest }: Credentials,
  log: Log,
  refused: GuardOptions['refused'] = () => {},
): CloudAdapter {
  if (rest.MicrosoftAppType === 'MultiTenant') {
    log.warn(
      {},
      'MicrosoftAppType is MultiTenant: Azure makes no such bots any more; a SingleTenant one is safer',
    );
  }
  const settings = certificate ? { ...rest, ...readAppCertificate(certificate) } : rest;
  const adapter = new GuardedAdapter(
    new Guard({ settings, tenants, serviceHosts, credentialsFactory, refused }),
  );
  adapter.use(async (context, next) => {
    withoutRetries(adapter, context);
    await next();
  });
  adapter.onTurnError = async (_context, err) => log.error({ err }, 'A turn failed');
  return adapter;
}

type Logic = (context: TurnContext) => Promise<void>;

class GuardedAdapter extends CloudAdapter {
  /** What is refused becomes the answer: the adapter itself would print it, and know no other status than 401. */
  protected override async processActivity(
    authorization: Parameters<CloudAdapter['processActivityDirect']>[0],
    activity: Activity,
    logic: Logic,
  ): Promise<InvokeResponse | undefined> {
    try {
      return await (typeof authorization === 'string'
        ? super.processActivity(authorization, activity, logic)
        : super.processActivity(authorization, activity, logic));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { error: { code: error.reason, message: error.message } } };
    }
  }
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
