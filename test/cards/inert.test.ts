import assert from 'node:assert/strict';
import { inert, inertMessage } from '../../src/cards/inert.ts';

/** The unseen made visible: `·` for the word joiner, `_` `*` and so on stay. */
const visible = (text: string) => text.replaceAll('\u2060', '·').replaceAll('\u200A', '⎵');

describe('inert text', () => {
  for (const [text, expected] of [
    ['Mary Miller', 'Mary Miller'],
    ['{{DATE(2020-01-01T00:00:00Z)}}', '{·{DATE(2020-01-01T00:00:00Z)}}'],
    ['$' + '{x} {{{x}}}', '$·{x} {·{·{x}}}'],
    ['<at>All</at> <b>x</b> <!-- x -->', '<·at>All<·/at> <·b>x<·/b> <·!-- x -->'],
    ['1 < 2, a<3', '1 < 2, a<3'],
  ] as const) {
    it(text, () => assert.equal(visible(inert(text)), expected));
  }

  describe('in a message', () => {
    for (const [text, expected] of [
      ['**bold** *x*', '*⎵*⎵bold*⎵* *⎵x*'],
      ['_x_ snake_case_name mary_miller@example.com', '_⎵x_ snake_case_name mary_miller@example.com'],
      ['~~gone~~', '~⎵~⎵gone~⎵~'],
      ['[link](https://evil.example)', '[link]·(https://evil.example)'],
      ['`code`', 'ˋcodeˋ'],
      ['# head', '·# head'],
      ['x\n> quote\n- item\n1. one', 'x\n·> quote\n·- item\n·1. one'],
      ['5 * 3 = 15', '5 * 3 = 15'],
      ['<b>x</b>', '<·b>x<·/b>'],
    ] as const) {
      it(text, () => assert.equal(visible(inertMessage(text)), expected));
    }
  });
});
