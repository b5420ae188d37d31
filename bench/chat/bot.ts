/**
 * One bot that is measured, in a process of its own so that its processor time can be told: `bot.ts usher` is the whole
 * product, configured by its environment, `bot.ts echo` what botbuilder and restify take for one reply. Ends with its parent.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

interface Bot {
  /** Where activities are posted. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** What the processor has done in that process since it began, in ms. */
export async function cpuMsOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message', { signal: AbortSignal.timeout(30_000) });
  child.send('cpu');
  const [cpuMs] = await answer;
  return Number(cpuMs);
}

/** Resolves when it takes activities. */
export async function endpointOf(child: ChildProcess): Promise<string> {
  const [endpoint] = await once(child, 'message', { signal: AbortSignal.timeout(60_000) });
  return String(endpoint);
}

if (import.meta.main) {
  const { endpoint, stop } = await (process.argv[2] === 'usher' ? usher() : echo());
  process.once('disconnect', () => void stop().then(() => process.exit()));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1_000);
  });
  process.send?.(endpoint);
}

async function usher(): Promise<Bot> {
  const { default: pino } = await import('pino');
  const { readConfig } = await import('../../src/config.ts');
  const { startUsher } = await import('../../src/main.ts');
  const { url, stop } = await startUsher(readConfig(process.env), pino({ level: 'warn' }, process.stderr));
  return { endpoint: `${url}/api/messages`, stop };
}

async function echo(): Promise<Bot> {
  const { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } = await import(
    'botbuilder'
  );
  const { default: restify } = await import('restify');
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(context.activity.text);
    await next();
  });
  const server = restify.createServer();
  server.use(restify.plugins.bodyParser());
  server.post('/api/messages', (req, res, next) => {
    adapter
      .process({ method: 'POST', headers: req.headers, body: req.body }, res, (context) => bot.run(context))
      .then(() => next(false), next);
  });
  const listening = once(server, 'listening');
  server.listen(0, '127.0.0.1');
  await listening;
  return {
    endpoint: `http://127.0.0.1:${server.address().port}/api/messages`,
    stop: async () => void server.close(),
  };
}
