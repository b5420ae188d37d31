import assert from 'node:assert/strict';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';

const ID = '3f0c8a7e-5a64-4f2e-9b8e-000000000001';
const SILENT = { info() {}, warn() {}, error() {} };

describe('calendar entries over HTTP', () => {
  let server: HttpServer;
  let url: string;
  const asked: string[] = [];

  before(async () => {
    server = createHttpServer({
      ...{ host: '127.0.0.1', port: 0, log: SILENT },
      calendar: async (id) => {
        asked.push(id);
        if (id.endsWith('9')) throw new Error('the database is away');
        return id === ID ? 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' : undefined;
      },
    });
    url = `http://127.0.0.1:${(await server.start()).port}`;
  });

  after(() => server.drain(0));

  it('are files that calendars open, never kept by anybody on the way', async () => {
    const response = await fetch(`${url}/calendar/${ID}.ics`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/calendar; charset=utf-8');
    assert.equal(response.headers.get('content-disposition'), 'attachment; filename="invitation.ics"');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(await response.text(), 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
  });

  it('are not there for an id that nobody was given', async () => {
    const response = await fetch(`${url}/calendar/${ID.replace(/1$/, '2')}.ics`);
    assert.equal(response.status, 404);
    assert.equal(((await response.json()) as { error: { code: string } }).error.code, 'no-such-entry');
  });

  it('are not looked for by anything that is no id', async () => {
    const before = asked.length;
    for (const file of [
      ID,
      `${ID}.txt`,
      '..%2f..%2fetc%2fpasswd.ics',
      "' or 1=1.ics",
      `${ID.toUpperCase()}.ics`,
    ]) {
      const response = await fetch(`${url}/calendar/${encodeURI(file)}`);
      assert.equal(response.status, 404, file);
    }
    assert.equal(asked.length, before);
  });

  it('answer when they cannot be read, without saying why to strangers', async () => {
    const response = await fetch(`${url}/calendar/${ID.replace(/1$/, '9')}.ics`);
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /database/);
  });
});
