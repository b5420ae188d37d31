/**
 * What Slack posts: events, slash commands, interactions. Nothing of a request is believed, or told to anybody, before the
 * signature over its bytes has been checked (docs.slack.dev, Verifying requests from Slack).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type restify from 'restify';
import { BodyRefusal, closeUnread, OVERLOADED, readBytes, sendError } from './json-body.ts';
import type { Load } from './load.ts';
import type { Refusals } from './refusals.ts';

export type SlackRoute = 'events' | 'commands' | 'interactions';

/** Handles one request; what it resolves with becomes the body of the 200, undefined: none. */
export type SlackHandler = (
  route: SlackRoute,
  body: Readonly<Record<string, unknown>>,
) => Promise<object | undefined>;

export interface SlackRoutesOptions {
  readonly signingSecret: string;
  readonly handle: SlackHandler;
  /** In ms; the machine's clock unless given. */
  readonly now?: () => number;
}

export interface SlackRoutesParts {
  readonly load: Load;
  readonly refusals: Refusals;
  readonly log: { error(facts: object, message: string): void };
}

/** An older request may be one that somebody has overheard and sends again. */
const MAX_AGE_SECONDS = 300;
const ROUTES: readonly SlackRoute[] = ['events', 'commands', 'interactions'];

export function slackRoutes(
  server: restify.Server,
  { signingSecret, handle, now = Date.now }: SlackRoutesOptions,
  { load, refusals, log }: SlackRoutesParts,
): void {
  for (const route of ROUTES) {
    server.post(`/slack/${route}`, (req: restify.Request, res: restify.Response, next) => {
      answer(route, req, res)
        .catch((err: unknown) => {
          if (err instanceof BodyRefusal) return refuse(res, err.status, err.code, err.message);
          log.error({ err, route }, 'A request of Slack could not be answered');
          // Slack sends an event again that was not answered.
          if (!res.headersSent) sendError(res, 500, 'internal-error', 'The request could not be answered.');
        })
        .finally(() => next(false));
    });
  }

  async function answer(route: SlackRoute, req: restify.Request, res: restify.Response): Promise<void> {
    const raw = await readBytes(req, load);
    const fault = faultOf(req, raw);
    if (fault !== undefined) {
      return refuse(res, 401, 'not-signed', 'This request is not signed by Slack.', { fault, route });
    }
    const body = readBody(route, raw.toString('utf8'));
    if (body.type === 'url_verification' && route === 'events') {
      return void res.send(200, { challenge: body.challenge });
    }
    const handled = load.during(() => handle(route, body));
    if (!handled) return refuse(res, 503, 'overloaded', OVERLOADED);
    const reply = await handled;
    if (reply === undefined) res.send(200);
    else res.send(200, reply);
  }

  /** Why it is not believed; undefined: it is. */
  function faultOf(req: restify.Request, raw: Buffer): string | undefined {
    const at = req.header('x-slack-request-timestamp', '');
    const given = Buffer.from(req.header('x-slack-signature', ''));
    if (!/^\d{1,12}$/.test(at)) return 'no timestamp';
    if (Math.abs(now() / 1_000 - Number(at)) > MAX_AGE_SECONDS) return 'too old, or from the future';
    const mac = createHmac('sha256', signingSecret).update(`v0:${at}:`).update(raw).digest('hex');
    const wanted = Buffer.from(`v0=${mac}`);
    const isSame = given.length === wanted.length && timingSafeEqual(given, wanted);
    return isSame ? undefined : 'wrong signature';
  }

  function refuse(
    res: restify.Response,
    status: number,
    code: string,
    message: string,
    facts?: object,
  ): void {
    refusals.count(code, facts);
    closeUnread(res.req as restify.Request, res);
    if (!res.headersSent) sendError(res, status, code, message);
  }
}

/** Events come as JSON, commands as a form, interactions as JSON in the field `payload` of a form. */
function readBody(route: SlackRoute, text: string): Readonly<Record<string, unknown>> {
  if (route === 'events') return readObject(text);
  const form = new URLSearchParams(text);
  return route === 'commands' ? Object.fromEntries(form) : readObject(form.get('payload') ?? '');
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new BodyRefusal(400, 'not-json', 'The body is no JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BodyRefusal(400, 'not-an-object', 'The body is no JSON object.');
  }
  return { ...body };
}
