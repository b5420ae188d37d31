import type { Scrub } from './scrub.ts';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 200;

/** Ids of ours, of channels and of SIP calls: they hold nothing of anybody, and are what lines are joined by. */
const IDS = /^(?:turn|invitation|conference|card|call|incoming|appointments?|id|version|.*Id|.*Ids)$/;
/** What people say, are called, or type. */
const WORDS =
  /^(?:toast|text|words|body|content|summary|subject|title|speak|topic|name|names|displayName|typed|wanted|nearest|value|email|mail|tel|also|aliases|invitee|invitees|inviter|actor)$/i;
const SECRETS =
  /pass(?:word|phrase)?$|secret|token|authorization|cookie|signature|credential|private|^headers$|^config$|^request$|^response$/i;

/** What of a value may stand in a log; the same shape, without what `scrub` and the names of its parts forbid. */
export function loggable(value: unknown, scrub: Scrub, name = '', depth = 0): unknown {
  if (typeof value === 'string') return IDS.test(name) ? value : scrub(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (value instanceof Error) return errorOf(value, scrub, depth);
  if (value instanceof Date) return value;
  if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) return '…';
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ENTRIES).map((part) => loggable(part, scrub, name, depth + 1));
  }
  const parts = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(
    parts.map(([key, part]) => [key, isHidden(key, part) ? '…' : loggable(part, scrub, key, depth + 1)]),
  );
}

function isHidden(key: string, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean')
    return false;
  return SECRETS.test(key) || WORDS.test(key);
}

/**
 * Of an error its name, code, message, where it was thrown, and its cause. Nothing else of it: clients of HTTP hang their requests with
 * all headers on theirs, PostgreSQL hangs the values of the row.
 */
function errorOf(error: Error, scrub: Scrub, depth: number): object {
  const { code, status, statusCode, constraint, table, cause, original } = error as Error &
    Record<string, unknown>;
  const answered = status ?? statusCode;
  const shown: Record<string, unknown> = { type: error.name };
  for (const [key, part] of Object.entries({ code, status: answered, constraint, table })) {
    if (typeof part === 'number') shown[key] = part;
    else if (typeof part === 'string') shown[key] = scrub(part);
  }
  // Where a server has answered, the message may be its answer, which may be what we have said to it.
  const isAnswer = answered !== undefined && ('request' in error || 'response' in error || 'body' in error);
  shown.message = isAnswer ? `HTTP ${String(answered)}` : scrub(String(error.message));
  const frames = String(error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  if (frames.length > 0) shown.stack = frames.slice(0, 12).map((frame) => frame.trim());
  const why = cause ?? original;
  if (why !== undefined && depth < MAX_DEPTH) shown.cause = loggable(why, scrub, 'cause', depth + 1);
  if (error instanceof AggregateError && depth < MAX_DEPTH) {
    shown.errors = error.errors.slice(0, 3).map((one) => loggable(one, scrub, 'errors', depth + 1));
  }
  return shown;
}
