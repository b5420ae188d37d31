/**
 * The app package of Teams: a zip of manifest.json and two icons, to be uploaded in the Teams admin centre. Manifest 1.25:
 * what it needs is in it since long, and tenants take it.
 */
import { ACCENT_COLOR, colorIcon, outlineIcon } from './icons.ts';
import { listedCommands } from './listed-commands.ts';
import { zip } from './zip.ts';

export interface TeamsAppValues {
  /** Application id of the Azure Bot, a GUID; the app gets the same. */
  readonly appId: string;
  /** `https://…`, where Usher is reached. */
  readonly publicUrl: string;
  /** Of the product; Teams offers an update where it has risen. */
  readonly version: string;
}

const SCHEMA = 'https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json';
const SCOPES = ['personal', 'team', 'groupChat'];
/** Teams shows no more than this, though the schema admits twelve. */
const MAX_COMMANDS = 10;

export function teamsManifest({ appId, publicUrl, version }: TeamsAppValues): object {
  return {
    $schema: SCHEMA,
    manifestVersion: '1.25',
    version,
    id: appId,
    developer: { name: 'Usher', websiteUrl: publicUrl, privacyUrl: publicUrl, termsOfUseUrl: publicUrl },
    name: { short: 'Usher', full: 'Usher brings people into a live conference' },
    description: {
      short: 'Brings people into a live conference from a chat.',
      full: 'Type "invite Mary": her phone rings, and the thread shows what truly happens to her invitation until it has an end.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: ACCENT_COLOR,
    bots: [
      {
        botId: appId,
        scopes: SCOPES,
        isNotificationOnly: false,
        supportsFiles: false,
        commandLists: [{ scopes: SCOPES, commands: listedCommands(MAX_COMMANDS) }],
      },
    ],
    validDomains: [new URL(publicUrl).host],
  };
}

export function teamsPackage(values: TeamsAppValues): Buffer {
  return zip([
    { name: 'manifest.json', content: Buffer.from(jsonText(teamsManifest(values))) },
    { name: 'color.png', content: colorIcon() },
    { name: 'outline.png', content: outlineIcon() },
  ]);
}

export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
