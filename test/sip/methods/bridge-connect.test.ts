import assert from 'node:assert/strict';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { CONFERENCE_SDP, deliveryTo, SipBench } from '../../support/sip-bench.ts';

describe('a bridge between her answer and the conference', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  it('acknowledges nobody before a successor would know the call', async () => {
    const writing = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    bench.journal.before = async ({ leg, state }) => {
      if (leg !== 'conference' || state !== 'confirmed') return;
      writing.resolve();
      await written.promise;
    };
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const { conference } = await bench.untilConferenceIsCalled();
    peer().reply(conference, 200, { body: CONFERENCE_SDP });
    await writing.promise;
    await bench.roundTrip();
    assert.equal(peer().has('ACK'), false);
    written.resolve();
    await peer().request('ACK', 'standup');
    await peer().request('ACK', 'mary');
    assert.equal((await delivered).outcome.word, 'joined');
  });

  it('cancels the conference when she hangs up first', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const { person, conference } = await bench.untilConferenceIsCalled();
    peer().reply(conference, 180);
    peer().sendInDialog(person, 'BYE');
    await peer().response(200, person.callId);
    const cancel = await peer().request('CANCEL', 'standup');
    assert.equal(cancel.branch, conference.branch);
    peer().reply(cancel, 200);
    peer().reply(conference, 487);
    const { outcome } = await delivered;
    assert.equal(outcome.word, 'failed');
    assert.equal(outcome.detail, 'hung-up-early');
  });

  it('hangs up the conference that answers as she hangs up', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const { person, conference } = await bench.untilConferenceIsCalled();
    peer().sendInDialog(person, 'BYE');
    peer().reply(conference, 200, { body: CONFERENCE_SDP });
    await peer().request('ACK', 'standup');
    peer().reply(await peer().request('BYE', 'standup'), 200);
    assert.equal((await delivered).outcome.detail, 'hung-up-early');
  });

  it('refuses her media and hangs up with a Reason when the conference refuses', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const { conference } = await bench.untilConferenceIsCalled();
    peer().reply(conference, 404, { reason: 'Not Found' });
    const ack = await peer().request('ACK', 'mary');
    assert.match(ack.body, /m=audio 0 RTP\/AVP 8 0\r\nm=video 0 RTP\/AVP 96\r\n/);
    const bye = await peer().request('BYE', 'mary');
    assert.equal(bye.header('Reason'), 'SIP;cause=404');
    peer().reply(bye, 200);
    const { outcome } = await delivered;
    assert.equal(outcome.word, 'failed');
    assert.equal(outcome.detail, 'conference-unreachable');
    assert.equal(outcome.answer?.answeredBy, 'conference');
    assert.equal(outcome.answer?.code, 404);
  });

  it('gives the conference its time, and no more', async () => {
    const delivered = new Bridge(bench.options({ conferenceMs: 20 })).deliver(deliveryTo());
    const { conference } = await bench.untilConferenceIsCalled();
    peer().reply(conference, 180);
    peer().reply(await peer().request('CANCEL', 'standup'), 200);
    peer().reply(conference, 487);
    peer().reply(await peer().request('BYE', 'mary'), 200);
    assert.equal((await delivered).outcome.detail, 'conference-unreachable');
  });

  it('fails where her answer has no offer', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    peer().reply(await peer().request('INVITE', 'mary'), 200);
    await peer().request('ACK', 'mary');
    peer().reply(await peer().request('BYE', 'mary'), 200);
    assert.equal((await delivered).outcome.detail, 'no-common-media');
  });
});
