import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type DeliveryResult, ToastMessage } from '../../src/core/index.ts';
import { Bridge } from '../../src/sip/bridge.ts';
import type { SipText } from '../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../support/sip-bench.ts';

describe('bridge', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  /** Mary answers with her offer; her INVITE and the conference's are returned. */
  async function untilConferenceIsCalled(): Promise<{ person: SipText; conference: SipText }> {
    const person = await peer().request('INVITE', 'mary');
    peer().reply(person, 180);
    peer().reply(person, 200, { body: PHONE_SDP });
    return { person, conference: await peer().request('INVITE', 'standup') };
  }

  async function joined(options = bench.options(), delivery = deliveryTo()) {
    const delivered = new Bridge(options).deliver(delivery);
    const { person, conference } = await untilConferenceIsCalled();
    peer().reply(conference, 200, { body: CONFERENCE_SDP });
    const result = await delivered;
    const acks = [await peer().request('ACK'), await peer().request('ACK')];
    return { person, conference, result, acks };
  }

  /** What was sent before it has been handled after it. */
  async function roundTrip(): Promise<void> {
    bench.userAgent.request('MESSAGE', bench.userAgent.uri);
    peer().reply(await peer().request('MESSAGE'), 200);
    bench.userAgent.request('MESSAGE', bench.userAgent.uri);
    await peer().request('MESSAGE');
  }

  describe('with a late offer', () => {
    it('calls her without a body, takes her offer to the conference, and acknowledges both', async () => {
      const delivery = deliveryTo();
      const { person, conference, result, acks } = await joined(bench.options(), delivery);
      assert.equal(person.body, '');
      assert.equal(conference.body, PHONE_SDP);
      assert.equal(acks.find((ack) => ack.callId === person.callId)?.body, CONFERENCE_SDP);
      assert.equal(acks.find((ack) => ack.callId === conference.callId)?.body, '');
      assert.equal(result.outcome.word, 'joined');
      assert.equal(result.outcome.answer?.code, 200);
      assert.equal(result.participant?.presence, 'bridged');
      assert.match(result.acceptedBy ?? '', /^sip:mary@127\.0\.0\.1/);
      assert.deepEqual(
        delivery.told.map(({ kind }) => kind),
        ['ringing'],
      );
    });

    it('says who calls: the toast to her, her name to the conference', async () => {
      const toast = new ToastMessage('Join us\nnow');
      const headers = [{ name: 'X-Room', value: 'blue' }];
      const { person, conference } = await joined(
        bench.options(),
        deliveryTo(undefined, {
          toast,
          headers,
          fromName: 'Bert "the" best: Standup of all the people in the world',
        }),
      );
      assert.match(
        person.header('From'),
        /^"Bert \\"the\\" best: Standup of all the peop" <sip:usher@example\.com>;tag=/,
      );
      assert.equal(person.header('Subject'), 'Join us now');
      assert.equal(person.header('X-Room'), 'blue');
      assert.match(conference.header('From'), /^"Mary Poppins" <sip:usher@example\.com>;tag=/);
    });

    it('advertises neither UPDATE, nor timer, nor 100rel, nor REFER', async () => {
      const { person, conference } = await joined();
      for (const invite of [person, conference]) {
        assert.deepEqual(invite.all('Allow'), ['INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY']);
        assert.deepEqual(invite.all('Supported'), []);
        assert.deepEqual(invite.all('Require'), []);
      }
    });

    it('lets no CR or LF into a header', async () => {
      const evil = 'a\r\nX-Evil: 1\r\n\r\nb\u2028c\0d';
      const { person, conference } = await joined(
        bench.options(),
        deliveryTo(undefined, {
          fromName: evil,
          inviteeName: evil,
          toast: new ToastMessage(evil),
          headers: [{ name: 'X-A\r\nX-Evil', value: evil }],
          conference: { uri: 'sip:standup@conf.example.com', subject: evil },
        }),
      );
      for (const invite of [person, conference]) {
        assert.deepEqual(invite.all('X-Evil'), []);
        assert.doesNotMatch(invite.headerLines.join('\r\n'), /[\0\n\u2028]b/);
        assert.equal(invite.header('X-AX-Evil'), 'a X-Evil: 1 b c d');
      }
    });

    it('cuts the Subject at 200 bytes, between characters', async () => {
      const { person } = await joined(
        bench.options(),
        deliveryTo(undefined, { toast: new ToastMessage('ä€'.repeat(60)) }),
      );
      assert.equal(person.header('Subject'), 'ä€'.repeat(40));
    });

    it('dials a number as a SIP URI of our domain', async () => {
      void new Bridge(bench.options()).deliver(deliveryTo('tel:+493012345'));
      const invite = await peer().request('INVITE');
      assert.equal(invite.uri, 'sip:+493012345@example.com;user=phone');
    });

    it('reads 18x without a Contact and without a To tag', async () => {
      const delivery = deliveryTo();
      const delivered = new Bridge(bench.options()).deliver(delivery);
      const invite = await peer().request('INVITE');
      peer().reply(invite, 181, { contact: undefined });
      peer().reply(invite, 180, { contact: undefined, reason: 'Ringing' });
      peer().reply(invite, 183);
      peer().reply(invite, 486, { headers: ['Reason: Q.850;cause=17;text="busy"'] });
      const { outcome } = await delivered;
      assert.deepEqual(
        delivery.told.map(({ kind }) => kind),
        ['deflected', 'ringing', 'ringing'],
      );
      assert.equal(outcome.word, 'busy');
      assert.equal(outcome.answer?.q850, 17);
      await peer().request('ACK');
    });

    it('reads Retry-After, and does not follow a redirection', async () => {
      const first = new Bridge(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('INVITE'), 503, {
        headers: ['Retry-After: 120 (maintenance);duration=9'],
      });
      assert.equal((await first).outcome.answer?.retryAfterSeconds, 120);
      const second = new Bridge(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('INVITE'), 302);
      assert.deepEqual((await second).outcome.detail, 'redirected');
      assert.equal(peer().has('INVITE'), false);
    });

    it('goes by the Contact of the 200, not of an 18x', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const person = await peer().request('INVITE', 'mary');
      peer().reply(person, 180, { contact: 'somewhere-else' });
      peer().reply(person, 200, {
        body: PHONE_SDP,
        contact: 'desk',
        headers: ['Record-Route: <sip:127.0.0.1;lr>, <sip:b;lr>'],
      });
      peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
      await delivered;
      const ack = await peer().request('ACK', 'desk');
      assert.deepEqual(ack.all('Route'), ['<sip:b;lr>', '<sip:127.0.0.1;lr>']);
    });
  });

  describe('before a byte leaves', () => {
    it('has written the identity that is then on the wire', async () => {
      let release: () => void = () => {};
      const opened = new Promise<void>((resolve) => {
        bench.journal.before = async () => {
          resolve();
          await new Promise<void>((go) => {
            release = go;
          });
        };
      });
      void new Bridge(bench.options()).deliver(deliveryTo());
      await opened;
      // Whatever is asked now comes after an INVITE that would have left.
      bench.userAgent.request('MESSAGE', bench.userAgent.uri);
      await peer().request('MESSAGE');
      assert.equal(peer().has('INVITE'), false);
      bench.journal.before = async () => {};
      release();
      const invite = await peer().request('INVITE');
      const record = bench.journal.of('person');
      assert.equal(record?.state, 'inviting');
      assert.equal(record?.callId, invite.callId);
      assert.equal(record?.branch, invite.branch);
      assert.equal(record?.from.tag, invite.tagOf('From'));
      assert.equal(`${record?.cseq} INVITE`, invite.header('CSeq'));
      assert.equal(record?.requestUri, invite.uri);
      assert.ok(invite.header('Via').includes(` ${record?.sentBy};`));
      assert.equal(record?.contact, invite.header('Contact'));
    });

    it('does not call where the identity cannot be written', async () => {
      bench.journal.before = async () => {
        throw new Error('fenced off');
      };
      const { outcome } = await new Bridge(bench.options()).deliver(deliveryTo());
      assert.deepEqual(outcome, { word: 'unknown', detail: 'ownership-lost' });
      assert.equal(
        peer().log.some(({ method }) => method === 'INVITE'),
        false,
      );
    });

    it('keeps the dialog at the 2xx and the end at the BYE', async () => {
      const { person, conference } = await joined();
      const record = bench.journal.of('person');
      assert.equal(record?.state, 'confirmed');
      assert.equal(record?.to.tag, 'peer-mary');
      assert.match(record?.remoteTarget ?? '', /^sip:mary@127/);
      assert.equal(bench.journal.of('conference')?.state, 'confirmed');
      assert.deepEqual(JSON.parse(JSON.stringify(record)), record);
      peer().sendInDialog(person, 'BYE');
      peer().reply(await peer().request('BYE', conference.user), 200);
      await bench.journal.reaches('person', 'ended');
      await bench.journal.reaches('conference', 'ended');
    });

    it('takes an address that is none in SIP for nobody', async () => {
      const { outcome } = await new Bridge(bench.options()).deliver(deliveryTo('sip:mary@1.2.3'));
      assert.deepEqual(outcome, { word: 'not-found', detail: 'address' });
    });

    it('asks the gate', async () => {
      const gate = (refused: string) => bench.options({}, { mayCall: (uri) => !uri.includes(refused) });
      const person = await new Bridge(gate('mary')).deliver(deliveryTo());
      assert.deepEqual(person.outcome, { word: 'not-allowed', detail: 'gate' });
      const conference = await new Bridge(gate('standup')).deliver(deliveryTo());
      assert.deepEqual(conference.outcome, { word: 'failed', detail: 'conference-not-allowed' });
    });
  });

  describe('with an early offer', () => {
    for (const code of [400, 406, 415, 480, 488, 500, 501, 606]) {
      it(`tries once more after ${code} without ringing`, async () => {
        const delivered = new Bridge(bench.options()).deliver(deliveryTo());
        peer().reply(await peer().request('INVITE'), code);
        const second = await peer().request('INVITE');
        assert.match(second.body, /m=audio 9 RTP\/AVP 8 0 101\r\n/);
        assert.match(second.body, /a=sendrecv\r\n/);
        peer().reply(second, code);
        assert.equal((await delivered).outcome.answer?.code, code);
        assert.equal(peer().has('INVITE'), false);
      });
    }

    it('does not try again after ringing, nor after a refusal of the call', async () => {
      const rung = new Bridge(bench.options()).deliver(deliveryTo());
      const first = await peer().request('INVITE');
      peer().reply(first, 180);
      peer().reply(first, 480);
      assert.equal((await rung).outcome.word, 'no-answer');
      const busy = new Bridge(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('INVITE'), 486);
      assert.equal((await busy).outcome.word, 'busy');
      assert.equal(peer().has('INVITE'), false);
    });

    async function answeredEarly() {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('INVITE', 'mary'), 488);
      const person = await peer().request('INVITE', 'mary');
      peer().reply(person, 200, { body: PHONE_SDP });
      const ack = await peer().request('ACK', 'mary');
      assert.equal(ack.branch === person.branch, false);
      return { delivered, person, conference: await peer().request('INVITE', 'standup') };
    }

    it('gives each side the address of the other, with ordinary offers only', async () => {
      const { delivered, conference } = await answeredEarly();
      assert.equal(conference.body, PHONE_SDP);
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      const again = await peer().request('INVITE', 'mary');
      assert.match(again.body, /^o=usher 1 2 IN IP4 127\.0\.0\.1\r$/m);
      assert.match(again.body, /m=audio 5000 RTP\/AVP 8\r\n/);
      peer().reply(again, 200, { body: PHONE_SDP });
      await peer().request('ACK', 'mary');
      assert.equal((await delivered).outcome.word, 'joined');
      assert.equal(peer().has('INVITE'), false);
    });

    it('tells the conference where her second answer moves the media', async () => {
      const { delivered, conference } = await answeredEarly();
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      const moved = PHONE_SDP.replace('4000', '4444');
      // A glare first: ours is repeated.
      peer().reply(await peer().request('INVITE', 'mary'), 491);
      peer().reply(await peer().request('INVITE', 'mary'), 200, { body: moved });
      const update = await peer().request('INVITE', 'standup');
      assert.equal(update.callId, conference.callId);
      assert.equal(update.body, moved);
      peer().reply(update, 200, { body: CONFERENCE_SDP });
      assert.equal((await delivered).outcome.word, 'joined');
    });

    it('hangs up both where she cannot speak with the conference', async () => {
      const { delivered, conference } = await answeredEarly();
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      peer().reply(await peer().request('INVITE', 'mary'), 488);
      peer().reply(await peer().request('BYE', 'mary'), 200);
      peer().reply(await peer().request('BYE', 'standup'), 200);
      const { outcome } = await delivered;
      assert.equal(outcome.word, 'failed');
      assert.equal(outcome.detail, 'no-common-media');
    });

    it('hangs up with a Reason where the conference refuses', async () => {
      const { delivered, conference } = await answeredEarly();
      peer().reply(conference, 404);
      const bye = await peer().request('BYE', 'mary');
      assert.equal(bye.header('Reason'), 'SIP;cause=404');
      peer().reply(bye, 200);
      assert.equal((await delivered).outcome.detail, 'conference-unreachable');
    });
  });

  describe('ends', () => {
    it('stops the ringing when it is withdrawn', async () => {
      const abort = new AbortController();
      const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      await roundTrip();
      abort.abort();
      const cancel = await peer().request('CANCEL');
      assert.equal(cancel.branch, invite.branch);
      assert.equal(cancel.callId, invite.callId);
      peer().reply(cancel, 200);
      peer().reply(invite, 487);
      const { outcome } = await delivered;
      assert.equal(outcome.word, 'withdrawn');
      assert.equal(outcome.answer?.cancelled, 'withdrawn');
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });

    it('holds the CANCEL back until something has come (RFC 3261 9.1)', async () => {
      const abort = new AbortController();
      const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
      const invite = await peer().request('INVITE');
      abort.abort();
      await roundTrip();
      assert.equal(peer().has('CANCEL'), false);
      peer().reply(invite, 100);
      peer().reply(await peer().request('CANCEL'), 200);
      peer().reply(invite, 487);
      assert.equal((await delivered).outcome.word, 'withdrawn');
    });

    it('cancels the INVITE that answers a challenge, where the first was cancelled meanwhile', async () => {
      const agent = await bench.agent({ username: 'usher', password: 'secret' });
      const abort = new AbortController();
      const options = bench.options({}, { userAgent: agent });
      const delivered = new Bridge(options).deliver(deliveryTo(undefined, { signal: abort.signal }));
      const challenged = await peer().request('INVITE');
      abort.abort();
      peer().reply(challenged, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] });
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      const cancel = await peer().request('CANCEL');
      assert.equal(cancel.branch, invite.branch);
      assert.equal(cancel.header('CSeq'), invite.header('CSeq').replace('INVITE', 'CANCEL'));
      peer().reply(cancel, 200);
      peer().reply(invite, 487);
      assert.equal((await delivered).outcome.word, 'withdrawn');
    });

    it('hangs up a 200 that crosses the CANCEL', async () => {
      const abort = new AbortController();
      const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      await roundTrip();
      abort.abort();
      peer().reply(await peer().request('CANCEL'), 200);
      peer().reply(invite, 200, { body: PHONE_SDP });
      const ack = await peer().request('ACK', 'mary');
      assert.match(ack.body, /m=audio 0 RTP\/AVP 8 0\r\nm=video 0 RTP\/AVP 96\r\n/);
      peer().reply(await peer().request('BYE', 'mary'), 200);
      assert.equal((await delivered).outcome.word, 'withdrawn');
      assert.equal(peer().has('INVITE', 'standup'), false);
    });

    it('is no answer when it has rung for long enough', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { ringSeconds: 0.02 }));
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      peer().reply(await peer().request('CANCEL'), 200);
      peer().reply(invite, 487);
      const { outcome } = await delivered;
      assert.equal(outcome.word, 'no-answer');
      assert.equal(outcome.answer?.cancelled, 'ring-timeout');
    });

    it('stops waiting where nothing rings', async () => {
      const delivered = new Bridge(bench.options({ silenceMs: 20 })).deliver(deliveryTo());
      const invite = await peer().request('INVITE');
      peer().reply(invite, 100);
      peer().reply(await peer().request('CANCEL'), 200);
      peer().reply(invite, 487);
      assert.equal((await delivered).outcome.word, 'no-answer');
    });

    it('is unknown where a CANCEL has no effect, and still hangs up who answers later', async () => {
      const options = bench.options({ silenceMs: 10, cancelMs: 10 });
      const delivered = new Bridge(options).deliver(deliveryTo());
      const invite = await peer().request('INVITE');
      peer().reply(invite, 100);
      await peer().request('CANCEL');
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'cancel-unanswered' });
      peer().reply(invite, 200, { body: PHONE_SDP });
      await peer().request('ACK', 'mary');
      await peer().request('BYE', 'mary');
    });

    it('hangs up the second answer of a fork', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const { person, conference } = await untilConferenceIsCalled();
      peer().reply(person, 200, { body: PHONE_SDP, toTag: 'fork', contact: 'mobile' });
      const ack = await peer().request('ACK', 'mobile');
      assert.match(ack.body, /m=audio 0 /);
      peer().reply(await peer().request('BYE', 'mobile'), 200);
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      assert.equal((await delivered).outcome.word, 'joined');
    });

    it('is unknown when the connection is lost, and the phone is told to stop on the next one', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      await roundTrip();
      peer().drop();
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'connection-lost' });
      const cancel = await peer().request('CANCEL');
      assert.equal(cancel.callId, invite.callId);
      assert.equal(cancel.tagOf('From'), invite.tagOf('From'));
      const branches = [cancel.branch, (await peer().request('CANCEL')).branch].sort();
      assert.deepEqual(branches, [invite.branch, `${invite.branch}r`].sort());
    });

    it('fails at once without a connection', async () => {
      const lost = once(bench.userAgent, 'disconnected');
      peer().drop();
      await lost;
      const { outcome } = await new Bridge(bench.options()).deliver(deliveryTo());
      assert.deepEqual(outcome, { word: 'failed', detail: 'no-connection' });
    });
  });

  describe('between her answer and the conference', () => {
    it('cancels the conference when she hangs up first', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const { person, conference } = await untilConferenceIsCalled();
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
      const { person, conference } = await untilConferenceIsCalled();
      peer().sendInDialog(person, 'BYE');
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      await peer().request('ACK', 'standup');
      peer().reply(await peer().request('BYE', 'standup'), 200);
      assert.equal((await delivered).outcome.detail, 'hung-up-early');
    });

    it('refuses her media and hangs up with a Reason when the conference refuses', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const { conference } = await untilConferenceIsCalled();
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
      const { conference } = await untilConferenceIsCalled();
      peer().reply(conference, 180);
      peer().reply(await peer().request('CANCEL', 'standup'), 200);
      peer().reply(conference, 487);
      peer().reply(await peer().request('BYE', 'mary'), 200);
      assert.equal((await delivered).outcome.detail, 'conference-unreachable');
    });

    for (const conferenceCode of [487, 200]) {
      it(`ends both legs when it is withdrawn between the two 200s (conference: ${conferenceCode})`, async () => {
        const abort = new AbortController();
        const delivered = new Bridge(bench.options()).deliver(
          deliveryTo(undefined, { signal: abort.signal }),
        );
        const { conference } = await untilConferenceIsCalled();
        abort.abort();
        peer().reply(conference, 100);
        peer().reply(await peer().request('CANCEL', 'standup'), 200);
        peer().reply(conference, conferenceCode, { body: CONFERENCE_SDP });
        peer().reply(await peer().request('BYE', 'mary'), 200);
        if (conferenceCode === 200) peer().reply(await peer().request('BYE', 'standup'), 200);
        assert.equal((await delivered).outcome.word, 'withdrawn');
        assert.deepEqual(
          bench.journal.latest.map(({ state }) => state),
          ['ended', 'ended'],
        );
      });
    }

    it('fails where her answer has no offer', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('INVITE', 'mary'), 200);
      await peer().request('ACK', 'mary');
      peer().reply(await peer().request('BYE', 'mary'), 200);
      assert.equal((await delivered).outcome.detail, 'no-offer');
    });
  });

  describe('while it lives', () => {
    function endOf(result: DeliveryResult) {
      assert.ok(result.participant);
      return result.participant.ended;
    }

    it('hangs up the conference when she hangs up', async () => {
      const { person, result } = await joined();
      peer().sendInDialog(person, 'BYE');
      await peer().response(200, person.callId);
      await peer().request('BYE', 'standup');
      assert.deepEqual(await endOf(result), { how: 'left', by: 'person' });
    });

    it('hangs her up when the conference hangs up', async () => {
      const { conference, result } = await joined();
      peer().sendInDialog(conference, 'BYE');
      await peer().request('BYE', 'mary');
      assert.deepEqual(await endOf(result), { how: 'left', by: 'conference' });
    });

    it('hangs up both when told to', async () => {
      const { result } = await joined();
      const hungUp = result.participant?.hangUp();
      peer().reply(await peer().request('BYE', 'mary'), 200);
      peer().reply(await peer().request('BYE', 'standup'), 200);
      await hungUp;
      assert.deepEqual(await endOf(result), { how: 'hung-up' });
    });

    for (const from of ['mary', 'standup'] as const) {
      it(`relays a re-INVITE of ${from} with its body unchanged`, async () => {
        const legs = await joined();
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
      const { person } = await joined();
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

    it('relays a refusal', async () => {
      const { person } = await joined();
      peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
      peer().reply(await peer().request('INVITE', 'standup'), 488);
      await peer().response(488, person.callId);
    });

    it('answers glare with 491, and relays a 491', async () => {
      const { person, conference } = await joined();
      peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
      const relayed = await peer().request('INVITE', 'standup');
      peer().sendInDialog(conference, 'INVITE', { body: CONFERENCE_SDP });
      await peer().response(491, conference.callId);
      peer().reply(relayed, 491);
      await peer().response(491, person.callId);
    });

    it('ends when a leg does not know the call any more', async () => {
      const { person, result } = await joined();
      peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
      peer().reply(await peer().request('INVITE', 'standup'), 481);
      await peer().response(481, person.callId);
      await peer().request('BYE', 'mary');
      assert.deepEqual(await endOf(result), { how: 'left', by: 'conference' });
    });

    it('refuses a re-INVITE without a Contact', async () => {
      const { person } = await joined();
      peer().sendInDialog(person, 'INVITE', { contact: undefined });
      await peer().response(400, person.callId);
    });

    it('refuses UPDATE and REFER inside the call', async () => {
      const { person } = await joined();
      peer().sendInDialog(person, 'UPDATE', { body: PHONE_SDP, cseq: 101 });
      await peer().response(405, person.callId, 'UPDATE');
      peer().sendInDialog(person, 'REFER', { cseq: 102, headers: ['Refer-To: <sip:eve@example.org>'] });
      await peer().response(405, person.callId, 'REFER');
    });

    it('tells both its new Contact after a reconnect', async () => {
      const { person, conference } = await joined();
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
});
