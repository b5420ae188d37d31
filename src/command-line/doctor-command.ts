/** `npm run doctor`: reads the environment, looks at everything that it names, and says on one screen what is wrong. */
import { parseArgs } from 'node:util';
import pino from 'pino';
import { ConfigError, readConfig } from '../config.ts';
import { fail } from '../doctor/check.ts';
import { checksOf } from '../doctor/checks.ts';
import { examine } from '../doctor/examine.ts';
import { runCommand } from './run-command.ts';

const HELP = `Looks at everything that .env names, and says what is wrong and what to do. Changes nothing, and rings nobody.

  npm run doctor

Ends with 0 when Usher would work, 1 when something has to be mended, 2 when it is told something that it does not know.
`;

/** Longer than any of the questions of one check together. */
const CHECK_LIMIT_MS = 12_000;

async function run(): Promise<number> {
  const surroundings = {
    limitMs: CHECK_LIMIT_MS,
    print: (line: string) => void process.stdout.write(`${line}\n`),
  };
  try {
    const config = readConfig(process.env);
    const log = pino({ level: process.env.LOG_LEVEL ? config.logLevel : 'silent' }, pino.destination(2));
    return await examine(checksOf(config, log), surroundings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
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

/** There are none: all is in .env. */
const readArguments = (args: string[]) => void parseArgs({ args, options: {} });

// What still waits, as SIP transactions do for half a minute, waits for nobody.
process.exit(await runCommand({ help: HELP, readArguments, run }));
