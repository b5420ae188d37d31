import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { codeOf, parseUri, SipUserAgent } from '../../../src/sip/index.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import type { Challenge } from '../../../src/sip/user-agent/digest/challenges.ts';
import { credentialsValue } from '../../../src/sip/user-agent/digest/credentials-value.ts';
import { expectedResponse, parametersOf } from '../../support/digest-check.ts';
import { ScriptedSipPeer, type SipText } from '../../support/scripted-sip-peer.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';
import { ENDED, notify } from '../../support/sipfrag.ts';

const PASSWORD = 'open "sesame" \\ ü';

describe('digest values', () => {
  const challenge: Challenge = {
    answerIn: 'Authorization',
    realm: 'http-auth@example.org',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
    algorithm: 'MD5',
    qop: ['auth', 'auth-int'],
    stale: false,
  };
  const mufasa = { username: 'Mufasa', password: 'Circle of Life' };
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  const index = { method: 'GET', uri: '/dir/index.html', body: '' };
  const old = {
    ...challenge,
    realm: 'testrealm@host.com',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    opaque: '5ccc069c403ebaf9f0171e9517f40e41',
    algorithm: undefined,
  };
  const api = {
    ...challenge,
    realm: 'api@example.org',
    nonce: '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK',
    opaque: 'HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS',
    algorithm: 'SHA-512-256',
    qop: ['auth'],
  };
  const jason = { username: 'Jäsøn Doe', password: 'Secret, or not?' };
  const table = [
    ['RFC 7616 3.9.1, MD5', '8ca523f5e9506fed4657c9700eebdbec', challenge, mufasa, index, cnonce],
    [
      'RFC 7616 3.9.1, SHA-256',
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
      { ...challenge, algorithm: 'SHA-256' },
      mufasa,
      index,
      cnonce,
    ],
    [
      'RFC 7616 3.9.2, SHA-512-256 (erratum 4897)',
      '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5',
      api,
      jason,
      { method: 'GET', uri: '/doe.json', body: '' },
      'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
    ],
    [
      'RFC 2617 3.5',
      '6629fae49393a05397450978507c4ef1',
      old,
      { username: 'Mufasa', password: 'Circle Of Life' },
      index,
      '0a4f113b',
    ],
    [
      'RFC 2069 2.4 (erratum 749)',
      '1949323746fe6a43ef61f9606e7febea',
      { ...old, qop: [] },
      { username: 'Mufasa', password: 'CircleOfLife' },
      index,
      '',
    ],
  ] as const;
  for (const [what, response, asked, account, request, cnonce] of table) {
    it(`are those of ${what}`, () => {
      const value = credentialsValue(asked, account, request, { cnonce, count: 1 });
      assert.equal(parametersOf(value).response, response);
    });
  }
});

