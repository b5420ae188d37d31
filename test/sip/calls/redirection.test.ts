import assert from 'node:assert/strict';
import { outcomeOf } from '../../../src/core/index.ts';
import { followRedirects, type Reached } from '../../../src/sip/calls/redirection.ts';

const uri = (user: string) => `sip:${user}@example.com`;

/** What each address answers: `302 a b` sends on to a and b. The end is that of mary, or of whom she was sent on to. */
async function follow(answers: Readonly<Record<string, string>>, mayCall = (_: string) => true) {
  const called: string[] = [];
  const told: number[] = [];
  const call = async (callee: string): Promise<Reached & { user: string }> => {
    const user = callee.slice(4, callee.indexOf('@'));
    called.push(user);
    const [code = '404', ...sentTo] = answers[user]?.split(' ') ?? [];
    const outcome = outcomeOf({
      code: Number(code),
      reasonPhrase: 'x',
      answeredBy: 'person',
      rang: code === '603',
    });
    return { user, outcome, ...(sentTo.length > 0 && { redirectedTo: sentTo.map(uri) }) };
  };
  const { user, outcome } = await followRedirects({
    first: await call(uri('mary')),
    from: uri('mary'),
    mayCall,
    call,
    progress: (progress) => progress.kind === 'deflected' && told.push(progress.response.code),
  });
  return { called, told, end: `${user}: ${outcome.word} ${outcome.answer?.code}` };
}

describe('following a redirect', () => {
  it('calls whom it names, one after the other, until somebody answers', async () => {
    const { called, end, told } = await follow({ mary: '302 desk mobile home', desk: '486', mobile: '200' });
    assert.deepEqual(called, ['mary', 'desk', 'mobile']);
    assert.equal(end, 'mobile: answered 200');
    assert.deepEqual(told, [302]);
  });

  it('tells what the last of them was answered', async () => {
    const { called, end } = await follow({ mary: '302 desk mobile', desk: '486', mobile: '480' });
    assert.deepEqual(called, ['mary', 'desk', 'mobile']);
    assert.equal(end, 'mobile: offline 480');
  });

  it('follows the first choice to its end before the second one', async () => {
    const { called } = await follow({ mary: '302 desk mobile', desk: '301 lab', lab: '486', mobile: '200' });
    assert.deepEqual(called, ['mary', 'desk', 'lab', 'mobile']);
  });

  it('calls nobody twice: two that send us to each other end it', async () => {
    const { called, end } = await follow({ mary: '302 bob', bob: '302 mary BOB' });
    assert.deepEqual(called, ['mary', 'bob']);
    assert.equal(end, 'mary: failed 302');
  });

  it('calls at most five addresses', async () => {
    const { called } = await follow({ mary: '302 a b', a: '302 c d e f g', c: '486', d: '486', e: '486' });
    assert.equal(called.length, 5);
  });

  it('asks the gate about each', async () => {
    const { called, end } = await follow({ mary: '302 evil' }, (address) => address !== uri('evil'));
    assert.deepEqual(called, ['mary']);
    assert.equal(end, 'mary: failed 302');
  });

  it('ends where a person says no', async () => {
    const { called, end } = await follow({ mary: '302 desk mobile', desk: '603', mobile: '200' });
    assert.deepEqual(called, ['mary', 'desk']);
    assert.equal(end, 'desk: declined 603');
  });
});
