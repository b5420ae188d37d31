/** `npm run bench -- NAME`: measures, prints a table, writes `bench/results/NAME.json`. Ends with 1 where a goal was missed. */
import { parseArgs } from 'node:util';
import { benchChat } from './chat/bench-chat.ts';
import { benchClock } from './clock/bench-clock.ts';
import { benchDirectory } from './directory/bench-directory.ts';
import { benchGarbage } from './garbage/bench-garbage.ts';
import { publish, type Report } from './report.ts';
import { benchSip } from './sip/bench-sip.ts';

const HELP = `Measures, prints a table and writes bench/results/NAME.json. Everything stays on 127.0.0.1 and ends by itself.

  npm run bench -- chat
  npm run bench -- clock [--rounds N]
  npm run bench -- directory
  npm run bench -- garbage
  npm run bench -- sip [--transactions N]

  chat              turns of the whole product beside a bare bot, and the way to the wire; below 3 minutes
  clock             what is due later beside a bare worker of pg-boss, on one embedded PostgreSQL; 4 minutes a round; Linux only
  directory         50,000 people of a company's directory: finding one beside looking at each, memory, what is held up; one minute
  garbage           10,000 requests a second of garbage at HTTP and SIP, and the commands typed meanwhile; one minute; Linux only
  sip               the SIP stack beside stock sip.js, at the same sipp endpoints (Debian: sip-tester); below 3 minutes
  --rounds N        how often each is measured; 2 unless given
  --transactions N  how many transactions memory has to stay flat over; 100000 unless given
`;

const BENCHES: Readonly<
  Record<string, (options: { transactions: number; rounds: number }) => Promise<Report>>
> = {
  chat: benchChat,
  clock: benchClock,
  directory: benchDirectory,
  garbage: benchGarbage,
  sip: benchSip,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    transactions: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '2' },
  },
});
const bench = BENCHES[positionals[0] ?? ''];
const transactions = Number(values.transactions);
const rounds = Number(values.rounds);
const isCount = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
if (!bench || positionals.length > 1 || !isCount(transactions, 1_000) || !isCount(rounds, 1)) {
  process.stderr.write(HELP);
  process.exitCode = 2;
} else {
  const startedAt = performance.now();
  const report = await bench({ transactions, rounds });
  const file = publish(report, (performance.now() - startedAt) / 1_000);
  console.log(`\nWritten to ${file}`);
  process.exitCode = report.rows.some(({ met }) => met === false) ? 1 : 0;
}
