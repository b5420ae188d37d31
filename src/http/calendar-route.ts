import type restify from 'restify';
import { sendError } from './json-body.ts';

/** An id that nobody can guess is all the right that is needed: who has the link was given it. */
const FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.ics$/;

/** Hands out calendar entries (RFC 5545), as they stand now. */
export function calendarRoute(
  server: restify.Server,
  find: (id: string) => Promise<string | undefined>,
  log: { error(facts: object, message: string): void },
): void {
  server.get('/calendar/:file', (req: restify.Request, res: restify.Response, next) => {
    answer(String(req.params.file), res)
      .catch((err: unknown) => {
        log.error({ err }, 'A calendar entry could not be read');
        sendError(res, 500, 'internal-error', 'The calendar entry could not be read.');
      })
      .finally(() => next(false));
  });

  async function answer(file: string, res: restify.Response): Promise<void> {
    const [, id] = FILE.exec(file) ?? [];
    const entry = id === undefined ? undefined : await find(id);
    if (entry === undefined) return sendError(res, 404, 'no-such-entry', 'There is no such calendar entry.');
    res.sendRaw(200, entry, {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'attachment; filename="invitation.ics"',
      'Cache-Control': 'no-store',
    });
  }
}
