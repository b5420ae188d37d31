/** The environment → the files that the chat products take for an app. Faults are named with their variables. */

import { Environment } from '../src/config/environment.ts';
import { ConfigError } from '../src/config.ts';
import { slackManifest } from './slack-app.ts';
import { jsonText, teamsPackage } from './teams-app.ts';

export const PRODUCTS = ['teams', 'slack'] as const;
export type Product = (typeof PRODUCTS)[number];

export interface AppFile {
  readonly name: string;
  readonly content: Buffer;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws ConfigError with every fault. */
export function appPackages(
  products: readonly Product[],
  env: Readonly<Record<string, string | undefined>>,
  version: string,
): AppFile[] {
  const environment = new Environment(env);
  const publicUrl = readPublicUrl(environment);
  const files = products.flatMap((product) =>
    product === 'teams' ? teamsFile(environment, publicUrl, version) : [slackFile(environment, publicUrl)],
  );
  if (environment.faults.length > 0) throw new ConfigError(environment.faults);
  return files;
}

/** Nothing where a value is missing, which is a fault then. */
function teamsFile(environment: Environment, publicUrl: string | undefined, version: string): AppFile[] {
  const appId = environment.matching('MicrosoftAppId', GUID, 'the application id of the Azure Bot, a GUID');
  for (const variable of ['MicrosoftAppId', 'PUBLIC_URL'] as const) {
    if (!environment.isSet(variable)) environment.fault(variable, 'is missing; the Teams app needs it');
  }
  if (appId === undefined || publicUrl === undefined) return [];
  return [{ name: 'usher-teams.zip', content: teamsPackage({ appId, publicUrl, version }) }];
}

/** Who has an app token wants Socket Mode; it is also the way for whom nobody outside can reach. */
function slackFile(environment: Environment, publicUrl: string | undefined): AppFile {
  const reachedAt = environment.isSet('SLACK_APP_TOKEN') ? undefined : publicUrl;
  const manifest = slackManifest({ publicUrl: reachedAt });
  return { name: 'usher-slack.json', content: Buffer.from(jsonText(manifest)) };
}

/** Without a path: the routes are Usher's own. */
function readPublicUrl(environment: Environment): string | undefined {
  const url = environment.matching('PUBLIC_URL', /^https:\/\/[^\s/?#@]+\/?$/i, 'https://usher.contoso.com');
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