describe('digest', () => {
  let peer: ScriptedSipPeer;
  let agent: SipUserAgent | undefined;
  const logged: string[] = [];
  const log: Logger = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk));
        done();
      },
    }),
  );

  beforeEach(async () => {
    peer = await ScriptedSipPeer.listen();
    agent = new SipUserAgent({
      uri: 'sip:usher@example.com',
      server: peer.uri,
      username: 'us"her',
      password: PASSWORD,
      log,
      timers: { reconnectMinMs: 5 },
    });
    await agent.start();
  });
  afterEach(async () => {
    await agent?.stop();
    await peer.close();
  });

  function ask(method = 'MESSAGE'): Promise<IncomingResponseMessage> {
    return new Promise((resolve) => {
      const done = ({ message }: { message: IncomingResponseMessage }) => resolve(message);
      agent?.request(method, parseUri('sip:mary@example.com;user=phone'), [], {
        onAccept: done,
        onReject: done,
        onRedirect: done,
      });
    });
  }

  /** Asks, refuses with these header lines, and hands back the second attempt. */
  async function challenged(code: number, ...headers: string[]): Promise<SipText> {
    void ask();
    peer.reply(await peer.request('MESSAGE'), code, { headers });
    return await peer.request('MESSAGE');
  }

  function assertKnows(request: SipText, hash: string, header = 'Authorization'): Record<string, string> {
    const value = request.header(header);
    const parameters = parametersOf(value);
    assert.equal(
      parameters.response,
      expectedResponse(value, { hash, method: 'MESSAGE', password: PASSWORD }),
    );
    assert.equal(parameters.username, 'us"her');
    assert.equal(parameters.uri, request.uri);
    return parameters;
  }

  const digest = (parameters: string) => `WWW-Authenticate: Digest realm="example.com", ${parameters}`;
  const MD5 = digest('nonce="m", algorithm=MD5, qop="auth"');
  const SHA256 = digest('nonce="s", algorithm=SHA-256, qop="auth"');
  const SHA512 = digest('nonce="t", algorithm=SHA-512-256, qop="auth"');
  const UNKNOWN = digest('nonce="u", algorithm=SHA3-512, qop="auth"');
  const BASIC = 'WWW-Authenticate: Basic realm="example.com"';

  for (const [what, hash, nonce, headers] of [
    ['MD5', 'md5', 'm', [MD5]],
    ['SHA-256', 'sha256', 's', [SHA256]],
    ['SHA-256 before MD5', 'sha256', 's', [SHA256, MD5]],
    ['SHA-256 after MD5', 'sha256', 's', [MD5, SHA256]],
    [
      'the strongest of all, between those that nobody knows',
      'sha512-256',
      't',
      [UNKNOWN, MD5, SHA512, SHA256, BASIC],
    ],
    ['an unknown one last', 'md5', 'm', [MD5, UNKNOWN]],
    ['two in one line', 'sha256', 's', [`${MD5}, ${SHA256.slice('WWW-Authenticate: '.length)}`]],
    ['no algorithm', 'md5', 'n', [digest('nonce="n", qop="auth"')]],
    ['no qop', 'md5', 'n', [digest('nonce="n"')]],
    ['an empty qop', 'md5', 'n', [digest('nonce="n", qop=""')]],
    ['a session algorithm', 'sha256', 'n', [digest('nonce="n", algorithm=SHA-256-sess, qop="auth"')]],
    ['auth-int only', 'md5', 'n', [digest('nonce="n", qop="auth-int"')]],
    ['several qop', 'md5', 'n', [digest('nonce="n", qop="auth-int, AUTH"')]],
    [
      'small letters and quotes',
      'sha256',
      'n',
      ['www-authenticate: digest REALM="example.com",Nonce="n",algorithm="sha-256",qop=auth'],
    ],
    ['userhash and charset', 'md5', 'n', [digest('nonce="n", qop="auth", userhash=true, charset=UTF-8')]],
    [
      'parameters that nobody knows',
      'md5',
      'n',
      [digest('nonce="n", x-a=1, x-b="2, nonce=3", __proto__="4"')],
    ],
    ['a line in two pieces', 'md5', 'n', [digest('nonce="n",\r\n  qop="auth"')]],
  ] as const) {
    it(`answers ${what}`, async () => {
      const answer = await challenged(401, ...headers);
      const parameters = assertKnows(answer, hash);
      assert.equal(parameters.nonce, nonce);
      assert.equal(parameters.qop === undefined, parameters.nc === undefined);
      assert.equal(answer.all('Authorization').length, 1);
      assert.equal(answer.header('CSeq'), '2 MESSAGE');
    });
  }

  it('sends back what the server wrote, with its escapes', async () => {
    const answer = await challenged(
      401,
      'WWW-Authenticate: Digest realm="The \\"Inner\\" \\\\ Circle", nonce="a\\"b", opaque="", qop="auth"',
    );
    const { realm, nonce, opaque } = assertKnows(answer, 'md5');
    assert.deepEqual([realm, nonce, opaque], ['The "Inner" \\ Circle', 'a"b', '']);
    assert.match(answer.header('Authorization'), /username="us\\"her", realm="The \\"Inner\\" \\\\ Circle"/);
  });

  it('answers a proxy in its own header', async () => {
    const answer = await challenged(407, MD5.replace('WWW', 'Proxy'));
    assertKnows(answer, 'md5', 'Proxy-Authorization');
    assert.deepEqual(answer.all('Authorization'), []);
  });

  it('answers a proxy and then the server behind it, with a new count for the first', async () => {
    const first = await challenged(407, MD5.replace('WWW', 'Proxy'));
    peer.reply(first, 401, { headers: [SHA256] });
    const second = await peer.request('MESSAGE');
    assertKnows(second, 'sha256');
    assert.equal(assertKnows(second, 'md5', 'Proxy-Authorization').nc, '00000002');
    assert.equal(second.all('Proxy-Authorization').length, 1);
    assert.equal(second.header('CSeq'), '3 MESSAGE');
  });

  it('answers every realm of a response that a forking proxy has put together (RFC 3261 22.3)', async () => {
    const other = SHA256.replace('example.com', 'example.org');
    const answer = await challenged(401, MD5, other, MD5.replace('WWW', 'Proxy'));
    const values = answer.all('Authorization').map(parametersOf);
    assert.deepEqual(values.map(({ realm, nonce }) => [realm, nonce]).sort(), [
      ['example.com', 'm'],
      ['example.org', 's'],
    ]);
    assertKnows(answer, 'md5', 'Proxy-Authorization');
  });

  it('tries again with the new nonce where the old one was stale', async () => {
    const first = await challenged(401, MD5);
    peer.reply(first, 401, { headers: [digest('nonce="fresh", qop="auth", stale=TRUE')] });
    const second = await peer.request('MESSAGE');
    const { nonce, nc } = assertKnows(second, 'md5');
    assert.deepEqual([nonce, nc], ['fresh', '00000001']);
    assert.equal(second.branch, `${first.branch}r`);
  });

  it('counts the uses of a nonce over all requests, and never repeats its own', async () => {
    const first = assertKnows(await challenged(401, MD5), 'md5');
    const second = assertKnows(await challenged(401, MD5), 'md5');
    assert.deepEqual([first.nc, second.nc], ['00000001', '00000002']);
    assert.notEqual(first.cnonce, second.cnonce);
  });

  const fresh = (stale: string) => digest(`nonce="${Math.random()}", qop="auth"${stale}`);
  for (const [what, attempts, again] of [
    ['the password is wrong', 2, () => fresh('')],
    ['the same nonce is stale', 2, () => digest('nonce="same", stale=true')],
    ['every nonce is stale', 3, () => fresh(', stale=true')],
  ] as const) {
    it(`gives up where ${what}`, async () => {
      const answered = ask();
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        peer.reply(await peer.request('MESSAGE'), 401, {
          headers: [attempt === 0 ? digest('nonce="same"') : again()],
        });
      }
      assert.equal(codeOf(await answered), 401);
      assert.equal(peer.has('MESSAGE'), false);
    });
  }

  for (const [what, headers] of [
    ['only an algorithm that nobody knows', [UNKNOWN]],
    ['only a protection that nobody knows', [digest('nonce="n", qop="auth-quantum"')]],
    ['only Basic', [BASIC]],
    ['no challenge', []],
    ['no nonce', ['WWW-Authenticate: Digest realm="x"']],
    ['no realm', ['WWW-Authenticate: Digest nonce="x"']],
    ['nonsense', ['WWW-Authenticate: "\\', 'WWW-Authenticate: Digest realm="x', 'WWW-Authenticate:']],
    ['only a challenge of a proxy', [MD5.replace('WWW', 'Proxy')]],
  ] as const) {
    it(`passes a 401 with ${what} on`, async () => {
      const answered = ask();
      peer.reply(await peer.request('MESSAGE'), 401, { headers });
      assert.equal(codeOf(await answered), 401);
      assert.equal(peer.has('MESSAGE'), false);
    });
  }

  it('never logs the password, nor what could be guessed from it', async () => {
    logged.length = 0;
    const answered = ask();
    const first = await peer.request('MESSAGE');
    peer.reply(first, 401, { headers: [MD5] });
    const second = await peer.request('MESSAGE');
    peer.reply(second, 401, { headers: [fresh('')] });
    await answered;
    const { response = '' } = parametersOf(second.header('Authorization'));
    const all = logged.join('');
    assert.ok(response.length > 0);
    assert.equal(all.includes(response) || all.includes('sesame') || all.includes('us"her'), false);
  });
});

