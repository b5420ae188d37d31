import assert from 'node:assert/strict';
import { childElements, localName, readXml, xml } from '../../src/sip/xml.ts';

describe('sip/xml', () => {
  it('writes whatever stands in a value, and nothing of it is markup', () => {
    const nasty = `</a><b x='1' y="2">&amp; ]]> \u{1f600} é\t\n\r`;
    const { text } = xml`<a x="${nasty}">${nasty}</a>`;
    const root = readXml(text);
    assert.equal(root?.attributes.x, nasty);
    assert.equal(root?.text, nasty);
    assert.equal(root && childElements(root).length, 0);
    assert.doesNotMatch(text, /[\r\n\t]/);
  });

  it('puts markup into markup as it is', () => {
    assert.equal(xml`<a>${xml`<b>${'<'}</b>`}${'<c/>'}</a>`.text, '<a><b>&#60;</b>&#60;c/&#62;</a>');
  });

  it('replaces what XML cannot hold at all', () => {
    const { text } = xml`<a>${'a\u0000b\u001bc\ud800d\ufffee'}</a>`;
    assert.equal(readXml(text)?.text, 'a\ufffdb\ufffdc\ufffdd\ufffde');
  });

  it('knows elements by their local names', () => {
    const root = readXml('<x:a xmlns:x="urn:x"><y:b xmlns:y="urn:y"/>text<!-- c --><d/></x:a>');
    assert.ok(root);
    assert.equal(localName(root), 'a');
    assert.deepEqual(childElements(root).map(localName), ['b', 'd']);
  });

  const hostile = {
    'with a DOCTYPE': '<!DOCTYPE a><a/>',
    'with entities of its own': '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    'with a file as an entity':
      '<?xml version="1.0"?><!doctype a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'with an entity nobody has declared': '<a>&x;</a>',
    'with a reference to no character': '<a>&#0;</a>',
    'that is not closed': '<a><b></a>',
    'with two roots': '<a/><a/>',
    'that is empty': '',
    'that is no XML': 'success',
    'nested deeper than anybody can read': '<a>'.repeat(50_000),
  };
  for (const [what, text] of Object.entries(hostile)) {
    it(`reads nothing of a document ${what}`, () => {
      assert.equal(readXml(text), undefined);
    });
  }

  it('has no attributes that were not written', () => {
    const { attributes } = readXml('<a/>') ?? assert.fail();
    assert.equal(attributes.constructor, undefined);
    assert.equal(attributes.toString, undefined);
  });
});
