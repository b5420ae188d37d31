/** `npm run bench -- NAME`: measures, prints a table, writes `bench/results/NAME.json`. Ends with 1 where a goal was missed. */
import { parseArgs } from 'node:util';
import { benchChat } from './chat/bench-chat.ts';
import { benchClock } from './clock/bench-clock.ts';
import { publish, type Report } from './report.ts';
import { benchSip } from './sip/bench-sip.ts';

const HELP = `Measures, prints a table and writes bench/results/NAME.json. Everything stays on 127.0.0.1 and ends by itself.

  npm run bench -- chat
  npm run bench -- clock
  npm run bench -- sip [--transactions N]

  chat              turns of the whole product beside a bare bot, and the way to the wire; below 3 minutes
  clock             what is due later beside a bare worker of pg-boss, on one embedded PostgreSQL; about 10 minutes; Linux only
  sip               the SIP stack beside stock sip.js, at the same sipp endpoints (Debian: sip-tester); below 3 minutes
  --transactions N  how many transactions memory has to stay flat over; 100000 unless given
`;

const BENCHES: Readonly<Record<string, (options: { transactions: number }) => Promise<Report>>> = {
  chat: benchChat,
  clock: benchClock,
  sip: benchSip,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { transactions: { type: 'string', default: '100000' } },
});
const bench = BENCHES[positionals[0] ?? ''];
const transactions = Number(values.transactions);
if (!bench || positionals.length > 1 || !Number.isSafeInteger(transactions) || transactions < 1_000) {
  process.stderr.write(HELP);
  process.exitCode = 2;
} else {
  const startedAt = performance.now();
  const report = await bench({ transactions });
  const file = publish(report, (performance.now() - startedAt) / 1_000);
  console.log(`\nWritten to ${file}`);
  process.exitCode = report.rows.some(({ met }) => met === false) ? 1 : 0;
}
