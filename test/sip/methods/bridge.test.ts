import assert from 'node:assert/strict';
import { ToastMessage } from '../../../src/core/index.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

describe('bridge', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  describe('with a late offer', () => {
    it('calls her without a body, takes her offer to the conference, and acknowledges both', async () => {
      const delivery = deliveryTo();
      const { person, conference, result, acks } = await bench.joined(bench.options(), delivery);
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
      const { person, conference } = await bench.joined(
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

    it('says to her, and not to the conference, that it is urgent (RFC 3261 20.26)', async () => {
      const headers = [{ name: 'Priority', value: 'urgent' }];
      const { person, conference } = await bench.joined(bench.options(), deliveryTo(undefined, { headers }));
      assert.deepEqual(person.all('Priority'), ['urgent']);
      assert.deepEqual(conference.all('Priority'), []);
    });

    it('advertises neither UPDATE, nor timer, nor 100rel, nor REFER', async () => {
      const { person, conference } = await bench.joined();
      for (const invite of [person, conference]) {
        assert.deepEqual(invite.all('Allow'), ['INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY']);
        assert.deepEqual(invite.all('Supported'), []);
        assert.deepEqual(invite.all('Require'), []);
      }
    });

    it('lets no CR or LF into a header', async () => {
      const evil = 'a\r\nX-Evil: 1\r\n\r\nb\u2028c\0d';
      const { person, conference } = await bench.joined(
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
      const { person } = await bench.joined(
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

    it('wishes a number to be shown where it calls one, and stays who it is (RFC 3325 9.2)', async () => {
      const options = bench.options({}, { callerId: 'sip:+493099@example.com;user=phone' });
      void new Bridge(options).deliver(deliveryTo('tel:+493012345'));
      const telephone = await peer().request('INVITE', '+493012345');
      assert.deepEqual(telephone.all('P-Preferred-Identity'), ['<sip:+493099@example.com;user=phone>']);
      assert.match(telephone.header('From'), /^"Bert: Standup" <sip:usher@example\.com>;tag=/);
      const { person, conference } = await bench.joined(options);
      for (const invite of [person, conference]) assert.deepEqual(invite.all('P-Preferred-Identity'), []);
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

    it('reads Retry-After', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('INVITE'), 503, {
        headers: ['Retry-After: 120 (maintenance);duration=9'],
      });
      assert.equal((await delivered).outcome.answer?.retryAfterSeconds, 120);
    });

    it('tells why a 181 says that the call was forwarded', async () => {
      const delivery = deliveryTo();
      const delivered = new Bridge(bench.options()).deliver(delivery);
      const invite = await peer().request('INVITE');
      const mary = '<sip:mary@example.com>;index=1';
      const newest = `"Lee, of the night" <sip:lee@example.com?Reason=SIP%3Bcause%3D302>;index=1.1`;
      peer().reply(invite, 181, {
        headers: [
          `History-Info: ${mary};ms-retarget-reason=forwarding`,
          `History-Info: ${newest};ms-retarget-reason="Team-Call"`,
        ],
      });
      peer().reply(invite, 181, { headers: [`History-Info: ${mary}`] });
      peer().reply(invite, 603);
      await delivered;
      assert.deepEqual(
        delivery.told.map((progress) => progress.kind === 'deflected' && progress.retargetReason),
        ['team-call', undefined],
      );
    });

    describe('sent elsewhere by a 3xx', () => {
      const CONTACTS = [
        'Contact: <sip:home@example.com>;q=0.2, "The desk" <sip:desk@example.com?Subject=Evil&Replaces=1%3Bto-tag%3D2>;q=0.9',
        'Contact: <sip:lab@example.com;method=REFER>;expires=60',
        'Contact: <mailto:mary@example.com>',
      ];

      it('calls whom it prefers first, without the headers it wants, until she answers', async () => {
        const delivery = deliveryTo();
        const delivered = new Bridge(bench.options()).deliver(delivery);
        peer().reply(await peer().request('INVITE'), 302, { contact: undefined, headers: CONTACTS });
        const lab = await peer().request('INVITE');
        assert.equal(lab.uri, 'sip:lab@example.com');
        peer().reply(lab, 480);
        // Refused without an 18x: once more with an ordinary offer, as everybody is called.
        peer().reply(await peer().request('INVITE', 'lab'), 480);
        const desk = await peer().request('INVITE');
        assert.equal(desk.uri, 'sip:desk@example.com');
        assert.equal(desk.header('Replaces'), '');
        assert.equal(desk.header('Subject'), 'Standup');
        peer().reply(desk, 200, { body: PHONE_SDP });
        peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
        const { outcome, acceptedBy } = await delivered;
        assert.equal(outcome.word, 'joined');
        assert.equal(acceptedBy, 'sip:desk@example.com');
        assert.equal(outcome.answer?.identity, 'sip:desk@example.com');
        assert.deepEqual(delivery.told, [
          {
            kind: 'deflected',
            response: { code: 302, reasonPhrase: 'Whatever' },
            retargetReason: 'forwarding',
          },
        ]);
      });

      it('asks the gate about each, and calls nobody where it refuses all', async () => {
        const asked: string[] = [];
        const mayCall = (uri: string) => {
          asked.push(uri);
          return uri === 'sip:mary@example.com' || uri.includes('@conf.');
        };
        const delivered = new Bridge(bench.options({}, { mayCall })).deliver(deliveryTo());
        peer().reply(await peer().request('INVITE'), 302, { contact: undefined, headers: CONTACTS });
        const { outcome } = await delivered;
        assert.equal(outcome.detail, 'redirected');
        assert.equal(outcome.answer?.code, 302);
        assert.deepEqual(asked.slice(-3), [
          'sip:lab@example.com',
          'sip:desk@example.com',
          'sip:home@example.com',
        ]);
        assert.equal(peer().has('INVITE'), false);
      });

      for (const code of [305, 380]) {
        it(`does not follow a ${code}, which wants something else`, async () => {
          const delivered = new Bridge(bench.options()).deliver(deliveryTo());
          peer().reply(await peer().request('INVITE'), code, { contact: 'desk' });
          assert.equal((await delivered).outcome.detail, 'redirected');
          assert.equal(peer().has('INVITE'), false);
        });
      }

      it('redirect × withdrawn, withdrawn first: calls nobody else', async () => {
        const withdrawal = new AbortController();
        const delivered = new Bridge(bench.options()).deliver(
          deliveryTo(undefined, { signal: withdrawal.signal }),
        );
        const invite = await peer().request('INVITE');
        peer().reply(invite, 180);
        withdrawal.abort();
        const cancel = await peer().request('CANCEL');
        peer().reply(cancel, 200);
        peer().reply(invite, 302, { contact: 'desk' });
        assert.equal((await delivered).outcome.word, 'withdrawn');
        assert.equal(peer().has('INVITE'), false);
      });

      it('redirect × withdrawn, redirect first: the next phone is stopped', async () => {
        const withdrawal = new AbortController();
        const delivered = new Bridge(bench.options()).deliver(
          deliveryTo(undefined, { signal: withdrawal.signal }),
        );
        peer().reply(await peer().request('INVITE'), 302, { contact: 'desk' });
        const desk = await peer().request('INVITE', 'desk');
        peer().reply(desk, 180);
        withdrawal.abort();
        peer().reply(await peer().request('CANCEL', 'desk'), 200);
        peer().reply(desk, 487);
        assert.equal((await delivered).outcome.word, 'withdrawn');
      });
    });

    it('tells who really answered, where the server asserts it', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('INVITE'), 200, {
        body: PHONE_SDP,
        headers: ['P-Asserted-Identity: "Lee" <sip:lee@example.com>, <tel:+493012345>'],
      });
      peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
      const { outcome, acceptedBy } = await delivered;
      assert.equal(acceptedBy, 'sip:lee@example.com');
      assert.equal(outcome.answer?.identity, 'sip:lee@example.com');
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
      const { person, conference } = await bench.joined();
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

    describe('that worked last time', () => {
      const deliver = () =>
        new Bridge(bench.options()).deliver(deliveryTo(undefined, { form: 'early-offer' }));

      it('comes first, and a call without an offer after it', async () => {
        const delivered = deliver();
        const first = await peer().request('INVITE', 'mary');
        assert.match(first.body, /m=audio 9 /);
        peer().reply(first, 488);
        const second = await peer().request('INVITE', 'mary');
        assert.equal(second.body, '');
        peer().reply(second, 180);
        peer().reply(second, 603);
        const { outcome, form } = await delivered;
        assert.deepEqual([outcome.word, form], ['declined', 'late-offer']);
      });

      it('says what became of the call where the other form is refused too', async () => {
        const delivered = deliver();
        peer().reply(await peer().request('INVITE', 'mary'), 480);
        peer().reply(await peer().request('INVITE', 'mary'), 501);
        const { outcome, form } = await delivered;
        assert.deepEqual([outcome.word, form], ['offline', 'early-offer']);
        assert.equal(peer().has('INVITE'), false);
      });

      it('is not followed by the other one where the conference refuses, or a phone rang', async () => {
        const unreachable = deliver();
        const invite = await peer().request('INVITE', 'mary');
        peer().reply(invite, 200, { body: PHONE_SDP });
        peer().reply(await peer().request('INVITE', 'standup'), 488);
        peer().reply(await peer().request('BYE', 'mary'), 200);
        assert.equal((await unreachable).outcome.detail, 'conference-unreachable');
        const rung = deliver();
        const ringing = await peer().request('INVITE', 'mary');
        peer().reply(ringing, 180);
        peer().reply(ringing, 480);
        assert.equal((await rung).outcome.word, 'no-answer');
        assert.equal(peer().has('INVITE'), false);
      });
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
});
