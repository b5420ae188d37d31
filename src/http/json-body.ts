import type restify from 'restify';
import { type Load, RETRY_AFTER } from './load.ts';
import type { Refusals } from './refusals.ts';

/** Teams sends well under 100 kB; more than this is no chat message. */
export const MAX_BODY_BYTES = 256 * 1024;

/**
 * The JSON parser of one route: puts the parsed object into `req.body`, or answers 400, 413 or 415 itself.
 *
 * Not restify's parsers: `bodyParser` writes anybody's uploads to the temporary folder, and its JSON parser counts bytes
 * before it unpacks gzip, so that a small request could fill the memory.
 */
export function jsonBody(load: Load, refusals: Refusals): restify.RequestHandler {
  return (req, res, next) => {
    readJson(req, load).then(
      (body) => {
        req.body = body;
        next();
      },
      (refusal: unknown) => {
        if (!(refusal instanceof BodyRefusal)) return next(refusal);
        refusals.count(refusal.code);
        closeUnread(req, res);
        sendError(res, refusal.status, refusal.code, refusal.message);
        return next(false);
      },
    );
  };
}

/** What was not read of a body would have to be read before the next request. */
export function closeUnread(req: restify.Request, res: restify.Response): void {
  if (!req.complete) res.header('Connection', 'close');
}

/** Every refusal has this one shape: a stable code and a sentence for whoever reads the response. */
export function sendError(res: restify.Response, status: number, code: string, message: string): void {
  if (status === 503) res.header('Retry-After', String(RETRY_AFTER));
  res.send(status, { error: { code, message } });
}

/** Why a body is not read, and with what status that is answered. */
export class BodyRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function readJson(req: restify.Request, load: Load): Promise<object> {
  if (req.contentType() !== 'application/json' || req.headers['content-encoding'] !== undefined) {
    throw new BodyRefusal(415, 'not-json', 'Send application/json, not compressed.');
  }
  const text = (await readBytes(req, load)).toString('utf8');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new BodyRefusal(400, 'not-json', 'The body is no JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BodyRefusal(400, 'not-an-object', 'The body is no JSON object.');
  }
  return body;
}

/** All bytes of a body. Rejects with a BodyRefusal where it is too long, where too much is being read, or where it ends early. */
export async function readBytes(req: restify.Request, load: Load): Promise<Buffer> {
  if (req.getContentLength() > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let held = 0;
  try {
    return await new Promise((resolve, reject) => {
      req.on('data', (chunk: Buffer) => {
        if (held + chunk.length > MAX_BODY_BYTES) return stop(tooLarge());
        if (!load.hold(chunk.length)) return stop(new BodyRefusal(503, 'overloaded', OVERLOADED));
        held += chunk.length;
        chunks.push(chunk);
      });
      req.once('end', () => resolve(Buffer.concat(chunks)));
      req.once('error', reject);
      req.once('close', () => reject(new BodyRefusal(400, 'aborted', 'The request ended early.')));
      req.resume();

      function stop(refusal: BodyRefusal): void {
        req.removeAllListeners('data').resume();
        reject(refusal);
      }
    });
  } finally {
    load.release(held);
  }
}

export const OVERLOADED = 'Too much is under way. Try again.';

function tooLarge(): BodyRefusal {
  return new BodyRefusal(413, 'body-too-large', `The body is longer than ${MAX_BODY_BYTES} bytes.`);
}
