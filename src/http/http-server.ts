import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import { calendarRoute } from './calendar-route.ts';
import { HttpListenError } from './http-listen-error.ts';
import { closeUnread, jsonBody, OVERLOADED, sendError } from './json-body.ts';
import { createListener, LISTENER_LIMITS, type ListenerLimits } from './listener.ts';
import { LOAD_LIMITS, Load, type LoadLimits } from './load.ts';
import { type MetricsRouteOptions, metricsRoute } from './metrics-route.ts';
import { isOwnPage } from './own-page.ts';
import { type Checks, checkReadiness } from './readiness.ts';
import { Refusals } from './refusals.ts';
import { type SlackRoutesOptions, slackRoutes } from './slack-routes.ts';

/** Answers one request whose JSON body is parsed into `req.body`; resolves when the answer is sent. */
export type MessageHandler = (req: restify.Request, res: restify.Response) => Promise<void>;

export interface HttpServerOptions {
  /** HOST: the address to listen on. */
  readonly host: string;
  /** PORT; 0: any free one. */
  readonly port: number;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
  /** For POST /api/messages; without it there is no such route. */
  readonly messages?: MessageHandler;
  /** Nobody has to say who she is: only this machine is answered, and no page of others in a browser on it. */
  readonly isOpen?: boolean;
  /** For POST /slack/events, /slack/commands and /slack/interactions; without it there are no such routes. */
  readonly slack?: SlackRoutesOptions;
  /** For GET /calendar/{id}.ics: the file; resolves with undefined where there is none. Without it there is no such route. */
  readonly calendar?: (id: string) => Promise<string | undefined>;
  /** For GET /metrics; without it there is no such route. */
  readonly metrics?: MetricsRouteOptions;
  /** What has to work before /readyz says 200. */
  readonly checks?: Checks;
  /** What `/readyz` tells when it does not work, though without it, too, everything else does: then it says 200. */
  readonly partChecks?: Checks;
  /** How long one check may take, in ms; 2000 unless given. */
  readonly checkTimeoutMs?: number;
  /** Counts what is refused, by a stable code. */
  readonly refused?: (reason: string) => void;
  /** Others than those in listener.ts and load.ts. */
  readonly limits?: Partial<ListenerLimits & LoadLimits>;
}

export interface HttpServer {
  /** Throws HttpListenError. */
  start(): Promise<{ readonly port: number }>;
  /** From now on `/readyz` says 503, so that no more requests are sent here; those that come are answered. */
  leave(): void;
  /**
   * Takes no new connections and no new requests, waits until the requests under way are answered, at most `timeoutMs`,
   * then closes what is left. Returns how many requests were cut off.
   */
  drain(timeoutMs: number): Promise<{ readonly cut: number }>;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { log, host, checks = {}, partChecks = {}, checkTimeoutMs = 2_000, refused, limits } = options;
  const server = restify.createServer({ name: 'usher', ignoreTrailingSlash: true });
  const refusals = new Refusals({ refused, log });
  const load = new Load({ ...LOAD_LIMITS, ...limits });
  const listener = createListener(
    { ...LISTENER_LIMITS, ...limits },
    (reason) => refusals.count(reason),
    (req, res) => server.server.emit('request', req, res),
  );
  const underWay = new Set<restify.Response>();
  let leaving = false;
  let draining = false;

  server.pre((req, res, next) => {
    // Who comes again is to come to another process.
    if (leaving) res.header('Connection', 'close');
    // A kept-alive connection may still bring requests while the listener is closed.
    if (draining) {
      res.header('Connection', 'close');
      sendError(res, 503, 'stopping', 'This process is stopping. Try again.');
      return next(false);
    }
    if (options.isOpen && !isOwnPage(req.headers)) {
      refusals.count('other-page', { host: req.headers.host, origin: req.headers.origin });
      closeUnread(req, res);
      sendError(
        res,
        403,
        'other-page',
        'Without a chat channel this bot is for the machine that it runs on.',
      );
      return next(false);
    }
    underWay.add(res);
    res.once('close', () => underWay.delete(res));
    return next();
  });

  server.get('/healthz', (_req, res, next) => {
    res.send(200, { status: 'alive' });
    return next();
  });

  server.get('/readyz', (_req, res, next) => {
    if (leaving) {
      res.send(503, { status: 'stopping' });
      return next();
    }
    const warn = (name: string, err: unknown) => log.warn({ check: name, err }, 'A check failed');
    Promise.all([
      checkReadiness(checks, checkTimeoutMs, warn),
      checkReadiness(partChecks, checkTimeoutMs, warn),
    ]).then(([{ ready, missing, codes }, parts]) => {
      const all = { ...parts.codes, ...codes };
      res.send(ready ? 200 : 503, {
        status: ready ? 'ready' : 'not-ready',
        ...(!ready && { missing }),
        ...(!parts.ready && { degraded: parts.missing }),
        ...(Object.keys(all).length > 0 && { codes: all }),
      });
      next();
    }, next);
  });

  const { messages } = options;
  if (messages) {
    const body = jsonBody(load, refusals);
    server.post('/api/messages', body, (req: restify.Request, res: restify.Response, next) => {
      const answered = load.during(() => messages(req, res));
      if (!answered) {
        refusals.count('overloaded');
        sendError(res, 503, 'overloaded', OVERLOADED);
        return next(false);
      }
      answered.then(
        () => next(false),
        (err: unknown) => {
          log.error({ err }, 'A message could not be answered');
          if (!res.headersSent) sendError(res, 500, 'internal-error', 'The message could not be answered.');
          next(false);
        },
      );
    });
  }

  if (options.calendar) calendarRoute(server, options.calendar, log);
  if (options.metrics) metricsRoute(server, options.metrics, { refusals, log });
  if (options.slack) slackRoutes(server, options.slack, { load, refusals, log });

  // restify's own refusals (no such route, broken JSON, too long) in the one shape of errors.
  server.on(
    'restifyError',
    (req: restify.Request, res: restify.Response, err: RestifyError, done: () => void) => {
      const code = ERROR_CODES[err.statusCode] ?? 'refused';
      refusals.count(code);
      err.toJSON = () => ({ error: { code, message: err.message } });
      closeUnread(req, res);
      done();
    },
  );

  return {
    leave() {
      leaving = true;
    },

    async start() {
      const listening = once(listener, 'listening');
      listener.listen(options.port, host);
      try {
        await listening;
      } catch (cause) {
        throw new HttpListenError(host, options.port, cause as NodeJS.ErrnoException);
      }
      const { port } = listener.address() as AddressInfo;
      log.info({ host, port }, 'Listening for HTTP');
      return { port };
    },

    async drain(timeoutMs) {
      draining = true;
      if (!listener.listening) return { cut: 0 };
      const closed = once(listener, 'close');
      listener.close();
      listener.closeIdleConnections();
      // Connections turn idle after their last answer, and then nobody closes them but us.
      const sweep = setInterval(() => listener.closeIdleConnections(), 50);
      let cut = 0;
      const limit = setTimeout(() => {
        cut = underWay.size;
        log.warn({ cut, timeoutMs }, 'Requests were cut off');
        listener.closeAllConnections();
      }, timeoutMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(limit);
      return { cut };
    },
  };
}

interface RestifyError extends Error {
  statusCode: number;
  toJSON: () => unknown;
}

const ERROR_CODES: Readonly<Record<number, string>> = {
  400: 'not-json',
  404: 'no-such-route',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'not-json',
};
