import assert from 'node:assert/strict';
import { readSteps } from './read-steps.ts';

const PAGE = `# A page

\`\`\`sh
before the first step
\`\`\`

## 1. Programs

\`\`\`sh
one
two
\`\`\`

\`\`\`text
…all (3) done…
\`\`\`

## 2. A phone

\`\`\`sh terminal
phone
\`\`\`

## Where to go

\`\`\`sh
nowhere
\`\`\`
`;

describe('first-call/read-steps', () => {
  it('reads the commands of the numbered headings, what stays open, and what is shown', () => {
    const [programs, phone, ...more] = readSteps(PAGE);
    assert.deepEqual(more, []);
    assert.deepEqual(programs?.title, '1. Programs');
    assert.deepEqual(
      programs?.blocks.map(({ commands, isTerminal }) => [commands, isTerminal]),
      [['one\ntwo\n', false]],
    );
    const [shown] = programs?.blocks[0]?.shows ?? [];
    assert.match('first\nit says all (3) done, at last\n', shown ?? /$^/);
    assert.doesNotMatch('it says all 3 done', shown ?? /^/);
    assert.deepEqual(phone?.blocks, [{ commands: 'phone\n', isTerminal: true, shows: [] }]);
  });
});
