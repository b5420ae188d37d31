import assert from 'node:assert/strict';
import { URI } from 'sip.js/lib/core/index.js';
import { remembering } from '../../../src/sip/user-agent/parse-cache.ts';

describe('texts that were parsed lately', () => {
  let parsed: string[];
  const parse = remembering((input, rule) => {
    parsed.push(`${rule} ${input}`);
    if (input === 'wrong') return -1;
    const params = Object.assign(Object.create(null), { list: [{ q: 0.5 }], none: undefined });
    return { uri: new URI('sip', input, 'example.com'), params };
  });
  beforeEach(() => {
    parsed = [];
  });

  it('are not parsed again, by the same rule', () => {
    assert.deepEqual(parse('mary', 'To'), parse('mary', 'To'));
    parse('mary', 'From');
    assert.deepEqual(parsed, ['To mary', 'From mary']);
  });

  it('are handed out as copies, so that nobody changes what the next one gets', () => {
    const uri = () => parse('sue', 'To') as { uri: URI; params: { list: { q: number }[] } };
    const [first, second] = [uri(), uri()];
    first.uri.user = second.uri.user = 'eve';
    second.params.list.push({ q: 1 });
    assert.equal(uri().uri.user, 'sue');
    assert.ok(uri().uri instanceof URI);
    assert.deepEqual(uri().params.list, [{ q: 0.5 }]);
    assert.equal(parsed.length, 1);
  });

  it('are the same but for the tag: read once, and each has its own', () => {
    const from = remembering((input) => {
      parsed.push(input);
      return { parameters: { tag: /tag=([^;]*)/.exec(input)?.[1] } };
    });
    assert.deepEqual(
      ['a1', 'b2', 'c3'].map((tag) => from(`<sip:mary@example.com>;tag=${tag}`, 'From')),
      ['a1', 'b2', 'c3'].map((tag) => ({ parameters: { tag } })),
    );
    assert.equal(parsed.length, 1);
  });

  it('may be wrong, which is remembered too', () => {
    assert.deepEqual([parse('wrong', 'To'), parse('wrong', 'To')], [-1, -1]);
    assert.equal(parsed.length, 1);
  });

  it('are forgotten when a thousand others came after them, and not kept when they are long', () => {
    parse('bob', 'To');
    for (let i = 0; i < 1_000; i++) parse(`somebody${i}`, 'To');
    parse('bob', 'To');
    assert.equal(parsed.filter((text) => text === 'To bob').length, 2);
    const long = 'x'.repeat(201);
    parse(long, 'To');
    parse(long, 'To');
    assert.equal(parsed.filter((text) => text === `To ${long}`).length, 2);
  });
});
