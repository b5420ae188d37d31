import assert from 'node:assert/strict';
import { Conference, ConferenceInvitation, InvalidOperationError } from '../../../src/core/index.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { DialOut } from '../../../src/sip/methods/dial-out.ts';
import type { SipMethodOptions } from '../../../src/sip/methods/method-options.ts';
import { Pacer } from '../../../src/sip/methods/pacer.ts';
import { Refer } from '../../../src/sip/methods/refer.ts';
import { CONFERENCE_SDP, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

type Method = typeof Bridge | typeof DialOut | typeof Refer;

describe('races of the end of a conference', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  function invite(methods: readonly Method[], options: SipMethodOptions = bench.options()) {
    const conference = new Conference({
      uri: 'sip:standup@conf.example.com',
      subject: '',
      methods: methods.map((Each) => new Each(options)),
    });
    const invitation = new ConferenceInvitation(conference);
    const delivered = invitation.deliver('sip:mary@example.com').catch((error: unknown) => error);
    return { conference, invitation, delivered };
  }

  const requests = () => peer().log.filter(({ method }) => /INVITE|REFER/.test(method)).length;

  it('ended first: nobody is invited any more', async () => {
    const conference = new Conference({
      uri: 'sip:standup@conf.example.com',
      subject: '',
      methods: [new Bridge(bench.options())],
    });
    await conference.end();
    await assert.rejects(
      new ConferenceInvitation(conference).deliver('sip:mary@example.com'),
      InvalidOperationError,
    );
    await bench.roundTrip();
    assert.equal(requests(), 0);
  });

  for (const Each of [Bridge, DialOut, Refer]) {
    it(`ended while the identity is being written (${Each.name}): nothing leaves`, async () => {
      const opened = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      bench.journal.before = () => {
        opened.resolve();
        return released.promise;
      };
      const { conference, invitation } = invite([Each]);
      await opened.promise;
      const ended = conference.end();
      released.resolve();
      await ended;
      assert.equal(invitation.outcome?.word, 'withdrawn');
      assert.equal(bench.journal.of('person')?.state, 'ended');
      await bench.roundTrip();
      assert.equal(requests(), 0);
    });

    it(`ended while waiting for its turn (${Each.name}): nothing leaves`, async () => {
      const pacer = new Pacer(0.001);
      await pacer.turn({ signal: new AbortController().signal, progress: () => {} });
      const { conference, invitation } = invite([Each], bench.options({}, { pacer }));
      await conference.end();
      assert.equal(invitation.outcome?.word, 'withdrawn');
      await bench.roundTrip();
      assert.equal(requests(), 0);
    });
  }

  it('ended while her phone rings: it has stopped before the end is over', async () => {
    const { conference, invitation } = invite([Bridge]);
    const call = await peer().request('INVITE', 'mary');
    peer().reply(call, 180);
    await bench.roundTrip();
    let isOver = false;
    const ended = conference.end().then(() => {
      isOver = true;
    });
    peer().reply(await peer().request('CANCEL'), 200);
    await bench.roundTrip();
    assert.equal(isOver, false);
    peer().reply(call, 487);
    await ended;
    assert.equal(invitation.outcome?.word, 'withdrawn');
  });

  it('ended between her answer and that of the conference: both legs end', async () => {
    const { conference, invitation } = invite([Bridge]);
    const { conference: leg } = await bench.untilConferenceIsCalled();
    const ended = conference.end();
    peer().reply(leg, 200, { body: CONFERENCE_SDP });
    peer().reply(await peer().request('BYE', 'mary'), 200);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    await ended;
    assert.equal(invitation.outcome?.word, 'withdrawn');
  });

  it('delivered first: the end leaves her call alone, which is for its participant to hang up', async () => {
    const { conference, invitation, delivered } = invite([Bridge]);
    const { conference: leg } = await bench.untilConferenceIsCalled();
    peer().reply(leg, 200, { body: CONFERENCE_SDP });
    await delivered;
    await conference.end();
    await bench.roundTrip();
    assert.equal(invitation.outcome?.word, 'joined');
    assert.equal(peer().has('BYE') || peer().has('CANCEL'), false);
  });

  for (const order of ['ended', 'refused']) {
    it(`while the first form is refused (${order} first): no second INVITE, and withdrawn`, async () => {
      const { conference, invitation } = invite([Bridge]);
      const call = await peer().request('INVITE', 'mary');
      let ended: Promise<void> | undefined;
      if (order === 'ended') ended = conference.end();
      peer().reply(call, 488);
      if (order === 'refused') {
        // The second form leaves at once: then it is that one which is cancelled.
        const second = await peer().request('INVITE', 'mary');
        ended = conference.end();
        peer().reply(second, 488);
      }
      await ended;
      assert.equal(invitation.outcome?.word, 'withdrawn');
      await bench.roundTrip();
      assert.equal(requests(), order === 'ended' ? 1 : 2);
    });
  }

  it('while her phone refuses the REFER (ended first): withdrawn, and no other method', async () => {
    const { conference, invitation } = invite([Refer, DialOut]);
    const refer = await peer().request('REFER', 'mary');
    const ended = conference.end();
    peer().reply(refer, 603);
    await ended;
    assert.equal(invitation.outcome?.word, 'withdrawn');
    await bench.roundTrip();
    assert.equal(requests(), 1);
  });

  it('while her phone refuses the REFER (refused first): the conference, which calls her then, is told to stop', async () => {
    const { conference, invitation } = invite([Refer, DialOut]);
    peer().reply(await peer().request('REFER', 'mary'), 603);
    const refer = await peer().request('REFER', 'standup');
    peer().reply(refer, 202);
    const ended = conference.end();
    const bye = await peer().request('REFER', 'standup');
    assert.match(bye.header('Refer-To'), /;method=BYE/);
    peer().reply(bye, 202);
    await ended;
    assert.equal(invitation.outcome?.word, 'withdrawn');
  });

  it('while the conference itself says that it has ended: she is hung up, and it is no word about her', async () => {
    const { invitation, delivered } = invite([Bridge]);
    const { conference: leg } = await bench.untilConferenceIsCalled();
    peer().reply(leg, 410, { reason: 'Gone' });
    peer().reply(await peer().request('BYE', 'mary'), 200);
    await delivered;
    assert.deepEqual(
      [invitation.outcome?.word, invitation.outcome?.detail],
      ['failed', 'conference-unreachable'],
    );
  });

  for (const order of ['before', 'behind']) {
    it(`a BYE of the conference ${order} the ACK to her: she has left with it`, async () => {
      const { delivered } = invite([Bridge]);
      const person = await peer().request('INVITE', 'mary');
      peer().reply(person, 200, { body: PHONE_SDP });
      const leg = await peer().request('INVITE', 'standup');
      peer().reply(leg, 200, { body: CONFERENCE_SDP });
      if (order === 'behind') await peer().request('ACK', 'mary');
      peer().sendInDialog(leg, 'BYE');
      await peer().request('BYE', 'mary');
      await delivered;
    });
  }
});
