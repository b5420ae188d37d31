import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type CertificateFiles, readAppCertificate } from '../chat/teams/app-certificate.ts';
import type { TeamsConfig } from '../config.ts';
import { type Check, type Finding, fail, ok, reasonOf, warn } from './check.ts';

/** Where Microsoft hands out tokens, and what for; the other cloud is that of the US government. */
const CLOUDS = {
  public: {
    login: 'https://login.microsoftonline.com',
    scope: 'https://api.botframework.com/.default',
    any: 'botframework.com',
  },
  government: {
    login: 'https://login.microsoftonline.us',
    scope: 'https://api.botframework.us/.default',
    any: 'MicrosoftServices.onmicrosoft.us',
  },
} as const;

const SOON_MS = 14 * 86_400_000;

/** By the codes of Entra ID. */
const TODO: Readonly<Record<string, string>> = {
  AADSTS7000215: 'set MicrosoftAppPassword to the value of a client secret, not to its id',
  AADSTS7000222: 'the client secret is expired: make a new one, and set MicrosoftAppPassword',
  AADSTS700016: 'correct MicrosoftAppId, or MicrosoftAppTenantId: that tenant does not know the application',
  AADSTS90002: 'correct MicrosoftAppTenantId: there is no such tenant',
  AADSTS900023: 'correct MicrosoftAppTenantId: there is no such tenant',
};

/** The Azure Bot: a token is fetched with what is configured, and thrown away. */
export function checkTeams(teams: TeamsConfig, fetchFn: typeof fetch, now: () => number): Check {
  return {
    name: 'Teams',
    async *run(signal) {
      const { MicrosoftAppId, MicrosoftAppType, MicrosoftAppTenantId, MicrosoftAppPassword } = teams;
      if (MicrosoftAppType === 'UserAssignedMSI') {
        yield warn(
          'a managed identity shows only on its machine in Azure',
          'look there whether Usher answers',
        );
        return;
      }
      const { login, scope, any } = CLOUDS[teams.ChannelService ? 'government' : 'public'];
      const tenant = MicrosoftAppType === 'MultiTenant' ? any : MicrosoftAppTenantId;
      const base = `${login}/${encodeURIComponent(tenant)}`;
      try {
        if (teams.certificate) {
          yield judgeCertificate(teams.certificate, now());
          const { ok: isThere } = await fetchFn(`${base}/v2.0/.well-known/openid-configuration`, { signal });
          yield isThere
            ? ok(`${login} knows the tenant; whether it takes the certificate, the first answer shows`)
            : fail(`${login} does not know the tenant ${tenant}`, 'correct MicrosoftAppTenantId');
          return;
        }
        const response = await fetchFn(`${base}/oauth2/v2.0/token`, {
          method: 'POST',
          signal,
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: MicrosoftAppId,
            client_secret: MicrosoftAppPassword,
            scope,
          }),
        });
        if (response.ok) {
          await response.body?.cancel();
          yield ok(`${login} gives the application ${MicrosoftAppId} a token`);
          return;
        }
        const code = /AADSTS\d+/.exec(await response.text())?.[0] ?? `${response.status}`;
        const todo = TODO[code] ?? `look up ${code} in Microsoft's list of authentication errors`;
        yield fail(`${login} gives no token (${code})`, todo);
      } catch (error) {
        yield fail(`${login} is not reached: ${reasonOf(error)}`, 'let the firewall pass HTTPS to it');
      }
    },
  };
}

/** What Entra ID would be shown, and until when it would take it. */
function judgeCertificate(files: CertificateFiles, now: number): Finding {
  try {
    readAppCertificate(files);
    const until = new Date(new X509Certificate(readFileSync(files.cert)).validTo);
    const says = `MicrosoftAppCertificate is valid until ${until.toISOString().slice(0, 10)}`;
    const leftMs = until.getTime() - now;
    if (leftMs < 0) return fail(says, 'make a new one, and upload it to the application');
    return leftMs < SOON_MS ? warn(says, 'make a new one now, and upload it to the application') : ok(says);
  } catch (error) {
    return fail(reasonOf(error), 'correct the path, or the file');
  }
}
