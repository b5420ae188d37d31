import assert from 'node:assert/strict';
import type { DeliveryResult } from '../../../src/core/index.ts';
import { CONFERENCE_SDP, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

describe('a bridge while it lives', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  function endOf(result: DeliveryResult) {
    assert.ok(result.participant);
    return result.participant.ended;
  }

  it('hangs up the conference when she hangs up', async () => {
    const { person, result } = await bench.joined();
    peer().sendInDialog(person, 'BYE');
    await peer().response(200, person.callId);
    await peer().request('BYE', 'standup');
    assert.deepEqual(await endOf(result), { how: 'left', by: 'person' });
  });

  it('hangs her up when the conference hangs up', async () => {
    const { conference, result } = await bench.joined();
    peer().sendInDialog(conference, 'BYE');
    await peer().request('BYE', 'mary');
    assert.deepEqual(await endOf(result), { how: 'left', by: 'conference' });
  });

  it('hangs up both when told to', async () => {
    const { result } = await bench.joined();
    const hungUp = result.participant?.hangUp();
    peer().reply(await peer().request('BYE', 'mary'), 200);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    await hungUp;
    assert.deepEqual(await endOf(result), { how: 'hung-up' });
  });

  for (const from of ['mary', 'standup'] as const) {
    it(`relays a re-INVITE of ${from} with its body unchanged`, async () => {
      const legs = await bench.joined();
      const [asking, other] = from === 'mary' ? [legs.person, 'standup'] : [legs.conference, 'mary'];
      const hold = `${PHONE_SDP}a=sendonly\r\nX-Ünïcode\r\n`;
      peer().sendInDialog(asking, 'INVITE', { body: hold, contentType: 'application/sdp;x=1' });
      const relayed = await peer().request('INVITE', other);
      assert.equal(relayed.body, hold);
      assert.equal(relayed.header('Content-Type'), 'application/sdp;x=1');
      peer().reply(relayed, 200, { body: CONFERENCE_SDP });
      await peer().request('ACK', other);
      const answer = await peer().response(200, asking.callId, 'INVITE');
      assert.equal(answer.body, CONFERENCE_SDP);
      assert.equal(answer.header('Contact'), bench.userAgent.contact);
      peer().sendInDialog(asking, 'ACK');
    });
  }

  it('relays a re-INVITE without a body, and the answer in its ACK', async () => {
    const { person } = await bench.joined();
    peer().sendInDialog(person, 'INVITE');
    const relayed = await peer().request('INVITE', 'standup');
    assert.equal(relayed.body, '');
    peer().reply(relayed, 200, { body: CONFERENCE_SDP });
    const offer = await peer().response(200, person.callId, 'INVITE');
    assert.equal(offer.body, CONFERENCE_SDP);
    assert.equal(peer().has('ACK', 'standup'), false);
    peer().sendInDialog(person, 'ACK', { body: PHONE_SDP });
    assert.equal((await peer().request('ACK', 'standup')).body, PHONE_SDP);
  });

  it('answers a re-INVITE that has crossed our BYE: nobody would acknowledge a 200 to it', async () => {
    const { person, result } = await bench.joined();
    peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
    const relayed = await peer().request('INVITE', 'standup');
    const hungUp = result.participant?.hangUp();
    peer().reply(await peer().request('BYE', 'mary'), 200);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    peer().reply(relayed, 200, { body: CONFERENCE_SDP });
    await hungUp;
    await peer().response(487, person.callId);
  });

  it('relays a refusal', async () => {
    const { person } = await bench.joined();
    peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
    peer().reply(await peer().request('INVITE', 'standup'), 488);
    await peer().response(488, person.callId);
  });

  it('answers glare with 491, and relays a 491', async () => {
    const { person, conference } = await bench.joined();
    peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
    const relayed = await peer().request('INVITE', 'standup');
    peer().sendInDialog(conference, 'INVITE', { body: CONFERENCE_SDP });
    await peer().response(491, conference.callId);
    peer().reply(relayed, 491);
    await peer().response(491, person.callId);
  });

  it('ends when a leg does not know the call any more', async () => {
    const { person, result } = await bench.joined();
    peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
    peer().reply(await peer().request('INVITE', 'standup'), 481);
    await peer().response(481, person.callId);
    await peer().request('BYE', 'mary');
    assert.deepEqual(await endOf(result), { how: 'left', by: 'conference' });
  });

  it('refuses a re-INVITE without a Contact', async () => {
    const { person } = await bench.joined();
    peer().sendInDialog(person, 'INVITE', { contact: undefined });
    await peer().response(400, person.callId);
  });

  it('refuses UPDATE and REFER inside the call', async () => {
    const { person } = await bench.joined();
    peer().sendInDialog(person, 'UPDATE', { body: PHONE_SDP, cseq: 101 });
    await peer().response(405, person.callId, 'UPDATE');
    peer().sendInDialog(person, 'REFER', { cseq: 102, headers: ['Refer-To: <sip:eve@example.org>'] });
    await peer().response(405, person.callId, 'REFER');
  });

  it('tells both its new Contact after a reconnect', async () => {
    const { person, conference } = await bench.joined();
    const before = bench.userAgent.contact;
    peer().drop();
    const asked = await peer().request('INVITE', 'mary');
    assert.equal(asked.callId, person.callId);
    assert.equal(asked.body, '');
    assert.notEqual(asked.header('Contact'), before);
    peer().reply(asked, 200, { body: PHONE_SDP });
    const passed = await peer().request('INVITE', 'standup');
    assert.equal(passed.callId, conference.callId);
    assert.equal(passed.body, PHONE_SDP);
    peer().reply(passed, 200, { body: CONFERENCE_SDP });
    assert.equal((await peer().request('ACK', 'mary')).body, CONFERENCE_SDP);
  });
});
