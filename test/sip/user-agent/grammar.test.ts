import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { Grammar, Parser } from 'sip.js/lib/core/index.js';
import {
  GRAMMAR_URL,
  type GrammarParse,
  loadGrammar,
  withTablesDecodedOnce,
} from '../../../src/sip/user-agent/grammar.ts';
import { sipLog } from '../../../src/sip/user-agent/sip-log.ts';
import { INVALID } from '../torture/invalid.ts';
import { SEMANTICS } from '../torture/semantics.ts';
import { VALID } from '../torture/valid.ts';

const SOURCE = readFileSync(fileURLToPath(GRAMMAR_URL), 'utf8');
const TABLES = SOURCE.split('peg$decode("').length - 1;
const RULES = [
  ...(/peg\$startRuleIndices = \{([^}]*)\}/.exec(SOURCE)?.[1] ?? '').matchAll(/(\w+):/g),
].flatMap(([, rule]) => rule ?? []);
const TEXTS = [...VALID, ...INVALID, ...SEMANTICS].map(({ text }) => text.toString());

describe("sip.js' grammar, its tables decoded once", () => {
  const installed = Grammar.parse;
  let stock: GrammarParse;

  before(async () => {
    stock = await loadGrammar(SOURCE, 'stock');
  });
  afterEach(() => {
    Grammar.parse = installed;
  });

  it('is what sip.js parses with', () => {
    assert.equal(Grammar.nameAddrHeaderParse('"Mary" <sip:mary@example.com>')?.displayName, 'Mary');
    assert.doesNotMatch(String(installed), /pegGrammar/);
  });

  it('decodes its tables once, where stock sip.js does it at each call', async () => {
    const counts = { stock: 0, once: 0 };
    const counted = (source: string, name: keyof typeof counts) =>
      loadGrammar(
        source.replace(/(function peg\$decode\(s\) \{)/, `$1 globalThis.countDecoded('${name}');`),
        `counted-${name}`,
      );
    Object.assign(globalThis, { countDecoded: (name: keyof typeof counts) => (counts[name] += 1) });
    try {
      const parsers = [
        await counted(SOURCE, 'stock'),
        await counted(withTablesDecodedOnce(SOURCE), 'once'),
      ] as const;
      for (const parse of parsers) {
        for (let i = 0; i < 10; i++) assert.notEqual(parse('1 INVITE', 'CSeq'), -1);
      }
      assert.deepEqual(counts, { stock: 10 * TABLES, once: TABLES });
      assert.equal(TABLES, 235);
    } finally {
      Reflect.deleteProperty(globalThis, 'countDecoded');
    }
  });

  it('reads each header line of RFC 4475 as stock sip.js does, by every rule', () => {
    const values = new Set(
      TEXTS.flatMap((text) =>
        text.split('\r\n').map((line, i) => (i ? line.replace(/^[^:]*:\s*/, '') : line)),
      ),
    );
    let understood = 0;
    for (const value of values) {
      for (const rule of RULES) {
        const result = installed(value, rule);
        assert.deepEqual(result, stock(value, rule), `${rule} of ${value}`);
        assert.deepEqual(installed(value, rule), result, `${rule} of ${value}, remembered`);
        if (result !== -1) understood += 1;
      }
    }
    assert.ok(values.size > 200 && RULES.length > 30 && understood > 500, `${[values.size, understood]}`);
  }).timeout(60_000);

  it('reads headers that differ in a branch or tag as stock sip.js does, wherever the word stands', () => {
    const branches = [
      'z9hG4bK1',
      'stand-in',
      'z9hG4bK.x',
      'a;branch=b',
      '',
      '"q"',
      'x;rport=5060;received=192.0.2.1',
    ];
    const hosts = ['127.0.0.1:5060', 'example.com', '[2001:db8::1]:5061', 'example.com;tag=1'];
    const vias = hosts.flatMap((host) => branches.map((branch) => `SIP/2.0/TCP ${host};branch=${branch}`));
    const addresses = [
      ...[
        '<sip:mary@example.com>;tag=7',
        '"M" <sip:mary@example.com>;x=1;tag=Ab-9;y',
        'sip:mary@example.com;tag=7',
      ],
      ...[
        '"a;tag=1;b" <sip:mary@example.com>',
        '"a;tag=1;b" <sip:mary@example.com>;tag=2',
        '<sip:a@b;tag=1;x>',
      ],
      ...[
        '<sip:a@b;tag=1;x>;tag=2',
        '<sip:a@b>;tag=1;tag=2',
        '<sip:a@b>;TAG=1',
        '<sip:a@b>;tag=stand-in',
        'a;tag=1',
      ],
      '"a;tag=1;b" <sip:a@b>;tag=stand-in',
    ];
    for (const _ of ['read', 'remembered']) {
      for (const via of vias) assert.deepEqual(installed(via, 'Via'), stock(via, 'Via'), via);
      for (const rule of ['From', 'To', 'Contact', 'Name_Addr_Header']) {
        for (const text of addresses)
          assert.deepEqual(installed(text, rule), stock(text, rule), `${rule}: ${text}`);
      }
    }
  });

  it('reads each message of RFC 4475 as stock sip.js does', () => {
    const logger = sipLog(pino({ level: 'silent' })).getLogger('sip.parser');
    const parseWith = (parse: GrammarParse, text: string) => {
      Grammar.parse = parse;
      try {
        return Parser.parseMessage(text, logger);
      } catch (error) {
        return String(error);
      }
    };
    for (const text of TEXTS) assert.deepEqual(parseWith(installed, text), parseWith(stock, text), text);
  });

  it('stops at a grammar that nobody has looked at', () => {
    assert.throws(() => withTablesDecodedOnce(`${SOURCE}\n`), /src\/sip\/user-agent\/grammar\.ts/);
  });
});
