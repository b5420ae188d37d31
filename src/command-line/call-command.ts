/** `npm run call`: reads what was typed and the environment, makes the call, and withdraws it on Ctrl-C. */
import { parseArgs } from 'node:util';
import { type CallRequest, makeCall } from '../call.ts';
import { wordsOf } from '../cards/index.ts';
import { readConfig } from '../config.ts';
import { createLog, secretsOf } from '../logging/index.ts';
import { runCommand } from './run-command.ts';
import { spokenLocale } from './spoken-locale.ts';

const HELP = `Makes one call with the configuration of .env, and shows what happens on the wire.

  npm run call -- ADDRESS [--to CONFERENCE] [--toast TEXT]

  ADDRESS           whom to call, as sip:mary@contoso.com or tel:+4930123456
  --to CONFERENCE   where to bring her in, as sip:room@conf.contoso.com; a fresh one of CONFERENCE_URI unless given
  --toast TEXT      the message that her phone shows

With nothing configured it calls into the sandbox: sip:mary@usher.example answers, bob declines, sue lets it ring.
What became of it is said in the language of LC_ALL, LC_MESSAGES or LANG.
Ctrl-C stops the ringing, or hangs up. Ends with 0 when she is in, 1 when she is not, 2 when it cannot be tried as typed.
`;

function readArguments(args: string[]): CallRequest {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string' }, toast: { type: 'string' } },
  });
  const [address, ...more] = positionals;
  if (address === undefined) throw new TypeError('An address is missing.');
  if (more.length > 0) throw new TypeError(`One address at a time; what is ${JSON.stringify(more[0])}?`);
  if (values.toast?.trim() === '') throw new TypeError('--toast has no words.');
  return { address, conference: values.to, toast: values.toast };
}

async function run(request: CallRequest): Promise<number> {
  const withdrawal = new AbortController();
  // Not once: npm passes a Ctrl-C on that the terminal has sent us already.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => withdrawal.abort());
  const config = readConfig(process.env);
  // The ladder tells more than what the product logs on the way.
  const level = process.env.LOG_LEVEL ? config.logLevel : 'warn';
  return await makeCall(config, request, {
    log: createLog({ level, secrets: secretsOf(config) }),
    print: (line) => void process.stdout.write(`${line}\n`),
    signal: withdrawal.signal,
    words: wordsOf(spokenLocale(process.env)),
  });
}

process.exitCode = await runCommand({ help: HELP, readArguments, run });
