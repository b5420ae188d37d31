/**
 * The app package of Teams: a zip of manifest.json, two icons, and what is said in other languages, to be uploaded in the Teams admin centre. Manifest 1.25:
 * what it needs is in it since long, and tenants take it.
 */
import { en } from '../src/cards/words/en.ts';
import { LANGUAGES, type Language } from '../src/cards/words/words-of.ts';
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
const NAME = 'Usher';
/** Of the manifest itself. Tags without a region serve all regions of a language. */
const DEFAULT_LANGUAGE = 'en';
const OTHER_LANGUAGES = (Object.keys(LANGUAGES) as Language[]).filter((one) => one !== DEFAULT_LANGUAGE);
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
    localizationInfo: {
      defaultLanguageTag: DEFAULT_LANGUAGE,
      additionalLanguages: OTHER_LANGUAGES.map((language) => ({
        languageTag: language,
        file: fileOf(language),
      })),
    },
    name: { short: NAME, full: en.app.name },
    description: { short: en.app.short, full: en.app.long },
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

/** What of the manifest is said in another language (MicrosoftTeams.Localization.schema.json). */
export function teamsLanguageFile(language: Language): object {
  const { app } = LANGUAGES[language];
  const commands = listedCommands(MAX_COMMANDS, language).flatMap(({ title, description }, at) => {
    const path = `bots[0].commandLists[0].commands[${at}]`;
    return [
      [`${path}.title`, title],
      [`${path}.description`, description],
    ];
  });
  return {
    $schema: SCHEMA.replace('.schema', '.Localization.schema'),
    'name.short': NAME,
    'name.full': app.name,
    'description.short': app.short,
    'description.full': app.long,
    ...Object.fromEntries(commands),
  };
}

function fileOf(language: Language): string {
  return `${language}.json`;
}

export function teamsPackage(values: TeamsAppValues): Buffer {
  return zip([
    { name: 'manifest.json', content: Buffer.from(jsonText(teamsManifest(values))) },
    { name: 'color.png', content: colorIcon() },
    { name: 'outline.png', content: outlineIcon() },
    ...OTHER_LANGUAGES.map((language) => ({
      name: fileOf(language),
      content: Buffer.from(jsonText(teamsLanguageFile(language))),
    })),
  ]);
}

export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