describe('digest of an invitation', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const challenge = (nonce: string) => ({
    headers: [`Proxy-Authenticate: Digest realm="x", nonce="${nonce}"`],
  });

  it('sends the INVITE again with the derived branch; a wrong password ends it, because of credentials', async () => {
    const userAgent = await bench.agent({ username: 'usher', password: 'wrong' });
    const delivered = new Bridge(bench.options({}, { userAgent })).deliver(deliveryTo());
    const first = await bench.peer.request('INVITE');
    bench.peer.reply(first, 407, challenge('1'));
    const second = await bench.peer.request('INVITE');
    assert.equal(second.branch, `${first.branch}r`);
    assert.equal(second.callId, first.callId);
    bench.peer.reply(second, 407, challenge('2'));
    const { outcome } = await delivered;
    assert.deepEqual([outcome.word, outcome.detail, outcome.answer?.code], ['failed', 'credentials', 407]);
    assert.equal(bench.peer.has('INVITE'), false);
  });

  it('leaves no CSeq of a dialog to be used twice', async () => {
    const { peer } = bench;
    const userAgent = await bench.agent({ username: 'usher', password: 'secret' });
    const { person } = await bench.joined(bench.options({}, { userAgent }), deliveryTo(), ['Allow: REFER']);
    const refer = await peer.request('REFER', 'mary');
    peer.reply(refer, 407, challenge('1'));
    const again = await peer.request('REFER', 'mary');
    peer.reply(again, 202);
    notify(peer, person, 'SIP/2.0 200 OK', ENDED);
    const bye = await peer.request('BYE', 'mary');
    const numbers = [person, refer, again, bye].map((request) => Number.parseInt(request.header('CSeq'), 10));
    assert.deepEqual(numbers, [1, 2, 3, 4]);
  });
});
