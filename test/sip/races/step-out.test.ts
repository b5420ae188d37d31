import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallTimers } from '../../../src/sip/calls/call-timers.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';
import { ENDED, notify } from '../../support/sipfrag.ts';

describe('races of stepping out', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  /** Bridged, and her phone has been asked to call the conference itself. */
  async function steppingOut(timers: Partial<CallTimers> = {}) {
    const joined = await bench.joined(bench.options(timers), deliveryTo(), ['Allow: INVITE, BYE, REFER']);
    const { participant } = joined.result;
    assert.ok(participant);
    return { ...joined, participant, refer: await peer().request('REFER', 'mary') };
  }

  async function isHungUp(...users: readonly string[]): Promise<void> {
    for (const user of users) peer().reply(await peer().request('BYE', user), 200);
  }

  describe('step-out × hang-up: her BYE', () => {
    it('right behind the NOTIFY: she has stepped out', async () => {
      const { person, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      peer().sendInDialog(person, 'BYE', { cseq: 4_000 });
      await isHungUp('standup');
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    it('crossing ours: she has stepped out', async () => {
      const { person, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      const ours = await peer().request('BYE', 'mary');
      peer().sendInDialog(person, 'BYE', { cseq: 4_000 });
      await peer().response(481, person.callId, 'BYE');
      peer().reply(ours, 481);
      await isHungUp('standup');
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    it('before the NOTIFY: she has stepped out', async () => {
      const { person, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      peer().sendInDialog(person, 'BYE', { cseq: 4_000 });
      await peer().response(200, person.callId, 'BYE');
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      await isHungUp('standup');
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    it('before a NOTIFY that her call failed: she has left', async () => {
      const { person, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      peer().sendInDialog(person, 'BYE', { cseq: 4_000 });
      notify(peer(), person, 'SIP/2.0 486 Busy Here', ENDED);
      await isHungUp('standup');
      assert.deepEqual(await participant.ended, { how: 'left', by: 'person' });
    });

    it('without a NOTIFY: she has left', async () => {
      const { person, participant, refer } = await steppingOut({ stepOutGraceMs: 20 });
      peer().reply(refer, 202);
      peer().sendInDialog(person, 'BYE', { cseq: 4_000 });
      await isHungUp('standup');
      assert.deepEqual(await participant.ended, { how: 'left', by: 'person' });
    });

    it('crossing the REFER: she has left', async () => {
      const { person, participant, refer } = await steppingOut();
      peer().sendInDialog(person, 'BYE', { cseq: 4_000 });
      peer().reply(refer, 481);
      await isHungUp('standup');
      assert.deepEqual(await participant.ended, { how: 'left', by: 'person' });
    });
  });

  describe('step-out × the conference drops our leg', () => {
    it('right behind the NOTIFY: she has stepped out', async () => {
      const { person, conference, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      peer().sendInDialog(conference, 'BYE', { cseq: 4_000 });
      await isHungUp('mary');
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    it('before the NOTIFY: she has stepped out', async () => {
      const { person, conference, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      notify(peer(), person, 'SIP/2.0 100 Trying');
      peer().sendInDialog(conference, 'BYE', { cseq: 4_000 });
      await peer().response(200, conference.callId, 'BYE');
      await bench.roundTrip();
      assert.equal(peer().has('BYE'), false, 'she has a moment to tell');
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      await isHungUp('mary');
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    it('and she too hangs up, before the NOTIFY: she has stepped out', async () => {
      const { person, conference, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      peer().sendInDialog(conference, 'BYE', { cseq: 4_000 });
      peer().sendInDialog(person, 'BYE', { cseq: 4_000 });
      await peer().response(200, person.callId, 'BYE');
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    it('and her call fails: the conference has ended it', async () => {
      const { person, conference, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      peer().sendInDialog(conference, 'BYE', { cseq: 4_000 });
      notify(peer(), person, 'SIP/2.0 404 Not Found', ENDED);
      await isHungUp('mary');
      assert.deepEqual(await participant.ended, { how: 'left', by: 'conference' });
    });

    it('and she says nothing: the conference has ended it, and she is hung up soon', async () => {
      const { conference, participant, refer } = await steppingOut({ stepOutGraceMs: 20 });
      peer().reply(refer, 202);
      peer().sendInDialog(conference, 'BYE', { cseq: 4_000 });
      await isHungUp('mary');
      assert.deepEqual(await participant.ended, { how: 'left', by: 'conference' });
    });
  });

  describe('step-out × being taken out', () => {
    it('taken out first: both legs end', async () => {
      const { participant, refer } = await steppingOut({ stepOutGraceMs: 20 });
      peer().reply(refer, 202);
      const hungUp = participant.hangUp();
      await isHungUp('mary', 'standup');
      await hungUp;
      assert.deepEqual(await participant.ended, { how: 'hung-up' });
    });

    it('taken out first, and her own call stands all the same: that is told', async () => {
      const { person, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      void participant.hangUp();
      await isHungUp('mary', 'standup');
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      await peer().response(200, person.callId, 'NOTIFY');
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    it('stepped out first: there is nothing left to hang up', async () => {
      const { person, participant, refer } = await steppingOut();
      peer().reply(refer, 202);
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      await isHungUp('mary', 'standup');
      await participant.hangUp();
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
      assert.equal(peer().has('BYE'), false);
    });
  });

  describe('NOTIFY', () => {
    it('before the 202: she has stepped out', async () => {
      const { person, participant, refer } = await steppingOut();
      notify(peer(), person, 'SIP/2.0 200 OK\r\nContact: <sip:x@y>\r\n', ENDED);
      peer().reply(refer, 202);
      await isHungUp('mary', 'standup');
      assert.deepEqual(await participant.ended, { how: 'stepped-out' });
    });

    for (const [what, body, state] of [
      ['tells of a failure', 'SIP/2.0 486 Busy Here', ENDED],
      ['ends the subscription without a body', '', ENDED],
      ['ends the subscription with 100', 'SIP/2.0 100 Trying', ENDED],
      ['promises something', 'SIP/2.0 202 Accepted', ENDED],
    ] as const) {
      it(`${what}: she stays bridged`, async () => {
        const { person, refer } = await steppingOut();
        peer().reply(refer, 202);
        notify(peer(), person, body, state);
        await peer().response(200, person.callId, 'NOTIFY');
        assert.ok(await bench.relays(person));
      });
    }

    it('will not come (Refer-Sub: false): she stays bridged', async () => {
      const { person, refer } = await steppingOut();
      peer().reply(refer, 202, { headers: ['Refer-Sub: false'] });
      assert.ok(await bench.relays(person));
    });

    for (const last of ['', 'SIP/2.0 100 Trying']) {
      it(`${last === '' ? 'never comes' : 'stops at 100'}: she stays bridged, and a late one means nothing`, async () => {
        const { person, refer } = await steppingOut({ stepOutMs: 50 });
        peer().reply(refer, 202);
        if (last !== '') notify(peer(), person, last);
        await pause(80);
        notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
        await peer().response(200, person.callId, 'NOTIFY');
        assert.ok(await bench.relays(person));
      });
    }
  });
});
