/** `npm run doctor`: reads the environment, looks at everything that it names, and says on one screen what is wrong. */
import { parseArgs } from 'node:util';
import dotenv from 'dotenv';
import pino from 'pino';
import { ConfigError, readConfig } from '../config.ts';
import { fail } from '../doctor/check.ts';
import { checksOf } from '../doctor/checks.ts';
import { examine } from '../doctor/examine.ts';
import { explain } from './explain.ts';

const HELP = `Looks at everything that .env names, and says what is wrong and what to do. Changes nothing, and rings nobody.

  npm run doctor

Ends with 0 when Usher would work, 1 when something has to be mended, 2 when it is told something that it does not know.
`;

/** Longer than any of the questions of one check together. */
const CHECK_LIMIT_MS = 12_000;

async function run(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  const surroundings = {
    limitMs: CHECK_LIMIT_MS,
    print: (line: string) => void process.stdout.write(`${line}\n`),
  };
  dotenv.config({ quiet: true });
  try {
    const config = readConfig(process.env);
    const log = pino({ level: process.env.LOG_LEVEL ? config.logLevel : 'silent' }, pino.destination(2));
    return await examine(checksOf(config, log), surroundings);
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      process.stderr.write(`${explain(error)}\n`);
      return 1;
    }
    // Nothing can be asked before it is clear whom.
    const checks = error.faults.map(({ variable, problem }) => ({
      name: variable,
      async *run() {
        yield fail(problem, `.env.example says what ${variable} is`);
      },
    }));
    return await examine(checks, surroundings);
  }
}

// What still waits, as SIP transactions do for half a minute, waits for nobody.
process.exit(await run(process.argv.slice(3)));
