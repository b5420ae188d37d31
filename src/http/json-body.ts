import type restify from 'restify';

/** Teams sends well under 100 kB; more than this is no chat message. */
export const MAX_BODY_BYTES = 256 * 1024;

/**
 * The JSON parser of one route: puts the parsed object into `req.body`, or answers 400, 413 or 415 itself.
 *
 * Not restify's parsers: `bodyParser` writes anybody's uploads to the temporary folder, and its JSON parser counts bytes
 * before it unpacks gzip, so that a small request could fill the memory.
 */
export const jsonBody: restify.RequestHandler = (req, res, next) => {
  readJson(req).then(
    (body) => {
      req.body = body;
      next();
    },
    (refusal: unknown) => {
      if (!(refusal instanceof BodyRefusal)) return next(refusal);
      // What was not read of the body would be taken for the next request.
      res.header('Connection', 'close');
      sendError(res, refusal.status, refusal.code, refusal.message);
      return next(false);
    },
  );
};

/** Every refusal has this one shape: a stable code and a sentence for whoever reads the response. */
export function sendError(res: restify.Response, status: number, code: string, message: string): void {
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

async function readJson(req: restify.Request): Promise<object> {
  if (req.contentType() !== 'application/json' || req.headers['content-encoding'] !== undefined) {
    throw new BodyRefusal(415, 'not-json', 'Send application/json, not compressed.');
  }
  const text = (await readBytes(req)).toString('utf8');
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

/** All bytes of a body. Rejects with a BodyRefusal where it is too long, or ends early. */
export function readBytes(req: restify.Request): Promise<Buffer> {
  const tooLarge = new BodyRefusal(413, 'body-too-large', `The body is longer than ${MAX_BODY_BYTES} bytes.`);
  if (req.getContentLength() > MAX_BODY_BYTES) return Promise.reject(tooLarge);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) {
        chunks.length = 0;
        reject(tooLarge);
      } else {
        chunks.push(chunk);
      }
    });
    req.once('end', () => resolve(Buffer.concat(chunks)));
    req.once('error', reject);
    req.once('close', () => reject(new BodyRefusal(400, 'aborted', 'The request ended early.')));
    req.resume();
  });
}
