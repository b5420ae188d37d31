import assert from 'node:assert/strict';
import { parseServerAddress } from '../../../src/sip/transport/server-address.ts';
import { inOrder, serverTargets } from '../../../src/sip/transport/server-targets.ts';
import { fakeResolver } from '../../support/fake-resolver.ts';

const A = 'a.contoso.com';
const B = 'b.contoso.com';
const record = (name: string, priority: number, weight = 0, port = 5060) => ({
  name,
  priority,
  weight,
  port,
});
const addresses = { 'contoso.com': ['10.0.0.9', '10.0.0.8'], [A]: ['10.0.0.1'], [B]: ['10.0.0.2'] };

async function targetsOf(server: string, resolver: ReturnType<typeof fakeResolver>): Promise<string[]> {
  const targets = await serverTargets(parseServerAddress(server), resolver, () => 0);
  return targets.map(({ host, port }) => `${host}:${port}`);
}

describe('serverTargets', () => {
  it('takes the SRV records of TCP, by priority, with their ports', async () => {
    const srv = { '_sip._tcp.contoso.com': [record(B, 20, 0, 5080), record(A, 10, 0, 5070)] };
    const resolver = fakeResolver(srv, addresses);
    assert.deepEqual(await targetsOf('sip:contoso.com;transport=tcp', resolver), [
      '10.0.0.1:5070',
      '10.0.0.2:5080',
    ]);
  });

  it('takes those of TLS for a server over TLS', async () => {
    const resolver = fakeResolver({ '_sips._tcp.contoso.com': [record(A, 1, 0, 5081)] }, addresses);
    assert.deepEqual(await targetsOf('sips:contoso.com', resolver), ['10.0.0.1:5081']);
  });

  it('takes every address of the name itself where there is no SRV record, with the default port', async () => {
    const resolver = fakeResolver({}, addresses);
    assert.deepEqual(await targetsOf('sip:contoso.com', resolver), ['10.0.0.9:5060', '10.0.0.8:5060']);
    assert.deepEqual(await targetsOf('sips:contoso.com', resolver), ['10.0.0.9:5061', '10.0.0.8:5061']);
  });

  for (const [server, expected] of [
    ['sip:contoso.com:5090', ['10.0.0.9:5090', '10.0.0.8:5090']],
    ['wss://contoso.com/ws', ['10.0.0.9:443', '10.0.0.8:443']],
    ['ws://contoso.com', ['10.0.0.9:80', '10.0.0.8:80']],
  ] as const) {
    it(`asks for no SRV record for ${server}`, async () => {
      const resolver = fakeResolver({}, addresses);
      assert.deepEqual(await targetsOf(server, resolver), expected);
      assert.deepEqual(resolver.asked, ['A contoso.com']);
    });
  }

  it('asks nobody about an IP address', async () => {
    const resolver = fakeResolver({});
    assert.deepEqual(await targetsOf('sips:10.0.0.5', resolver), ['10.0.0.5:5061']);
    assert.deepEqual(resolver.asked, []);
  });

  it('goes on without a target that has no address', async () => {
    const srv = { '_sip._tcp.contoso.com': [record('gone.contoso.com', 1), record(A, 2)] };
    assert.deepEqual(await targetsOf('sip:contoso.com', fakeResolver(srv, addresses)), ['10.0.0.1:5060']);
  });

  it('says sip.dns where no name has an address', async () => {
    await assert.rejects(targetsOf('sip:nowhere.contoso.com', fakeResolver({})), { code: 'sip.dns' });
  });

  it('says sip.dns where the service is declared absent, and does not look at the name itself', async () => {
    const resolver = fakeResolver({ '_sip._tcp.contoso.com': [record('.', 0)] }, addresses);
    await assert.rejects(targetsOf('sip:contoso.com', resolver), { code: 'sip.dns' });
    assert.deepEqual(resolver.asked, ['SRV _sip._tcp.contoso.com']);
  });
});

describe('inOrder', () => {
  const names = (weights: readonly number[], ...lots: number[]) =>
    inOrder(
      weights.map((weight) => record(`w${weight}`, 1, weight)),
      () => lots.shift() ?? 0,
    ).map(({ name }) => name);

  it('draws among one priority with the weights as tickets', () => {
    assert.deepEqual(names([60, 30, 10], 0.59), ['w60', 'w30', 'w10']);
    assert.deepEqual(names([60, 30, 10], 0.61), ['w30', 'w60', 'w10']);
    assert.deepEqual(names([60, 30, 10], 0.95, 0.9), ['w10', 'w30', 'w60']);
  });

  it('lets those without a weight come last, and draws evenly where nobody has one', () => {
    assert.deepEqual(names([0, 5], 0), ['w5', 'w0']);
    const even = (lot: number) => inOrder([record(A, 1), record(B, 1)], () => lot).map(({ name }) => name);
    assert.deepEqual(even(0), [A, B]);
    assert.deepEqual(even(0.99), [B, A]);
  });

  it('never lets a weight win over a priority', () => {
    const order = inOrder([record(A, 2, 60_000), record(B, 1, 0)], () => 0.99);
    assert.deepEqual(
      order.map(({ name }) => name),
      [B, A],
    );
  });
});
