import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { sentence } from '../../src/cards/index.ts';
import { en } from '../../src/cards/words/en.ts';

describe('sentences', () => {
  for (const [code, facts, expected] of [
    ['already-in', { name: 'Mary' }, 'Mary is in the conference already.'],
    ['removing', { names: ['Mary'] }, 'Taking Mary out.'],
    ['not-in', { name: 'Mary', status: 'left' }, 'Mary is not in the conference: left.'],
    ['cancelling', { names: ['Mary', 'Bob', 'Sue'] }, 'Withdrawing the invitation of Mary, Bob and Sue.'],
    [
      'just-ended',
      { name: 'Bob', status: 'no-answer' },
      'Bob was called a moment ago: no answer. To call once more, write: again Bob',
    ],
    [
      'quiet-hours',
      { name: 'Mary', until: '2027-03-29T06:00:00Z', zone: 'Europe/Berlin' },
      'Mary is not called outside working hours: they begin again on Monday, March 29, 2027 at 8:00 AM Central European Time. To call all the same, write: invite Mary urgently',
    ],
    ['nothing-to-cancel', {}, 'Nobody is being invited at the moment, so there is nothing to cancel.'],
    [
      'nothing-to-cancel',
      { name: 'Bob' },
      'Bob is not being invited at the moment, so there is nothing to cancel.',
    ],
    ['conference-ended', { subject: 'Standup', people: [], others: [] }, 'The conference has ended.'],
    [
      'conference-ended',
      { subject: 'Standup', people: [], others: ['Zoe'] },
      'The conference has ended for this thread. Still in, without an invitation: Zoe.',
    ],
    [
      'conference-ended',
      { subject: 'Standup', people: ['Mary'], others: [] },
      'The conference has ended for this thread. Its server is asked to end the calls that run without me: Mary.',
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
      'The message has 1,025 characters, at most 1,024 can be shown. Shorten it.',
    ],
  ] as const) {
    it(`${code}: ${expected}`, () => assert.equal(sentence(code, facts), expected));
  }

  it('calls what is happening by one set of words', () => {
    assert.deepEqual(Object.values(en.status), [
      ...[
        'Inviting',
        'Ringing',
        'Forwarded',
        'Waiting',
        'Calling from the conference',
        'Joined',
        'Answered',
        'Accepted',
      ],
      ...['Declined', 'Busy', 'No answer', 'Offline', 'Not found', 'Not allowed', 'Cannot join conferences'],
      ...['Withdrawn', 'Left', 'Failed', 'Outcome unknown'],
      ...['Waiting for their turn', 'Not needed', 'Not called'],
    ]);
  });

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
    const known: Readonly<Record<string, unknown>> = en.says;
    const missing: string[] = [];
    let found = 0;
    for (const room of ['commands', 'directory', 'desk', 'chat']) {
      const folder = new URL(`../../src/${room}/`, import.meta.url);
      for (const file of await readdir(folder, { recursive: true })) {
        if (!file.endsWith('.ts')) continue;
        const source = await readFile(new URL(file, folder), 'utf8');
        // Codes for people look like `toast.too-long`; other texts in quotes have no such beginning.
        for (const [, code = ''] of source.matchAll(
          /'((?:command|name|subject|text|address|toast|roster|person|policy|press|me)\.[a-z-]+)'/g,
        )) {
          found += 1;
          if (!Object.hasOwn(known, code)) missing.push(`${room}/${file}: ${code}`);
        }
      }
    }
    assert.deepEqual(missing, []);
    assert.ok(found > 20, `only ${found} codes were found`);
  });
});
