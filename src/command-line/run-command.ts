import dotenv from 'dotenv';
import { ConfigError } from '../config.ts';
import { explain } from './explain.ts';

/** `npm run NAME -- …`, once .env is read. */
export interface Command<Request> {
  /** For --help, and below what is wrong with the arguments. */
  readonly help: string;
  /** What was typed. Throws TypeError. */
  readArguments(args: string[]): Request;
  /** Resolves with the exit code. What it throws is explained. */
  run(request: Request): Promise<number>;
}

/** Resolves with the exit code: 2 where it cannot be tried as typed or configured, 1 where it went wrong. */
export async function runCommand<Request>(
  { help, readArguments, run }: Command<Request>,
  args = process.argv.slice(3),
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help);
    return 0;
  }
  let request: Request;
  try {
    request = readArguments(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${help}`);
    return 2;
  }
  dotenv.config({ quiet: true });
  try {
    return await run(request);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
}
