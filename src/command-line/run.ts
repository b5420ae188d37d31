/** From the command line: reads the environment, says where to look, and stops on Ctrl-C. */
import dotenv from 'dotenv';
import { turnNow } from '../chat/index.ts';
import { type Config, readConfig } from '../config.ts';
import { createLog, logPrinted, logUncaught, secretsOf } from '../logging/index.ts';
import { startUsher } from '../main.ts';
import { explain } from './explain.ts';

dotenv.config({ quiet: true });
try {
  const config = readConfig(process.env);
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config), context: turnNow });
  logUncaught(log);
  logPrinted(log);
  const usher = await startUsher(config, log);
  const asked = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      asked.resolve();
      // Who asks twice will not wait: what is left then is found by the next process, as after a crash.
      process.once(signal, () => process.exit(1));
    });
  }
  console.log(
    usher.page
      ? `Usher is ready${config.sip ? '' : ', with a sandbox of its own'}.\n\n  Open ${usher.page} and type: invite mary\n\nCtrl-C stops it.`
      : ['Usher is ready.', ...waysIn(config, usher.url)].join(' '),
  );
  await asked.promise;
  console.log('Stopping: phones that ring for us are stopped, running calls go on.');
  await usher.stop();
  // What still waits, as SIP transactions do for half a minute, waits for nobody.
  process.exit();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function waysIn({ teams, slack }: Config, url: string): string[] {
  return [
    ...(slack?.signingSecret === undefined ? [] : [`Slack posts to ${url}/slack/…`]),
    ...(slack?.appToken === undefined ? [] : ['Slack is asked by Socket Mode.']),
    ...(teams || !slack ? [`Messaging endpoint: ${url}/api/messages`] : []),
  ];
}
