import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { pino } from 'pino';
import { SipUserAgent } from '../../../src/sip/index.ts';
import { connectErrorOf } from '../../../src/sip/transport/connect-error.ts';
import { makeCertificate } from '../../support/certificates.ts';
import { fakeResolver } from '../../support/fake-resolver.ts';
import { scratch } from '../../support/scratch.ts';
import { ask, TransportBench, writeFiles } from '../../support/transport-bench.ts';

const HOST = 'sip.contoso.test';
const resolver = fakeResolver({}, { [HOST]: ['127.0.0.1'] });

const authority = makeCertificate('Authority', { isAuthority: true });
const stranger = makeCertificate('Another authority', { isAuthority: true });
const server = makeCertificate('server', { issuer: authority, hosts: [HOST] });
const client = makeCertificate('client', { issuer: authority });
const strangeClient = makeCertificate('client', { issuer: stranger });

describe('SIP over TLS', () => {
  const bench = new TransportBench();
  let folder: Awaited<ReturnType<typeof scratch>>;
  let files: Record<'ca' | 'cert' | 'key' | 'strangeCert' | 'strangeKey' | 'nonsense', string>;

  before(async () => {
    folder = await scratch();
    files = writeFiles(folder.path, {
      ca: authority.cert,
      cert: client.cert,
      key: client.key,
      strangeCert: strangeClient.cert,
      strangeKey: strangeClient.key,
      nonsense: 'nothing in PEM',
    });
  });
  after(() => folder.remove());
  afterEach(() => bench.stop());

  const listen = (tls: TlsOptions = server) => bench.peer({ tls });
  const trusting = () => ({ tls: { ca: files.ca }, resolver });

  it('calls over a server whose certificate is signed and names it, and says TLS in Via and Contact', async () => {
    const peer = await listen();
    const agent = await bench.agent(`sips:${HOST}:${peer.port}`, trusting());
    assert.equal(agent.problem, undefined);
    const answered = ask(agent);
    const request = await peer.request('MESSAGE');
    assert.match(request.header('Via'), /^SIP\/2\.0\/TLS 127\.0\.0\.1:\d+;/);
    assert.match(request.header('Contact'), /^<sip:usher@127\.0\.0\.1:\d+;transport=tls>$/);
    peer.reply(request, 200);
    assert.equal((await answered).statusCode, 200);
  });

  it('puts a sips Contact into a request to a sips address, whose To is sips as well', async () => {
    const peer = await listen();
    const agent = await bench.agent(`sip:${HOST}:${peer.port};transport=tls`, trusting());
    void ask(agent, 'sips:mary@example.com');
    const request = await peer.request('MESSAGE');
    assert.match(request.header('Contact'), /^<sips:usher@127\.0\.0\.1:\d+;transport=tcp>$/);
    assert.match(request.header('To'), /^<sips:/);
  });

  it('checks an IP address against the certificate as well', async () => {
    const peer = await listen(makeCertificate('server', { issuer: authority, hosts: ['127.0.0.1'] }));
    assert.equal((await bench.agent(`sips:127.0.0.1:${peer.port}`, trusting())).problem, undefined);
    const other = await listen();
    assert.equal(
      (await bench.agent(`sips:127.0.0.1:${other.port}`, trusting())).problem?.code,
      'sip.tls-name',
    );
  });

  it('checks the name in SIP_SERVER, not the one that the DNS points to', async () => {
    const peer = await listen(makeCertificate('server', { issuer: authority, hosts: ['node1.example.org'] }));
    const srv = {
      [`_sips._tcp.${HOST}`]: [{ name: 'node1.example.org', port: peer.port, priority: 1, weight: 0 }],
    };
    const options = { ...trusting(), resolver: fakeResolver(srv, { 'node1.example.org': ['127.0.0.1'] }) };
    assert.equal((await bench.agent(`sips:${HOST}`, options)).problem?.code, 'sip.tls-name');
  });

  const days = (from: number, until: number) =>
    makeCertificate('server', { issuer: authority, hosts: [HOST], days: [from, until] });
  const faults: readonly (readonly [what: string, tls: TlsOptions, code: string])[] = [
    ['signed by itself', makeCertificate('server', { hosts: [HOST] }), 'sip.tls-unknown-ca'],
    [
      'signed by somebody else',
      makeCertificate('server', { issuer: stranger, hosts: [HOST] }),
      'sip.tls-unknown-ca',
    ],
    ['that has expired', days(-2, -1), 'sip.tls-expired'],
    ['that is not valid yet', days(1, 2), 'sip.tls-not-yet-valid'],
    [
      'for another name',
      makeCertificate('server', { issuer: authority, hosts: ['sip.example.org'] }),
      'sip.tls-name',
    ],
  ];
  for (const [what, tls, code] of faults) {
    it(`says ${code} to a certificate ${what}`, async () => {
      const peer = await listen(tls);
      const agent = await bench.agent(`sips:${HOST}:${peer.port}`, trusting());
      assert.equal(agent.ready, false);
      assert.equal(agent.problem?.code, code);
    });
  }

  it('trusts only the authorities of Node where no others are given', async () => {
    const peer = await listen();
    const agent = await bench.agent(`sips:${HOST}:${peer.port}`, { resolver });
    assert.equal(agent.problem?.code, 'sip.tls-unknown-ca');
  });

  describe('mutual', () => {
    const wanting: TlsOptions = {
      ...server,
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    };

    it('shows its certificate', async () => {
      const peer = await listen(wanting);
      const tls = { ca: files.ca, cert: files.cert, key: files.key };
      assert.equal((await bench.agent(`sips:${HOST}:${peer.port}`, { tls, resolver })).problem, undefined);
    });

    // To a strange one Node's server says nothing, it closes.
    const refused = [
      ['none', 'sip.tls-client-certificate', () => ({})],
      [
        'one of another authority',
        'sip.tls-closed',
        () => ({ cert: files.strangeCert, key: files.strangeKey }),
      ],
    ] as const;
    for (const [what, code, pair] of refused) {
      it(`says ${code} where the server wants one and there is ${what}`, async () => {
        const peer = await listen(wanting);
        const tls = { ca: files.ca, ...pair() };
        const agent = await bench.agent(`sips:${HOST}:${peer.port}`, { tls, resolver });
        assert.equal(agent.ready, false);
        assert.equal(agent.problem?.code, code);
      });
    }

    // Other servers send these.
    for (const alert of [
      'TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'TLSV1_ALERT_UNKNOWN_CA',
      'SSLV3_ALERT_BAD_CERTIFICATE',
    ]) {
      it(`says sip.tls-client-certificate to the alert ${alert}`, () => {
        const error = Object.assign(new Error('alert'), { code: `ERR_SSL_${alert}` });
        assert.equal(connectErrorOf(error, 'open').code, 'sip.tls-client-certificate');
      });
    }
  });

  describe('at a server that speaks none', () => {
    it('says sip.no-tls where it answers with something else', async () => {
      const plain = createServer((socket) =>
        socket.on('error', () => {}).end('SIP/2.0 400 Bad Request\r\n\r\n'),
      );
      plain.listen(0, '127.0.0.1');
      await once(plain, 'listening');
      const address = plain.address();
      assert.ok(address && typeof address === 'object');
      const agent = await bench.agent(`sips:${HOST}:${address.port}`, trusting());
      assert.equal(agent.problem?.code, 'sip.no-tls');
      plain.close();
    });

    it('says sip.no-tls where it waits for something else', async () => {
      const peer = await bench.peer();
      const options = { ...trusting(), timers: { connectTimeoutMs: 50 } };
      const agent = await bench.agent(`sips:${HOST}:${peer.port}`, options);
      assert.equal(agent.problem?.code, 'sip.no-tls');
    });
  });

  describe('files', () => {
    const make = (tls: object) => () =>
      new SipUserAgent({ uri: 'sip:u@example.com', server: 'sips:x', log: pino({ level: 'silent' }), tls });

    it('are refused at once where they cannot be used', () => {
      const { ca, cert, key, strangeKey, nonsense } = files;
      assert.throws(make({ ca: `${ca}.gone` }), { code: 'sip.tls-ca' });
      assert.throws(make({ ca: nonsense }), { code: 'sip.tls-ca' });
      assert.throws(make({ cert: nonsense, key }), { code: 'sip.tls-cert' });
      assert.throws(make({ cert, key: nonsense }), { code: 'sip.tls-key' });
      assert.throws(make({ cert, key: `${key}.gone` }), { code: 'sip.tls-key' });
      assert.throws(make({ cert }), { code: 'sip.tls-pair' });
      assert.throws(make({ cert, key: strangeKey }), { code: 'sip.tls-pair' });
    });

    it('name their variable and their path', () => {
      assert.throws(
        make({ cert: '/nowhere/cert.pem', key: files.key }),
        /SIP_TLS_CERT.*\/nowhere\/cert\.pem/,
      );
    });

    it('are read again for each connection', async () => {
      const peer = await listen();
      const { ca } = writeFiles(folder.path, { ca: stranger.cert });
      const agent = await bench.agent(`sips:${HOST}:${peer.port}`, { tls: { ca }, resolver });
      assert.equal(agent.problem?.code, 'sip.tls-unknown-ca');
      const ready = once(agent, 'ready');
      writeFiles(folder.path, { ca: authority.cert });
      await ready;
    });
  });
});
