import { type Environment, present } from './environment.ts';
import type { Variable } from './options.ts';

/** Named as botbuilder names them, as far as it knows them. */
export interface TeamsConfig {
  readonly MicrosoftAppId: string;
  readonly MicrosoftAppPassword: string;
  readonly MicrosoftAppType: AppType;
  readonly MicrosoftAppTenantId: string;
  /** Undefined: the public cloud. */
  readonly ChannelService?: string;
  /** PEM files, instead of the password. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Undefined: any. */
  readonly tenants?: readonly string[];
  /** Where answers may be sent: names of hosts, or `*.` and what they end with. */
  readonly serviceHosts: readonly string[];
}

const APP_TYPES = ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'] as const;
type AppType = (typeof APP_TYPES)[number];

const CLOUDS = ['', 'https://botframework.azure.us'];
/** Proves nothing without the id of the application. */
const NEEDS_ID = [
  'MicrosoftAppPassword',
  'MicrosoftAppCertificate',
  'MicrosoftAppCertificateKey',
  'ALLOWED_TENANTS',
] as const;

/** Undefined: no Teams channel. */
export function readTeams(environment: Environment): TeamsConfig | undefined {
  const MicrosoftAppId = environment.text('MicrosoftAppId');
  if (!MicrosoftAppId) {
    const set = NEEDS_ID.find((variable) => environment.isSet(variable));
    if (set) environment.fault('MicrosoftAppId', `is missing, though ${set} is set`);
    return undefined;
  }
  const MicrosoftAppType = environment.oneOf('MicrosoftAppType', APP_TYPES);
  const MicrosoftAppTenantId = environment.text('MicrosoftAppTenantId');
  if (!MicrosoftAppTenantId && MicrosoftAppType !== 'MultiTenant') {
    environment.fault('MicrosoftAppTenantId', `is missing for a ${MicrosoftAppType} bot`);
  }
  return {
    ...{ MicrosoftAppId, MicrosoftAppType, MicrosoftAppTenantId },
    MicrosoftAppPassword: environment.text('MicrosoftAppPassword'),
    serviceHosts: readHosts(environment),
    ...present({
      ChannelService: environment.oneOf('ChannelService', CLOUDS) || undefined,
      certificate: readProof(environment, MicrosoftAppType),
      tenants: readTenants(environment, MicrosoftAppType, MicrosoftAppTenantId),
    }),
  };
}

/** How the bot proves who it is: by one thing, so that nobody rotates the other. */
function readProof(environment: Environment, type: AppType): TeamsConfig['certificate'] {
  const hasPassword = environment.isSet('MicrosoftAppPassword');
  const cert = environment.optional('MicrosoftAppCertificate');
  const key = environment.optional('MicrosoftAppCertificateKey');
  if (type === 'UserAssignedMSI') {
    const problem = 'is not for UserAssignedMSI: there the machine proves who the bot is';
    if (hasPassword) environment.fault('MicrosoftAppPassword', problem);
    if (cert ?? key) environment.fault('MicrosoftAppCertificate', problem);
    return undefined;
  }
  if (cert === undefined && key === undefined) {
    if (!hasPassword) {
      environment.fault(
        'MicrosoftAppPassword',
        'is missing for MicrosoftAppId; set it, or MicrosoftAppCertificate',
      );
    }
    return undefined;
  }
  if (hasPassword) {
    environment.fault(
      'MicrosoftAppPassword',
      'is not needed beside MicrosoftAppCertificate; leave one of them out',
    );
  }
  if (environment.isSet('ChannelService')) {
    const problem = 'works in the public cloud only; with ChannelService set MicrosoftAppPassword';
    environment.fault('MicrosoftAppCertificate', problem);
  }
  if (cert === undefined)
    environment.fault('MicrosoftAppCertificate', 'is missing for MicrosoftAppCertificateKey');
  if (key === undefined)
    environment.fault('MicrosoftAppCertificateKey', 'is missing for MicrosoftAppCertificate');
  return cert !== undefined && key !== undefined ? { cert, key } : undefined;
}

/** Only the own tenant, unless others are named. A bot without one has to say for whom it works. */
function readTenants(environment: Environment, type: AppType, own: string): readonly string[] | undefined {
  const named = environment.list('ALLOWED_TENANTS').map((tenant) => tenant.toLowerCase());
  if (named.length === 1 && named[0] === 'any') return undefined;
  for (const tenant of named) checkTenant(environment, 'ALLOWED_TENANTS', tenant);
  if (named.length > 0) return named;
  if (own !== '') checkTenant(environment, 'MicrosoftAppTenantId', own);
  else if (type === 'MultiTenant')
    environment.fault('ALLOWED_TENANTS', 'is missing for a MultiTenant bot; name the tenants, or any');
  return [own.toLowerCase()];
}

/** Activities name their tenant by its id; a domain in its place would never be met. */
function checkTenant(environment: Environment, variable: Variable, tenant: string): void {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(tenant)) return;
  const problem = `${JSON.stringify(tenant)} is no tenant id, as 01234567-89ab-cdef-0123-456789abcdef`;
  environment.fault(variable, problem);
}

function readHosts(environment: Environment): string[] {
  const hosts = environment.list('ALLOWED_SERVICE_URLS').map((host) => host.toLowerCase());
  for (const host of hosts) {
    if (!/^(\*\.)?([a-z\d-]+\.)+[a-z\d-]+$/.test(host)) {
      environment.fault(
        'ALLOWED_SERVICE_URLS',
        `${JSON.stringify(host)} is no host, as smba.trafficmanager.net or *.contoso.com`,
      );
    }
  }
  return hosts;
}
