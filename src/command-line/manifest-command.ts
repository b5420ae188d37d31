/** `npm run manifest`: writes what Teams and Slack take for an app, with the values of the environment. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import dotenv from 'dotenv';
import { appPackages, PRODUCTS, type Product } from '../../manifest/app-packages.ts';
import { ConfigError } from '../config.ts';
import { explain } from './explain.ts';

const HELP = `Writes the app packages with the values of .env: usher-teams.zip for Teams, usher-slack.json for Slack.

  npm run manifest [-- teams | slack] [--to FOLDER]

  teams, slack   only this one; both unless given
  --to FOLDER    where to; app-packages unless given

Teams needs MicrosoftAppId and PUBLIC_URL. Slack is told to reach Usher at PUBLIC_URL; without it, or with SLACK_APP_TOKEN,
Usher opens the connection by itself (Socket Mode).
`;

interface Request {
  readonly products: readonly Product[];
  readonly folder: string;
}

/** What was typed; undefined: the help is wanted. Throws TypeError. */
function readArguments(args: readonly string[]): Request | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { to: { type: 'string', default: 'app-packages' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return undefined;
  const products = positionals.map((typed) => {
    const product = PRODUCTS.find((one) => one === typed);
    if (!product) throw new TypeError(`${JSON.stringify(typed)} is none of ${PRODUCTS.join(', ')}.`);
    return product;
  });
  return { products: products.length > 0 ? [...new Set(products)] : PRODUCTS, folder: values.to };
}

async function run(args: readonly string[]): Promise<number> {
  let request: Request | undefined;
  try {
    request = readArguments(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  if (!request) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    dotenv.config({ quiet: true });
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    const files = appPackages(request.products, process.env, String(version));
    await mkdir(request.folder, { recursive: true });
    for (const { name, content } of files) {
      const path = resolve(join(request.folder, name));
      await writeFile(path, content);
      process.stdout.write(`${path}\n`);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
}

process.exitCode = await run(process.argv.slice(3));
