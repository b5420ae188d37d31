import assert from 'node:assert/strict';
import {
  readRaw,
  splitList,
  valuesOf,
  withSipContactsOnly,
  writeRaw,
} from '../../../src/sip/transport/raw-message.ts';

describe('a raw message', () => {
  const text = [
    'OPTIONS sip:a@b SIP/2.0',
    'v: SIP/2.0/TCP one;x="a,b" , SIP/2.0/TCP two',
    'VIA:SIP/2.0/TCP three',
    'Subject:  first',
    '\t second',
    '__proto__: x',
    'stray',
    'l: 4',
    '',
    'body',
  ].join('\r\n');

  it('has its headers under their long names, folded lines joined, one Via each', () => {
    const raw = readRaw(text);
    assert.deepEqual(valuesOf(raw, 'via'), [
      'SIP/2.0/TCP one;x="a,b"',
      'SIP/2.0/TCP two',
      'SIP/2.0/TCP three',
    ]);
    assert.deepEqual(valuesOf(raw, 'subject'), ['first second']);
    assert.deepEqual(valuesOf(raw, 'content-length'), ['4']);
    assert.deepEqual(valuesOf(raw, '__proto__'), ['x']);
    assert.deepEqual(raw.strayLines, ['stray']);
    assert.equal(raw.body, 'body');
  });

  it('is written as sip.js takes it', () => {
    const raw = readRaw(text);
    const written = writeRaw(raw);
    assert.doesNotMatch(written, /__proto__|stray/);
    assert.deepEqual(
      readRaw(written).headers,
      raw.headers.filter(({ name }) => name !== '__proto__'),
    );
    assert.ok(written.endsWith('\r\n\r\nbody'));
  });

  it('is a start line where there is nothing else', () => {
    assert.deepEqual(readRaw('what'), { startLine: 'what', headers: [], strayLines: [], body: '' });
  });

  for (const [value, elements] of [
    ['a, b', ['a', ' b']],
    ['"a, \\", b", c', ['"a, \\", b"', ' c']],
    ['"open, a', ['"open, a']],
    ['', ['']],
    [',', ['', '']],
  ] as const) {
    it(`cuts ${JSON.stringify(value)} into ${elements.length}`, () =>
      assert.deepEqual(splitList(value), elements));
  }

  it('keeps only Contacts of SIP where sip.js shall read them', () => {
    const contacts = [
      '<sip:a@b>;q=0.5, "x <tel:y>" <sip:c@d>, <tel:+49>, mailto:a@b',
      'tel:+49',
      '"a: b" <sips:e@f>',
      '<sip:usher@g>;+sip.instance="<urn:uuid:1>";expires=60',
    ];
    const raw = readRaw(`SIP/2.0 302 x\r\nm: ${contacts.join('\r\nContact: ')}\r\n\r\n`);
    assert.deepEqual(
      withSipContactsOnly(raw).headers.map(({ value }) => value),
      ['<sip:a@b>;q=0.5, "x <tel:y>" <sip:c@d>', ...contacts.slice(2)],
    );
  });
});
