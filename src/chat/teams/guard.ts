/**
 * Whom we believe, and to whom we speak: decided before anything of an activity is read, written or answered, and in the one place
 * where botbuilder makes its clients, so that our access token goes to nobody who is not on the list.
 */
import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { tenantsOf } from './read-activity.ts';
import { isServiceUrl, OWN_MACHINE } from './service-hosts.ts';

/** What botbuilder takes, by its own names. Without an id every request is believed: only for loopback. */
export interface BotSettings {
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  /** `SingleTenant`, `MultiTenant` or `UserAssignedMSI`. */
  readonly MicrosoftAppType?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
  readonly CertificateThumbprint?: string | undefined;
  /** PEM. */
  readonly CertificatePrivateKey?: string | undefined;
  /** A cloud of a government; unless given, the public one. */
  readonly ChannelService?: string | undefined;
  /** Where keys are, and who issues tokens, of a cloud that botbuilder does not know. */
  readonly ToBotFromChannelOpenIdMetadataUrl?: string | undefined;
  readonly ToBotFromChannelTokenIssuer?: string | undefined;
  readonly ToBotFromEmulatorOpenIdMetadataUrl?: string | undefined;
}

type Factory = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1];
type Authenticated = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;
type ConnectorFactory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;

export interface GuardOptions {
  readonly settings: BotSettings;
  /** ALLOWED_TENANTS; undefined: any. */
  readonly tenants?: readonly string[] | undefined;
  /** ALLOWED_SERVICE_URLS. */
  readonly serviceHosts?: readonly string[] | undefined;
  /** What signs our own requests; tokens of Microsoft unless given. */
  readonly credentialsFactory?: Factory | undefined;
  /** Counts and logs what is refused, by a stable code. */
  readonly refused: (reason: RefusalReason, facts: object) => void;
}

export type RefusalReason =
  | 'token-missing'
  | 'token-refused'
  /** Nobody can be believed while those who sign cannot be asked for their keys. */
  | 'keys-unreachable'
  | 'service-url'
  | 'tenant';

const STATUS: Readonly<Record<RefusalReason, number>> = {
  'token-missing': 401,
  'token-refused': 401,
  'keys-unreachable': 503,
  'service-url': 403,
  tenant: 403,
};

/** Counted and logged already; `message` may be told to whoever was refused. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly status: number;

  constructor(reason: RefusalReason) {
    super('This bot does not work for you.');
    this.name = 'Refusal';
    this.reason = reason;
    this.status = STATUS[reason];
  }
}

const US_GOVERNMENT = 'https://botframework.azure.us';
/** A fact of somebody else's in the log. */
const MAX_FACT = 200;

export class Guard extends ConfigurationBotFrameworkAuthentication {
  readonly #options: GuardOptions;
  readonly #isOpen: boolean;

  constructor(options: GuardOptions) {
    const { settings, credentialsFactory } = options;
    const given = Object.entries(settings).filter(([, value]) => typeof value === 'string' && value !== '');
    super(Object.fromEntries(given), credentialsFactory, {
      requiredEndorsements: [],
      validateClaims: async (claims) => onlyFrom(issuerOf(settings), claims),
    });
    this.#options = options;
    this.#isOpen = !settings.MicrosoftAppId;
  }

  /** Throws Refusal. */
  override async authenticateRequest(activity: Activity, authHeader: string): Promise<Authenticated> {
    const { connectorFactory, ...authenticated } = await super
      .authenticateRequest(activity, authHeader)
      .catch((error: unknown) => this.#refuse(reasonOf(error, authHeader), { why: whyOf(error) }));
    this.#checkServiceUrl(activity.serviceUrl);
    this.#checkTenant(activity);
    return connectorFactory
      ? { ...authenticated, connectorFactory: this.#guarded(connectorFactory) }
      : authenticated;
  }

  override createConnectorFactory(...identity: Parameters<ConnectorMaker>): ConnectorFactory {
    return this.#guarded(super.createConnectorFactory(...identity));
  }

  /** `create` rejects with a Refusal. */
  #guarded(factory: ConnectorFactory): ConnectorFactory {
    return {
      create: async (serviceUrl, audience) => {
        this.#checkServiceUrl(serviceUrl);
        return factory.create(serviceUrl, audience);
      },
    };
  }

  #checkServiceUrl(serviceUrl: string): void {
    const { serviceHosts = [] } = this.#options;
    if (isServiceUrl(serviceUrl, this.#isOpen ? OWN_MACHINE : serviceHosts)) return;
    this.#refuse('service-url', { host: hostOf(serviceUrl), variable: 'ALLOWED_SERVICE_URLS' });
  }

  /**
   * A guest speaks in the tenant that she is a guest of. Who takes part in a shared channel from a tenant of her own is let in where
   * the activity does not name it, or the list does.
   */
  #checkTenant(activity: Activity): void {
    const { tenants } = this.#options;
    if (this.#isOpen || tenants === undefined) return;
    const named = tenantsOf(activity);
    if (named.length > 0 && named.every((tenant) => tenants.includes(tenant))) return;
    this.#refuse('tenant', { tenants: named, variable: 'ALLOWED_TENANTS' });
  }

  #refuse(reason: RefusalReason, facts: object): never {
    this.#options.refused(reason, facts);
    throw new Refusal(reason);
  }
}

type ConnectorMaker = ConfigurationBotFrameworkAuthentication['createConnectorFactory'];

function issuerOf({ ToBotFromChannelTokenIssuer, ChannelService }: BotSettings): string {
  const known =
    ChannelService === US_GOVERNMENT ? 'https://api.botframework.us' : 'https://api.botframework.com';
  return ToBotFromChannelTokenIssuer ?? known;
}

/**
 * botbuilder also believes tokens of Entra ID: those of its Emulator, of other bots, and of App Service. Nobody has to speak to us like
 * this, their `serviceUrl` is bound to nothing, and a bot of several tenants would even take the token that it sends out itself.
 */
function onlyFrom(
  issuer: string,
  claims: readonly { readonly type: string; readonly value: string }[],
): void {
  if (claims.some(({ type, value }) => type === 'iss' && value === issuer)) return;
  throw new Error('The token is not of the Bot Connector');
}

/** node-fetch names its errors so; the library makes a status of those that come with an answer. */
function reasonOf(error: unknown, authHeader: string): RefusalReason {
  if (authHeader.trim() === '') return 'token-missing';
  const { name, statusCode } = error as { readonly name?: unknown; readonly statusCode?: unknown };
  return name === 'FetchError' || statusCode === 500 ? 'keys-unreachable' : 'token-refused';
}

/** Messages of the library name claims and keys, never the token. */
function whyOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MAX_FACT);
}

function hostOf(serviceUrl: string): string {
  return (URL.canParse(serviceUrl) ? new URL(serviceUrl).host : '').slice(0, MAX_FACT);
}
