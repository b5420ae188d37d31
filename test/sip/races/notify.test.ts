import assert from 'node:assert/strict';
import { DialOut } from '../../../src/sip/methods/dial-out.ts';
import { Refer } from '../../../src/sip/methods/refer.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';
import { ENDED, notify } from '../../support/sipfrag.ts';

/** Inside a dialog: step-out.test.ts. */
const METHODS = [
  { Method: DialOut, success: 'answered', silence: 'no-notify', soon: { notifyMs: 20 }, ringSeconds: 20 },
  { Method: Refer, success: 'joined', silence: 'no-word-of-joining', soon: {}, ringSeconds: 0.02 },
] as const;

for (const { Method, success, silence, soon, ringSeconds } of METHODS) {
  describe(`races of NOTIFYs, ${Method.name}`, () => {
    let bench: SipBench;
    beforeEach(async () => {
      bench = await SipBench.start();
    });
    afterEach(() => bench.stop());

    const peer = () => bench.peer;
    const UNKNOWN = { word: 'unknown', detail: silence } as const;

    async function referred() {
      const delivered = new Method(bench.options()).deliver(deliveryTo());
      return { delivered, refer: await peer().request('REFER') };
    }

    /** As `referred`, with a patience that ends soon. */
    async function referredSoon() {
      const delivered = new Method(bench.options(soon)).deliver(deliveryTo(undefined, { ringSeconds }));
      return { delivered, refer: await peer().request('REFER') };
    }

    it('after the 202', async () => {
      const { delivered, refer } = await referred();
      peer().reply(refer, 202);
      await bench.roundTrip();
      notify(peer(), refer, 'SIP/2.0 200 OK\r\n', ENDED);
      assert.equal((await delivered).outcome.word, success);
    });

    it('before the 202', async () => {
      const { delivered, refer } = await referred();
      notify(peer(), refer, 'SIP/2.0 100 Trying\r\n');
      notify(peer(), refer, 'SIP/2.0 200 OK\r\n', ENDED);
      await peer().response(200, refer.callId, 'NOTIFY');
      await peer().response(200, refer.callId, 'NOTIFY');
      peer().reply(refer, 202);
      assert.equal((await delivered).outcome.word, success);
    });

    it('before a refusal: the refusal wins', async () => {
      const { delivered, refer } = await referred();
      notify(peer(), refer, 'SIP/2.0 100 Trying\r\n');
      notify(peer(), refer, 'SIP/2.0 503 Service Unavailable\r\n', ENDED);
      await peer().response(200, refer.callId, 'NOTIFY');
      await peer().response(200, refer.callId, 'NOTIFY');
      peer().reply(refer, 501);
      const { outcome } = await delivered;
      assert.deepEqual([outcome.word, outcome.answer?.code], ['cannot', 501]);
    });

    it('never: unknown; and a late one is answered, and means nothing', async () => {
      const { delivered, refer } = await referredSoon();
      peer().reply(refer, 202);
      assert.deepEqual((await delivered).outcome, UNKNOWN);
      notify(peer(), refer, 'SIP/2.0 200 OK\r\n', ENDED);
      await peer().response(200, refer.callId, 'NOTIFY');
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });

    it('stops at 100: unknown', async () => {
      const { delivered, refer } = await referredSoon();
      peer().reply(refer, 202);
      notify(peer(), refer, 'SIP/2.0 100 Trying\r\n');
      assert.deepEqual((await delivered).outcome, UNKNOWN);
    });

    it('ends the subscription with 100: unknown', async () => {
      const { delivered, refer } = await referred();
      peer().reply(refer, 202);
      notify(peer(), refer, 'SIP/2.0 100 Trying\r\n', ENDED);
      assert.deepEqual((await delivered).outcome, UNKNOWN);
    });

    it('will not come (Refer-Sub: false): unknown at once', async () => {
      const { delivered, refer } = await referred();
      peer().reply(refer, 202, { headers: ['Refer-Sub: false'] });
      assert.deepEqual((await delivered).outcome, UNKNOWN);
    });

    it('came all the same, before `Refer-Sub: false`: it is known then', async () => {
      const { delivered, refer } = await referred();
      notify(peer(), refer, 'SIP/2.0 200 OK\r\n', ENDED);
      peer().reply(refer, 202, { headers: ['Refer-Sub: false'] });
      assert.equal((await delivered).outcome.word, success);
    });

    for (const order of ['before', 'after']) {
      it(`ends the subscription without a body, ${order} the 202: unknown`, async () => {
        const { delivered, refer } = await referred();
        if (order === 'after') peer().reply(refer, 202);
        notify(peer(), refer, '', 'terminated;reason=timeout');
        if (order === 'before') peer().reply(refer, 202);
        assert.deepEqual((await delivered).outcome, UNKNOWN);
      });
    }

    for (const [what, body] of [
      ['without a line end', 'SIP/2.0 200 OK'],
      ['without a reason phrase', 'SIP/2.0 200'],
      ['with further lines', 'SIP/2.0 200 OK\r\nContact: <sip:x@y>\r\nReason: SIP;cause=486\r\n\r\n'],
      ['with a line end of Unix', 'SIP/2.0 200 OK\nContact: <sip:x@y>\n'],
      ['behind an empty line', '\r\nSIP/2.0 200 OK\r\n'],
    ] as const) {
      it(`has a sipfrag ${what}`, async () => {
        const { delivered, refer } = await referred();
        peer().reply(refer, 202);
        notify(peer(), refer, body, ENDED);
        assert.equal((await delivered).outcome.word, success);
      });
    }

    it('overtake each other, and the last comes twice', async () => {
      const { delivered, refer } = await referred();
      peer().reply(refer, 202);
      notify(peer(), refer, 'SIP/2.0 200 OK\r\n', ENDED);
      notify(peer(), refer, 'SIP/2.0 100 Trying\r\n');
      notify(peer(), refer, 'SIP/2.0 603 Decline\r\n', ENDED);
      assert.equal((await delivered).outcome.word, success);
      for (let i = 0; i < 3; i += 1) await peer().response(200, refer.callId, 'NOTIFY');
    });

    it('of an earlier invitation decides nothing about the next', async () => {
      const first = await referredSoon();
      peer().reply(first.refer, 202);
      await first.delivered;
      const second = await referred();
      peer().reply(second.refer, 202);
      notify(peer(), first.refer, 'SIP/2.0 486 Busy Here\r\n', ENDED);
      await peer().response(200, first.refer.callId, 'NOTIFY');
      notify(peer(), second.refer, 'SIP/2.0 200 OK\r\n', ENDED);
      assert.equal((await second.delivered).outcome.word, success);
    });
  });
}
