import assert from 'node:assert/strict';
import { Conference, ConferenceInvitation, type StateChange, ToastMessage } from '../../../src/core/index.ts';
import { ConfInvite } from '../../../src/sip/lync/conf-invite.ts';
import { LyncConferenceServer } from '../../../src/sip/lync/lync-conference-server.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import { makeCertificate } from '../../support/certificates.ts';
import { fakeResolver } from '../../support/fake-resolver.ts';
import { FOCUS, LyncFocus } from '../../support/lync-peers.ts';
import { scratch } from '../../support/scratch.ts';
import type { ScriptedSipPeer } from '../../support/scripted-sip-peer.ts';
import { SipBench } from '../../support/sip-bench.ts';
import { TransportBench, writeFiles } from '../../support/transport-bench.ts';

const HOST = 'lync.contoso.test';
const authority = makeCertificate('Authority', { isAuthority: true });

/** As in UCMA: App-INVITE first, then the conferencing server. */
function invitation(bench: SipBench, userAgent: SipUserAgent) {
  const options = bench.options({}, { userAgent });
  const roster = { followRoster: () => async () => {} };
  const server = new LyncConferenceServer({ ...options, roster });
  const methods = [new ConfInvite({ ...options, conferenceServer: server }), server.dialOut];
  const changes: StateChange[] = [];
  const one = new ConferenceInvitation(new Conference({ uri: FOCUS, subject: 'Standup', methods }));
  one.onStateChanged((change) => changes.push(change));
  return { one, told: () => changes.map(({ state, reason }) => `${state} ${reason}`) };
}

const transports = {
  'over TCP': async (bench: SipBench) => ({ peer: bench.peer, userAgent: bench.userAgent }),
  'over mutual TLS, as a trusted application': async (_: SipBench, tls: TransportBench, folder: string) => {
    const server = makeCertificate('server', { issuer: authority, hosts: [HOST] });
    const ours = makeCertificate('usher.contoso.test', { issuer: authority, hosts: ['usher.contoso.test'] });
    const wanting = { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
    const peer = await tls.peer({ tls: wanting });
    const files = writeFiles(folder, { ca: authority.cert, cert: ours.cert, key: ours.key });
    const resolver = fakeResolver({}, { [HOST]: ['127.0.0.1'] });
    const userAgent = await tls.agent(`sips:${HOST}:${peer.port}`, { tls: files, resolver });
    return { peer, userAgent };
  },
};

for (const [how, connect] of Object.entries(transports)) {
  describe(`an invitation of Lync ${how}`, () => {
    const tls = new TransportBench();
    let folder: Awaited<ReturnType<typeof scratch>>;
    let bench: SipBench;
    let peer: ScriptedSipPeer;
    let userAgent: SipUserAgent;
    before(async () => {
      folder = await scratch();
    });
    after(() => folder.remove());
    beforeEach(async () => {
      bench = await SipBench.start();
      ({ peer, userAgent } = await connect(bench, tls, folder.path));
    });
    afterEach(async () => {
      await tls.stop();
      await bench.stop();
    });

    it('goes through the states of UCMA when her application joins by itself', async () => {
      const { one, told } = invitation(bench, userAgent);
      const delivered = one.deliver('sip:mary@example.com', { toast: new ToastMessage('Join us') });
      const sent = await peer.request('INVITE', 'mary');
      assert.match(sent.header('ms-text-format'), /;ms-body=Sm9pbiB1cw==$/);
      peer.reply(sent, 180);
      peer.reply(sent, 200);
      await peer.request('ACK', 'mary');
      peer.reply(await peer.request('BYE', 'mary'), 200);
      assert.equal((await delivered).outcome.word, 'answered');
      assert.deepEqual(told(), [
        'Delivering None',
        'Delivering Ringing',
        'Terminating Accepted',
        'Terminated Accepted',
      ]);
    });

    for (const code of [415, 488]) {
      it(`falls back to a dial-out of the MCU after ${code}, which succeeds`, async () => {
        const { one, told } = invitation(bench, userAgent);
        const delivered = one.deliver('sip:mary@example.com');
        const sent = await peer.request('INVITE', 'mary');
        peer.reply(sent, 180);
        peer.reply(sent, code);
        const focus = new LyncFocus(peer);
        const joined = await focus.join();
        const command = await focus.command();
        focus.take(command);
        await focus.tell(joined, command, 'pending');
        await focus.tell(joined, command, 'success');
        await focus.left();
        const { outcome, acceptedBy } = await delivered;
        assert.deepEqual([outcome.word, acceptedBy], ['answered', 'sip:mary@example.com']);
        assert.deepEqual(told(), [
          'Delivering None',
          'Delivering Ringing',
          'Delivering FallingBackToMcuDialOut',
          'Terminating Accepted',
          'Terminated Accepted',
        ]);
      });
    }

    it('ends where she declines, and nobody calls her a second time', async () => {
      const { one, told } = invitation(bench, userAgent);
      const delivered = one.deliver('sip:mary@example.com');
      const sent = await peer.request('INVITE', 'mary');
      peer.reply(sent, 180);
      peer.reply(sent, 603);
      await assert.rejects(delivered, { name: 'FailureResponseError' });
      assert.deepEqual(told().slice(2), ['Terminating TerminatedRemotely', 'Terminated TerminatedRemotely']);
      assert.equal(peer.has('INVITE'), false);
    });

    it('is a refusal where neither she nor the MCU can', async () => {
      const { one, told } = invitation(bench, userAgent);
      const delivered = one.deliver('sip:mary@example.com');
      peer.reply(await peer.request('INVITE', 'mary'), 415);
      const focus = new LyncFocus(peer);
      await focus.join();
      focus.answer(await focus.command(), 'failure', 'UserDeclined');
      await assert.rejects(delivered, { name: 'FailureResponseError', outcome: { word: 'declined' } });
      assert.deepEqual(told(), [
        'Delivering None',
        'Delivering FallingBackToMcuDialOut',
        'Terminating TerminatedRemotely',
        'Terminated TerminatedRemotely',
      ]);
    });
  });
}
