import assert from 'node:assert/strict';
import { type Answer, type AnsweredBy, type OutcomeWord, outcomeOf } from '../../src/core/index.ts';

const WHO: readonly AnsweredBy[] = ['person', 'conference', 'server'];

/**
 * The whole table, written down once more by hand: answers to an INVITE. A code that stands nowhere is `failed`, 1xx as an end
 * is `unknown`, 2xx is `answered`.
 */
const EXPECTED: Readonly<Record<string, Partial<Record<OutcomeWord, readonly number[]>>>> = {
  'person rang': {
    declined: [403, 486, 603, 605],
    busy: [600],
    'no-answer': [408, 480],
    offline: [410, 430],
    'not-found': [404, 416, 484, 485, 604],
    cannot: [400, 405, 406, 415, 420, 488, 489, 501, 606],
  },
  'person silent': {
    declined: [603, 605],
    busy: [486, 600],
    offline: [408, 410, 430, 480],
    'not-found': [404, 416, 484, 485, 604],
    'not-allowed': [403],
    cannot: [400, 405, 406, 415, 420, 488, 489, 501, 606],
  },
  'server rang': {
    declined: [403],
    'no-answer': [408, 480],
    offline: [410, 430],
    'not-found': [404, 416, 484, 485, 604],
    'not-allowed': [603, 605],
    cannot: [400, 405, 406, 415, 420, 488, 489, 501, 606],
  },
  'server silent': {
    offline: [408, 410, 430, 480],
    'not-found': [404, 416, 484, 485, 604],
    'not-allowed': [403, 603, 605],
    cannot: [400, 405, 406, 415, 420, 488, 489, 501, 606],
  },
  'conference rang': {},
  'conference silent': {},
};

/** 416 stands in both lists of the design: an unknown scheme is no reason to try another form. */
function expected(code: number, answeredBy: AnsweredBy, rang: boolean): OutcomeWord {
  if (code < 200) return 'unknown';
  if (code < 300) return 'answered';
  const words = EXPECTED[`${answeredBy} ${rang ? 'rang' : 'silent'}`] ?? {};
  const found = Object.entries(words).find(([, codes]) => codes.includes(code));
  return (found?.[0] as OutcomeWord | undefined) ?? 'failed';
}

function answer(code: number, rest: Partial<Answer> = {}): Answer {
  return { code, reasonPhrase: '', answeredBy: 'person', rang: false, ...rest };
}

function word(code: number, rest: Partial<Answer> = {}): OutcomeWord {
  return outcomeOf(answer(code, rest)).word;
}

describe('core/outcome', () => {
  it('has a word for every code, whoever answered, whether it rang or not', () => {
    let combinations = 0;
    for (let code = 100; code <= 699; code += 1) {
      for (const answeredBy of WHO) {
        for (const rang of [true, false]) {
          const given = answer(code, { answeredBy, rang });
          const outcome = outcomeOf(given);
          const name = `${code} from the ${answeredBy}, ${rang ? 'after' : 'without'} an 18x`;
          assert.equal(outcome.word, expected(code, answeredBy, rang), name);
          assert.equal(outcome.answer, given, 'the whole answer is kept');
          combinations += 1;
        }
      }
    }
    assert.equal(combinations, 3600);
  });

  it('never says a word about the person for a code of the conference', () => {
    const about: readonly OutcomeWord[] = [
      'declined',
      'busy',
      'no-answer',
      'offline',
      'not-found',
      'not-allowed',
    ];
    for (let code = 300; code <= 699; code += 1) {
      for (const request of ['INVITE', 'REFER'] as const) {
        assert.ok(!about.includes(word(code, { answeredBy: 'conference', request })), `${request} ${code}`);
      }
    }
    const outcome = outcomeOf(answer(404, { answeredBy: 'conference', rang: true }));
    assert.deepEqual([outcome.word, outcome.detail], ['failed', 'conference-unreachable']);
  });

  it('lets Q.850 win over the code', () => {
    assert.equal(word(486, { rang: true, q850: 17 }), 'busy');
    assert.equal(word(480, { q850: 18 }), 'no-answer');
    assert.equal(word(403, { q850: 19 }), 'no-answer');
    assert.equal(word(480, { rang: true, q850: 21 }), 'declined');
    assert.equal(word(480, { rang: true, q850: 16 }), 'no-answer', 'another cause changes nothing');
    assert.equal(word(488, { q850: 21 }), 'cannot', 'another form may still work');
  });

  it('tells who ended a cancelled call', () => {
    assert.equal(word(487, { rang: true, cancelled: 'withdrawn' }), 'withdrawn');
    assert.equal(word(487, { rang: true, cancelled: 'ring-timeout' }), 'no-answer');
    const elsewhere = outcomeOf(answer(487, { rang: true }));
    assert.deepEqual([elsewhere.word, elsewhere.detail], ['failed', 'cancelled-elsewhere']);
    assert.equal(word(603, { rang: true, cancelled: 'withdrawn' }), 'declined', 'she was faster');
    assert.equal(word(200, { rang: true, cancelled: 'withdrawn' }), 'answered', 'she was faster');
  });

  it('counts more refusals of a REFER as cannot, unless a phone rang', () => {
    for (const code of [403, 481, 603]) {
      for (const answeredBy of ['person', 'conference'] as const) {
        assert.equal(word(code, { request: 'REFER', answeredBy }), 'cannot', `${code} ${answeredBy}`);
      }
      assert.notEqual(word(code, { request: 'REFER', rang: true }), 'cannot');
    }
    assert.equal(word(501, { request: 'REFER', answeredBy: 'conference' }), 'cannot');
    assert.equal(word(503, { request: 'REFER', answeredBy: 'conference' }), 'failed');
  });

  it('says why it failed', () => {
    const detail = (code: number, rest: Partial<Answer> = {}) => outcomeOf(answer(code, rest)).detail;
    assert.equal(detail(302), 'redirected');
    assert.equal(detail(401), 'credentials');
    assert.equal(detail(407), 'credentials');
    assert.equal(detail(421), 'extension-required');
    assert.equal(detail(422), 'extension-required');
    assert.equal(detail(477), 'no-connection');
    assert.equal(detail(481), 'call-gone');
    assert.equal(detail(429), 'retry-later');
    assert.equal(detail(503), 'retry-later');
    assert.equal(detail(500, { retryAfterSeconds: 30 }), 'retry-later');
    assert.equal(detail(500), 'server-error');
    assert.equal(detail(699), 'server-error');
    assert.equal(detail(402), 'refused');
    assert.equal(detail(480), undefined, 'the word says it all');
  });
});
