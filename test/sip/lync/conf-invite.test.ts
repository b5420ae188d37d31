import assert from 'node:assert/strict';
import { type RosterTarget, ToastMessage } from '../../../src/core/index.ts';
import type { LegRecord } from '../../../src/sip/calls/call-journal.ts';
import type { CallTimers } from '../../../src/sip/calls/call-timers.ts';
import { recoverCall } from '../../../src/sip/index.ts';
import { ConfInvite } from '../../../src/sip/lync/conf-invite.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import { FOCUS } from '../../support/lync-peers.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

const conference = { uri: FOCUS, subject: 'Standup' };

describe('conf-invite', () => {
  let bench: SipBench;
  let removed: (RosterTarget & { uri: string })[] = [];
  beforeEach(async () => {
    bench = await SipBench.start();
    removed = [];
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;
  const invite = (destination = 'sip:mary@example.com', more = {}) =>
    deliveryTo(destination, { conference, ...more });

  function method(timers: Partial<CallTimers> = {}): ConfInvite {
    const remove = async (uri: string, who: RosterTarget) => {
      removed.push({ uri, ...who });
      return { kind: 'removed' } as const;
    };
    return new ConfInvite({ ...bench.options(timers), conferenceServer: { remove } });
  }

  /** ACK, and at once the BYE; then the BYE is answered. */
  async function isReleased(sent: SipText): Promise<void> {
    const ack = await peer().request('ACK', 'mary');
    assert.equal(ack.body, '');
    const bye = await peer().request('BYE', 'mary');
    assert.deepEqual([ack.callId, bye.callId], [sent.callId, sent.callId]);
    peer().reply(bye, 200);
  }

  it('sends the conference and the toast, and lets go of who accepts: she joins by herself', async () => {
    const delivery = invite('sip:mary@example.com', {
      toast: new ToastMessage('Join “us”'),
      headers: [{ name: 'X-Room', value: 'blue' }],
    });
    const delivered = method().deliver(delivery);
    const sent = await peer().request('INVITE', 'mary');
    assert.equal(sent.header('Content-Type'), 'application/ms-conf-invite+xml');
    assert.match(
      sent.body,
      /^<Conferencing version="2\.0"><focus-uri>sip:bert@example\.com;gruu;opaque=app:conf:focus:id:JL3GPNYP<\/focus-uri><subject>Standup<\/subject>/,
    );
    assert.deepEqual(sent.all('Supported'), ['ms-conf-invite, ms-sender']);
    const words = Buffer.from('Join “us”').toString('base64');
    assert.equal(sent.header('ms-text-format'), `text/plain; charset=UTF-8;ms-body=${words}`);
    assert.equal(sent.header('X-Room'), 'blue');
    assert.match(sent.header('From'), /^"Bert: Standup" <sip:usher@example\.com>;tag=/);
    assert.equal(bench.journal.of('person')?.state, 'inviting');
    assert.equal(bench.journal.of('person')?.branch, sent.branch);

    peer().reply(sent, 180);
    peer().reply(sent, 181);
    peer().reply(sent, 200, { headers: ['Supported: ms-text-format'] });
    await isReleased(sent);
    const { outcome, acceptedBy, participant } = await delivered;
    assert.equal(outcome.word, 'answered');
    assert.deepEqual([outcome.answer?.code, outcome.answer?.rang], [200, true]);
    assert.equal(acceptedBy, `sip:mary@127.0.0.1:${peer().port};transport=tcp`);
    assert.deepEqual(
      delivery.told.map(({ kind }) => kind),
      ['ringing', 'deflected'],
    );
    assert.equal(participant?.presence, 'independent');
    await bench.journal.reaches('person', 'ended');
    assert.equal(bench.journal.of('person')?.steppingOut, 'taken');
    await participant?.hangUp();
    assert.deepEqual(removed, [{ uri: FOCUS, address: 'sip:mary@example.com' }]);
    assert.deepEqual(await participant?.ended, { how: 'hung-up' });
  });

  for (const code of [400, 415, 488, 405, 501, 606]) {
    it(`cannot where ${code} says that her application knows no invitations`, async () => {
      const delivered = method().deliver(invite());
      peer().reply(await peer().request('INVITE'), code);
      const { outcome, participant } = await delivered;
      assert.deepEqual([outcome.word, outcome.answer?.code, participant], ['cannot', code, undefined]);
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });
  }

  for (const [code, rings, word] of [
    [603, true, 'declined'],
    [603, false, 'declined'],
    [605, false, 'declined'],
    [486, true, 'declined'],
    [480, false, 'offline'],
    [408, false, 'offline'],
    [404, false, 'not-found'],
    [480, true, 'no-answer'],
    [503, false, 'failed'],
  ] as const) {
    it(`is ${word} after ${code}, ${rings ? 'when it has rung' : 'before it rang'}`, async () => {
      const delivered = method().deliver(invite());
      const sent = await peer().request('INVITE');
      if (rings) peer().reply(sent, 180);
      peer().reply(sent, code, {
        headers: ['ms-diagnostics: 1003;reason="User does not exist";source="fe.example.com"'],
      });
      const { outcome } = await delivered;
      assert.equal(outcome.word, word);
      assert.equal(outcome.answer?.diagnosticsId, 1003);
    });
  }

  it('tells who really accepted, and takes that one out', async () => {
    const delivered = method().deliver(invite());
    const sent = await peer().request('INVITE', 'mary');
    peer().reply(sent, 200, { headers: ['P-Asserted-Identity: "Sue" <sip:sue@example.com>'] });
    await isReleased(sent);
    const { outcome, acceptedBy, participant } = await delivered;
    assert.deepEqual([outcome.answer?.identity, acceptedBy], ['sip:sue@example.com', 'sip:sue@example.com']);
    await participant?.hangUp();
    assert.deepEqual(removed, [{ uri: FOCUS, address: 'sip:sue@example.com' }]);
  });

  it('follows a redirect', async () => {
    const delivery = invite();
    const delivered = method().deliver(delivery);
    const headers = ['Contact: <sip:sue@example.com>'];
    peer().reply(await peer().request('INVITE', 'mary'), 302, { headers, contact: undefined });
    const sent = await peer().request('INVITE', 'sue');
    assert.match(sent.body, /app:conf:focus/);
    peer().reply(sent, 603);
    assert.equal((await delivered).outcome.word, 'declined');
    assert.deepEqual(
      delivery.told.map(({ kind }) => kind),
      ['deflected'],
    );
  });

  it('sends no invitation to a telephone', async () => {
    assert.deepEqual(await method().deliver(invite('tel:+4930123')), { outcome: { word: 'cannot' } });
    await bench.roundTrip();
    assert.equal(peer().has('INVITE'), false);
  });

  it('hangs up, and lets the next method ring, where her phone took it for an ordinary call', async () => {
    const delivered = method().deliver(invite());
    const sent = await peer().request('INVITE');
    peer().reply(sent, 200, { body: PHONE_SDP });
    const ack = await peer().request('ACK');
    assert.match(ack.body, /m=audio 0 /);
    peer().reply(await peer().request('BYE'), 200);
    assert.equal((await delivered).outcome.word, 'cannot');
    await bench.journal.reaches('person', 'ended');
    assert.equal(bench.journal.of('person')?.steppingOut, 'failed');
  });

  describe('withdrawn', () => {
    async function cancelling(): Promise<{
      sent: SipText;
      cancel: SipText;
      delivered: ReturnType<ConfInvite['deliver']>;
    }> {
      const withdrawal = new AbortController();
      const delivered = method().deliver(invite('sip:mary@example.com', { signal: withdrawal.signal }));
      const sent = await peer().request('INVITE');
      peer().reply(sent, 180);
      await bench.roundTrip();
      withdrawal.abort();
      return { sent, cancel: await peer().request('CANCEL'), delivered };
    }

    it('before she accepts: nobody joins', async () => {
      const { sent, cancel, delivered } = await cancelling();
      peer().reply(cancel, 200);
      peer().reply(sent, 487);
      const { outcome, participant } = await delivered;
      assert.deepEqual([outcome.word, participant], ['withdrawn', undefined]);
    });

    it('just as she accepts: she may join all the same, and nobody says otherwise', async () => {
      const { sent, cancel, delivered } = await cancelling();
      peer().reply(sent, 200);
      peer().reply(cancel, 200);
      await isReleased(sent);
      const { outcome } = await delivered;
      assert.deepEqual([outcome.word, outcome.detail], ['unknown', 'not-recallable']);
    });

    it('while it waits for its turn: nothing is sent', async () => {
      const withdrawal = new AbortController();
      withdrawal.abort();
      const { outcome } = await method().deliver(
        invite('sip:mary@example.com', { signal: withdrawal.signal }),
      );
      assert.deepEqual(outcome, { word: 'withdrawn' });
      assert.equal(bench.journal.history.length, 0);
    });
  });

  describe('after it has rung for long enough', () => {
    async function stopping() {
      const delivered = method().deliver(invite('sip:mary@example.com', { ringSeconds: 0.02 }));
      const sent = await peer().request('INVITE');
      peer().reply(sent, 180);
      const cancel = await peer().request('CANCEL');
      return { sent, cancel, delivered };
    }

    it('is stopped: no answer', async () => {
      const { sent, cancel, delivered } = await stopping();
      peer().reply(cancel, 200);
      peer().reply(sent, 487);
      assert.equal((await delivered).outcome.word, 'no-answer');
    });

    it('is accepted all the same when she was faster', async () => {
      const { sent, cancel, delivered } = await stopping();
      peer().reply(sent, 200);
      peer().reply(cancel, 481);
      await isReleased(sent);
      const { outcome, acceptedBy, participant } = await delivered;
      assert.equal(outcome.word, 'answered');
      assert.equal(acceptedBy, 'sip:mary@example.com');
      assert.equal(participant?.presence, 'independent');
      assert.equal(bench.journal.of('person')?.steppingOut, 'taken');
    });
  });

  describe('after a crash', () => {
    let successor: SipUserAgent;

    async function crash(): Promise<LegRecord[]> {
      await bench.userAgent.stop();
      successor = await bench.agent();
      return JSON.parse(JSON.stringify(bench.journal.latest));
    }
    const recover = (records: readonly LegRecord[]) =>
      recoverCall({ userAgent: successor, journal: bench.journal, records });

    it('is stopped by the successor while it rings', async () => {
      void method().deliver(invite());
      const sent = await peer().request('INVITE');
      const recovered = recover(await crash());
      for (let count = 0; count < 3; count += 1) {
        const cancel = await peer().request('CANCEL');
        assert.equal(cancel.callId, sent.callId);
        peer().reply(cancel, cancel.branch === sent.branch ? 200 : 481);
      }
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });

    it('is acknowledged and let go by the successor where she has accepted', async () => {
      const delivered = method().deliver(invite());
      const sent = await peer().request('INVITE');
      peer().reply(sent, 200);
      await bench.journal.reaches('person', 'confirmed');
      const records: LegRecord[] = JSON.parse(JSON.stringify(bench.journal.latest));
      assert.equal(records[0]?.steppingOut, 'taken');
      await isReleased(sent);
      await delivered;
      await crash();
      const recovered = recover(records);
      await isReleased(sent);
      const result = await recovered;
      assert.equal(result.kind, 'adopted');
      assert.equal(result.kind === 'adopted' && result.participant.presence, 'independent');
    });

    it('leaves somebody where she is who had been let go', async () => {
      const delivered = method().deliver(invite());
      const sent = await peer().request('INVITE');
      peer().reply(sent, 200);
      await isReleased(sent);
      await delivered;
      await bench.journal.reaches('person', 'ended');
      const result = await recover(await crash());
      assert.equal(result.kind, 'adopted');
      await bench.roundTrip(successor);
      assert.equal(peer().has('BYE'), false);
    });

    it('has nothing to do where she had declined', async () => {
      const delivered = method().deliver(invite());
      peer().reply(await peer().request('INVITE'), 603);
      await delivered;
      assert.deepEqual(await recover(await crash()), { kind: 'ended' });
    });
  });
});
