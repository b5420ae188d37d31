import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { sentence } from '../../src/cards/index.ts';
import { en } from '../../src/cards/words/en.ts';

describe('sentences', () => {
  for (const [code, facts, expected] of [
    ['already-in', { name: 'Mary' }, 'Mary is in the conference already.'],
    ['cancelling', { names: ['Mary', 'Bob', 'Sue'] }, 'Withdrawing the invitation of Mary, Bob and Sue.'],
    [
      'just-ended',
      { name: 'Bob', status: 'no-answer' },
      'Bob was called a moment ago: no answer. To call once more, write: again Bob',
    ],
    ['nothing-to-cancel', {}, 'Nobody is being invited at the moment, so there is nothing to cancel.'],
    [
      'nothing-to-cancel',
      { name: 'Bob' },
      'Bob is not being invited at the moment, so there is nothing to cancel.',
    ],
    [
      'conference-ended',
      { subject: 'Standup', people: ['Mary'] },
      'The conference has ended for this thread. Still in: Mary.',
    ],
    [
      'person.nobody',
      { wanted: 'mery', nearest: ['Mary'] },
      'I know nobody called mery. The nearest names are Mary.',
    ],
    [
      'command.unknown-in-channel',
      { nearest: 'invite', bot: 'Usher' },
      'I did not understand that. Did you mean “@Usher invite”? To see what I can do, write: @Usher help',
    ],
    [
      'toast.too-long',
      { characters: 1025, limit: 1024 },
      'The message has 1025 characters, at most 1024 can be shown. Shorten it.',
    ],
  ] as const) {
    it(`${code}: ${expected}`, () => assert.equal(sentence(code, facts), expected));
  }

  it('never reads a name as a placeholder', () => {
    assert.equal(
      sentence('already-in', { name: '{address} {name}', address: 'secret' }),
      '{address} {name} is in the conference already.',
    );
  });

  it('shortens a name of 10,000 characters and takes control characters out', () => {
    const said = sentence('already-in', { name: `Bob\r\n\u202E${'x'.repeat(10_000)}` });
    assert.match(said, /^Bob x+… is in the conference already\.$/);
    assert.ok(said.length < 100);
  });

  it('never cuts an emoji in two', () => {
    assert.ok(sentence('already-in', { name: '😀'.repeat(100) }).isWellFormed());
  });

  it('shows a code that has no sentence, also one that every object has', () => {
    assert.match(sentence('new.code'), /new\.code/);
    assert.match(sentence('toString'), /toString/);
  });

  it('exist for every code that other rooms hand out', async () => {
    // A code is written `word.word` or `word-word` in quotes where an ArgumentError or a problem is made.
    const known: Readonly<Record<string, unknown>> = en.says;
    const missing: string[] = [];
    for (const room of ['commands', 'desk', 'chat']) {
      const folder = new URL(`../../src/${room}/`, import.meta.url);
      const files = await readdir(folder, { recursive: true }).catch(() => []);
      for (const file of files.filter((name) => name.endsWith('.ts'))) {
        const code = await readFile(new URL(file, folder), 'utf8');
        for (const [, found = ''] of code.matchAll(
          /\b(?:say|problem|reply|refuse)\(\s*'([a-z]+[.-][a-z.-]+)'/g,
        )) {
          if (!Object.hasOwn(known, found)) missing.push(`${room}/${file}: ${found}`);
        }
      }
    }
    assert.deepEqual(missing, []);
  });
});
