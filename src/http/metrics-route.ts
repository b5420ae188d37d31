import { createHash, timingSafeEqual } from 'node:crypto';
import type restify from 'restify';
import { sendError } from './json-body.ts';
import { isOwnPage } from './own-page.ts';

export interface MetricsRouteOptions {
  /** METRICS_TOKEN; undefined: only this machine is answered. */
  readonly token: string | undefined;
  readonly scrape: () => Promise<{ readonly type: string; readonly text: string }>;
}

interface MetricsRouteSurroundings {
  readonly log: { error(facts: object, message: string): void };
  readonly refusals: { count(reason: string): void };
}

/** Figures for whoever is on this machine, or has the token (RFC 6750). For everybody else without a token there is no such route. */
export function metricsRoute(
  server: restify.Server,
  { token, scrape }: MetricsRouteOptions,
  { log, refusals }: MetricsRouteSurroundings,
): void {
  const wanted = token === undefined ? undefined : digest(`Bearer ${token}`);
  server.get('/metrics', (req: restify.Request, res: restify.Response, next) => {
    answer(req, res)
      .catch((err: unknown) => {
        log.error({ err }, 'The metrics could not be put together');
        sendError(res, 500, 'internal-error', 'The metrics could not be put together.');
      })
      .finally(() => next(false));
  });

  async function answer(req: restify.Request, res: restify.Response): Promise<void> {
    if (!(isLocal(req) && isOwnPage(req.headers)) && !hasToken(req)) {
      refusals.count('metrics-token');
      if (!wanted) return sendError(res, 404, 'no-such-route', '/metrics does not exist');
      res.header('WWW-Authenticate', 'Bearer');
      return sendError(res, 401, 'not-allowed', 'Send METRICS_TOKEN as Authorization: Bearer …');
    }
    const { type, text } = await scrape();
    res.sendRaw(200, text, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  }

  /** Digests are of one length, so that the comparison tells not even that. */
  function hasToken(req: restify.Request): boolean {
    return wanted !== undefined && timingSafeEqual(digest(req.header('authorization', '')), wanted);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/;
const PASSED_ON = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/** By the address of the socket. A proxy or tunnel on this machine connects from here too, and says for whom it does. */
export function isLocal(
  req: Pick<restify.Request, 'headers'> & { socket: { remoteAddress?: string | undefined } },
): boolean {
  const isPassedOn = PASSED_ON.some((name) => req.headers[name] !== undefined);
  return !isPassedOn && LOOPBACK.test(req.socket.remoteAddress ?? '');
}
