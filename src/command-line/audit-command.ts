/** `npm run audit`: writes the audit trail to the standard output, while Usher runs or not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { type Config, readConfig } from '../config.ts';
import { type AuditFilter, defaultDataDir, openAuditTrail, startEmbeddedPostgres } from '../store/index.ts';
import { FORMATS } from './audit-format.ts';
import { runCommand } from './run-command.ts';

const HELP = `Writes who asked for what, who was invited by whom, and how it ended, oldest first.

  npm run --silent audit -- --since TIME [--until TIME] [--person WHO] [--thread ID] [--format csv | json]

  --since, --until   a day (2026-11-01, its beginning in UTC) or an instant (2026-11-01T09:00:00Z, …+01:00)
  --person WHO       who has asked, or whom it is about: a name, an id of the chat or an address, whole
  --thread ID        one thread only
  --format           csv unless given; json is an array with a line for each entry

The database is that of .env; the embedded one is asked while Usher runs, and started for it where it does not.
`;

interface Request {
  readonly filter: AuditFilter;
  readonly format: keyof typeof FORMATS;
}

function readArguments(args: string[]): Request {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ since: text, until: text, person: text, thread: text },
      format: { ...text, default: 'csv' },
    },
  });
  const { since, until, person, thread, format } = values;
  if (since === undefined) throw new TypeError('--since is missing.');
  if (format !== 'csv' && format !== 'json') throw new TypeError(`--format ${format} is none of csv, json.`);
  const filter = { since: readTime('--since', since), person, thread };
  return { filter: until === undefined ? filter : { ...filter, until: readTime('--until', until) }, format };
}

/** ISO 8601, with a zone where it has a time of the day. */
function readTime(option: string, typed: string): Date {
  const [, day = ''] = INSTANT.exec(typed) ?? [];
  const [midnight, time] = [Date.parse(day), Date.parse(typed)];
  // Date makes the first of December of the 31st of November.
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  if (isDay && !Number.isNaN(time)) return new Date(time);
  const what = 'is no day as 2026-11-01, nor an instant as 2026-11-01T09:00:00Z.';
  throw new TypeError(`${option} ${JSON.stringify(typed)} ${what}`);
}

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

async function run(request: Request): Promise<number> {
  try {
    await write(request, readConfig(process.env));
  } catch (error) {
    // Who reads has seen enough, as `head` has.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
  return 0;
}

async function write({ filter, format }: Request, config: Config): Promise<void> {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const embedded = config.databaseUrl === undefined ? await embeddedOf(config, log) : undefined;
  try {
    const trail = await openAuditTrail(config.databaseUrl ?? embedded?.url ?? '', log);
    try {
      // No faster than it is read: a trail of years does not have to fit in memory.
      await pipeline(Readable.from(FORMATS[format](trail.read(filter))), process.stdout, { end: false });
    } finally {
      await trail.close();
    }
  } finally {
    await embedded?.stop();
  }
}

/** The running one is adopted, and left alone as long as anybody else uses it. None is made for the sake of looking into it. */
async function embeddedOf({ dataDir = defaultDataDir() }: Config, log: pino.Logger) {
  if (existsSync(join(dataDir, 'postgres'))) return startEmbeddedPostgres({ dataDir, log });
  throw Object.assign(
    new Error(`There is no database in ${dataDir}: set DATA_DIR or DATABASE_URL as for npm start.`),
    {
      code: 'store.no-audit',
    },
  );
}

process.exitCode = await runCommand({ help: HELP, readArguments, run });
