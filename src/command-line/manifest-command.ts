/** `npm run manifest`: writes what Teams and Slack take for an app, with the values of the environment. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { appPackages, PRODUCTS, type Product } from '../../manifest/app-packages.ts';
import { runCommand } from './run-command.ts';

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

function readArguments(args: string[]): Request {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string', default: 'app-packages' } },
  });
  const products = positionals.map((typed) => {
    const product = PRODUCTS.find((one) => one === typed);
    if (!product) throw new TypeError(`${JSON.stringify(typed)} is none of ${PRODUCTS.join(', ')}.`);
    return product;
  });
  return { products: products.length > 0 ? [...new Set(products)] : PRODUCTS, folder: values.to };
}

async function run({ products, folder }: Request): Promise<number> {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const files = appPackages(products, process.env, String(version));
  await mkdir(folder, { recursive: true });
  for (const { name, content } of files) {
    const path = resolve(join(folder, name));
    await writeFile(path, content);
    process.stdout.write(`${path}\n`);
  }
  return 0;
}

process.exitCode = await runCommand({ help: HELP, readArguments, run });
