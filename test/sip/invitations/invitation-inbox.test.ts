/** Invitations to a conference that the SIP server passes on: App-INVITE and REFER, their answers, and what crosses. */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { pino } from 'pino';
import type { IncomingInvitation } from '../../../src/core/index.ts';
import {
  type InboxTimers,
  InvitationInbox,
  type TakeInvitation,
} from '../../../src/sip/invitations/invitation-inbox.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { SipBench } from '../../support/sip-bench.ts';

const FOCUS = 'sip:lee@example.com;gruu;opaque=app:conf:focus:id:JL3GPNYP';
const BODY = `<Conferencing version="2.0"><focus-uri>${FOCUS}</focus-uri><subject>Standup &amp; more</subject><audio available="true"/></Conferencing>`;
const TOAST = `ms-text-format: text/plain; charset=UTF-8;msgr=WAA=;ms-body=${Buffer.from('Jörg wartet').toString('base64')}`;
const ANSWERED = { code: 'invitation.answered' };

describe('the invitation inbox', () => {
  let bench: SipBench;
  let agent: SipUserAgent;
  let taken: IncomingInvitation[];
  let requests = 0;

  beforeEach(async () => {
    bench = await SipBench.start();
    taken = [];
    await start();
  });
  afterEach(() => bench.stop());

  async function start(
    answer: TakeInvitation = async () => 'asked',
    timers: Partial<InboxTimers> = {},
    mayCall: (uri: string) => boolean = () => true,
  ): Promise<void> {
    agent = await bench.agent({ listen: '127.0.0.1:0' });
    const inbox = new InvitationInbox({ userAgent: agent, mayCall, log: pino({ level: 'silent' }), timers });
    inbox.open((invitation) => {
      taken.push(invitation);
      return answer(invitation);
    });
  }

  const fromServer = (): Socket => bench.peer.sockets.at(-1) as Socket;
  const callId = () => `invite-${requests}`;

  function send(method: string, headers: readonly string[], body = '', socket = fromServer()): void {
    if (method !== 'CANCEL') requests += 1;
    bench.peer.send(
      socket,
      [
        `${method} sip:usher@127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/TCP 127.0.0.1:${bench.peer.port};branch=z9hG4bKinvite${requests}`,
        'From: "Lee Smith" <sip:lee@example.com>;tag=lee',
        'To: <sip:usher@example.com>',
        `Call-ID: ${callId()}`,
        `CSeq: 1 ${method}`,
        `Contact: <sip:lee@127.0.0.1:${bench.peer.port};transport=tcp>`,
        'Max-Forwards: 70',
        ...headers,
      ],
      body,
    );
  }

  const invite = (headers: readonly string[] = [TOAST], body = BODY, socket?: Socket) =>
    send('INVITE', ['Content-Type: application/ms-conf-invite+xml', ...headers], body, socket);
  const refer = (headers: readonly string[] = ['Refer-To: <sip:ward3@conf.example.com>']) =>
    send('REFER', headers);

  /** The invitation that has been taken, when its sender has been told so. */
  async function asked(): Promise<IncomingInvitation> {
    await bench.peer.response(180, callId());
    return taken.at(-1) as IncomingInvitation;
  }

  /** What the inviter sends in the dialog that our answer has made. */
  function inDialog(method: string, answer: SipText, cseq: number): void {
    const contact = /<([^>]*)>/.exec(answer.header('Contact'))?.[1];
    assert.ok(contact, 'a Contact in the answer');
    bench.peer.send(fromServer(), [
      `${method} ${contact} SIP/2.0`,
      `Via: SIP/2.0/TCP 127.0.0.1:${bench.peer.port};branch=z9hG4bK${method}${requests}`,
      'From: "Lee Smith" <sip:lee@example.com>;tag=lee',
      `To: ${answer.header('To')}`,
      `Call-ID: ${answer.callId}`,
      `CSeq: ${cseq} ${method}`,
    ]);
  }

  /** The next NOTIFY about our REFER, answered. */
  async function notified(status: string, state: RegExp): Promise<SipText> {
    const notify = await bench.peer.request('NOTIFY', 'lee');
    bench.peer.reply(notify, 200);
    assert.equal(notify.body, `SIP/2.0 ${status}\r\n`);
    assert.match(notify.header('Subscription-State'), state);
    assert.deepEqual(
      [notify.header('Event'), notify.header('Content-Type')],
      ['refer', 'message/sipfrag;version=2.0'],
    );
    return notify;
  }

  describe('an App-INVITE', () => {
    it('is told of as it is written, and rings while people are asked', async () => {
      const before = Date.now();
      invite();
      await bench.peer.response(100, callId());
      const invitation = await asked();
      assert.deepEqual(invitation.inviter, { address: 'sip:lee@example.com', name: 'Lee Smith' });
      assert.deepEqual([invitation.conferenceUri, invitation.subject], [FOCUS, 'Standup & more']);
      assert.equal(invitation.toast?.message, 'Jörg wartet');
      const seconds = (invitation.expiresAt.getTime() - before) / 1_000;
      assert(seconds >= 60 && seconds < 65, `${seconds} s`);
    });

    it('accepted: 200 without a body, ACK, and her BYE is answered', async () => {
      invite();
      const invitation = await asked();
      const accepted = invitation.accept({ headers: [{ name: 'X-Room', value: '3' }] });
      const ok = await bench.peer.response(200, callId(), 'INVITE');
      assert.equal(ok.body, '');
      assert.deepEqual([ok.header('Content-Type'), ok.header('X-Room')], ['', '3']);
      assert.match(ok.header('Supported'), /ms-conf-invite.*ms-text-format/);
      assert.equal(invitation.state, 'Terminating');
      inDialog('ACK', ok, 1);
      await accepted;
      assert.equal(invitation.state, 'Terminated');
      inDialog('BYE', ok, 2);
      await bench.peer.response(200, callId(), 'BYE');
      assert.equal(agent.core.dialogs.size, 0);
    });

    it('accepted: a BYE that overtakes the ACK confirms it too', async () => {
      invite();
      const accepted = (await asked()).accept();
      const ok = await bench.peer.response(200, callId(), 'INVITE');
      inDialog('BYE', ok, 2);
      await accepted;
      await bench.peer.response(200, callId(), 'BYE');
    });

    it('accepted, and never confirmed: an error, and we hang up', async () => {
      await start(undefined, { confirmMs: 20 });
      invite();
      const accepted = (await asked()).accept();
      await assert.rejects(accepted, { name: 'OperationTimeoutError' });
      bench.peer.reply(await bench.peer.request('BYE', 'lee'), 200);
    });

    it('accepted, and not hung up by her: we do', async () => {
      await start(undefined, { confirmMs: 200 });
      invite();
      const accepted = (await asked()).accept();
      inDialog('ACK', await bench.peer.response(200, callId(), 'INVITE'), 1);
      await accepted;
      bench.peer.reply(await bench.peer.request('BYE', 'lee'), 200);
    });

    it('declined: 603', async () => {
      invite();
      (await asked()).decline();
      await bench.peer.response(603, callId());
    });

    it('withdrawn: 200 to the CANCEL, 487 to the INVITE, and nobody can answer any more', async () => {
      invite();
      const invitation = await asked();
      send('CANCEL', []);
      await bench.peer.response(200, callId(), 'CANCEL');
      await bench.peer.response(487, callId(), 'INVITE');
      assert.equal(invitation.state, 'Terminated');
      await assert.rejects(invitation.accept(), ANSWERED);
      assert.throws(() => invitation.decline(), ANSWERED);
    });

    it('accepted, then withdrawn: the CANCEL has no effect', async () => {
      invite();
      const invitation = await asked();
      const accepted = invitation.accept();
      const ok = await bench.peer.response(200, callId(), 'INVITE');
      send('CANCEL', []);
      await bench.peer.response(200, callId(), 'CANCEL');
      assert.equal(invitation.state, 'Terminating');
      inDialog('ACK', ok, 1);
      await accepted;
    });

    it('declined, then withdrawn: the CANCEL has no effect', async () => {
      invite();
      (await asked()).decline();
      await bench.peer.response(603, callId());
      send('CANCEL', []);
      await bench.peer.response(200, callId(), 'CANCEL');
      assert.equal(
        bench.peer.log.some(({ code }) => code === 487),
        false,
      );
    });

    it('withdrawn while it is looked up who takes it: nothing rings', async () => {
      const lookedUp = Promise.withResolvers<'asked'>();
      await start(() => lookedUp.promise);
      invite();
      await bench.peer.response(100, callId());
      send('CANCEL', []);
      await bench.peer.response(487, callId(), 'INVITE');
      lookedUp.resolve('asked');
      await bench.roundTrip(agent);
      assert.equal(
        bench.peer.log.some(({ code }) => code === 180),
        false,
      );
      assert.equal(taken[0]?.state, 'Terminated');
    });

    it('left unanswered: 480', async () => {
      await start(undefined, { askMs: 20 });
      invite();
      const invitation = await asked();
      const ends: unknown[] = [];
      invitation.onStateChanged(({ how }) => ends.push(how));
      await bench.peer.response(480, callId());
      assert.deepEqual(ends, ['expired', 'expired']);
    });

    it('is asked about for no longer than its Expires', async () => {
      const before = Date.now();
      invite(['Expires: 10']);
      assert((await asked()).expiresAt.getTime() - before < 15_000);
    });

    it('arrives a second time: the same answer, and nobody is asked again', async () => {
      invite();
      await asked();
      requests -= 1;
      invite();
      await bench.peer.response(180, callId());
      assert.equal(taken.length, 1);
    });

    it('arrives on two ways: one of them is a loop (RFC 3261 8.2.2.2)', async () => {
      invite();
      await asked();
      bench.peer.send(
        fromServer(),
        [
          'INVITE sip:usher@127.0.0.1 SIP/2.0',
          `Via: SIP/2.0/TCP 127.0.0.1:${bench.peer.port};branch=z9hG4bKfork`,
          'From: "Lee Smith" <sip:lee@example.com>;tag=lee',
          'To: <sip:usher@example.com>',
          `Call-ID: ${callId()}`,
          'CSeq: 1 INVITE',
          'Contact: <sip:lee@127.0.0.1:9>',
          'Content-Type: application/ms-conf-invite+xml',
        ],
        BODY,
      );
      await bench.peer.response(482, callId());
      assert.equal(taken.length, 1);
    });

    it('is who the server asserts', async () => {
      invite([
        'P-Asserted-Identity: "The \\"Boss\\", of us" <sip:boss@example.com;user=phone>, <tel:+49301>',
      ]);
      assert.deepEqual((await asked()).inviter, {
        address: 'sip:boss@example.com',
        name: 'The "Boss", of us',
      });
      invite(['P-Asserted-Identity: <sip:sue@example.com>']);
      assert.deepEqual((await asked()).inviter, { address: 'sip:sue@example.com', name: 'Lee Smith' });
    });

    const REFUSED: readonly (readonly [string, number, () => void])[] = [
      ['without XML', 400, () => invite([], 'v=0')],
      ['with a document type', 400, () => invite([], `<!DOCTYPE x [<!ENTITY a "b">]>${BODY}`)],
      ['to a telephone number', 400, () => invite([], BODY.replace(FOCUS, 'tel:+4930123456'))],
      ['to nothing', 400, () => invite([], '<Conferencing/>')],
      ['of nobody', 480, () => invite(['P-Asserted-Identity: <im:anonymous>'])],
      ['that has expired', 480, () => invite(['Expires: 0'])],
      ['that replaces a call', 480, () => invite(['Replaces: a;to-tag=b;from-tag=c'])],
    ];
    for (const [what, code, act] of REFUSED) {
      it(`${what} is refused with ${code}`, async () => {
        act();
        await bench.peer.response(code, callId());
        assert.deepEqual(taken, []);
      });
    }

    it('to a conference that may not be called is refused with 403', async () => {
      await start(undefined, {}, () => false);
      invite();
      await bench.peer.response(403, callId());
      assert.deepEqual(taken, []);
    });

    const ANSWERS: readonly (readonly [string, TakeInvitation, number])[] = [
      ['where nobody takes it', async () => 'nobody', 480],
      ['where enough are open', async () => 'busy', 486],
      ['where nobody can say', () => Promise.reject(new Error('no database')), 480],
      ['where nobody says in time', () => new Promise(() => {}), 480],
    ];
    for (const [where, answer, code] of ANSWERS) {
      it(`${where} gets ${code}`, async () => {
        await start(answer, { takeMs: 10 });
        invite();
        await bench.peer.response(code, callId());
        assert.equal(taken[0]?.state, 'Terminated');
      });
    }

    it('from whoever connects to SIP_LISTEN is a stranger', async () => {
      const socket = await bench.peer.connectTo(agent.listening?.port ?? 0);
      invite(['P-Asserted-Identity: <sip:lee@example.com>'], BODY, socket);
      await bench.peer.response(480, callId());
      assert.deepEqual([taken, agent.dropped.get('stranger')], [[], 1]);
    });

    it('is one of fifty at most', async () => {
      for (let count = 0; count < 50; count += 1) {
        invite();
        await bench.peer.response(180, callId());
      }
      invite();
      await bench.peer.response(480, callId());
      taken[0]?.decline();
      invite();
      await bench.peer.response(180, callId());
    });
  });

  describe('a REFER to a conference', () => {
    it('accepted: 202, NOTIFY 100 at once, NOTIFY 200 in the end', async () => {
      refer(['Refer-To: <sip:ward3@conf.example.com;method=INVITE?Subject=Ward%203>']);
      const taking = await bench.peer.response(202, callId());
      assert.match(taking.header('Contact'), /^<sip:usher@/);
      const trying = await notified('100 Trying', /^active;expires=60$/);
      const [invitation] = taken;
      assert.deepEqual(
        [invitation?.conferenceUri, invitation?.subject],
        ['sip:ward3@conf.example.com', 'Ward 3'],
      );
      await Promise.all([invitation?.accept(), notified('200 OK', /^terminated;reason=noresource$/)]);
      assert.equal(invitation?.state, 'Terminated');
      const dialog = [trying.callId, trying.tagOf('From'), trying.tagOf('To')];
      assert.deepEqual(dialog, [callId(), taking.tagOf('To'), 'lee']);
    });

    it('declined: NOTIFY 603', async () => {
      refer();
      await notified('100 Trying', /^active/);
      taken[0]?.decline();
      await notified('603 Declined', /^terminated;reason=noresource$/);
    });

    it('left unanswered: NOTIFY 408', async () => {
      await start(undefined, { askMs: 20 });
      refer();
      await notified('100 Trying', /^active/);
      await notified('408 Request Timeout', /^terminated/);
      assert.equal(taken[0]?.state, 'Terminated');
    });

    it('goes back along its Record-Route', async () => {
      const route = `<sip:127.0.0.1:${bench.peer.port};transport=tcp;lr>`;
      refer(['Refer-To: <sip:ward3@conf.example.com>', `Record-Route: ${route}`]);
      assert.equal((await bench.peer.response(202, callId())).header('Record-Route'), route);
      assert.equal((await notified('100 Trying', /^active/)).header('Route'), route);
    });

    it('is told nothing where it wants to hear nothing (RFC 4488)', async () => {
      refer(['Refer-To: <sip:ward3@conf.example.com>', 'Refer-Sub: false']);
      assert.equal((await bench.peer.response(202, callId())).header('Refer-Sub'), 'false');
      await taken[0]?.accept();
      await bench.roundTrip(agent);
      assert.equal(bench.peer.has('NOTIFY'), false);
    });

    it('accepted, though who sent it waits for nothing any more', async () => {
      refer();
      await notified('100 Trying', /^active/);
      const accepted = taken[0]?.accept();
      bench.peer.reply(await bench.peer.request('NOTIFY'), 481);
      await accepted;
    });

    it('accepted, and the NOTIFY is lost: an error', async () => {
      refer();
      await notified('100 Trying', /^active/);
      const accepted = taken[0]?.accept();
      await bench.peer.request('NOTIFY');
      const rejected = assert.rejects(accepted ?? Promise.resolve(), { name: 'OperationTimeoutError' });
      bench.peer.drop();
      await rejected;
    });

    it('arrives a second time: the same 202, and nobody is asked again', async () => {
      refer();
      const first = await bench.peer.response(202, callId());
      requests -= 1;
      refer();
      const second = await bench.peer.response(202, callId());
      assert.deepEqual([taken.length, second.tagOf('To')], [1, first.tagOf('To')]);
      taken[0]?.decline();
      requests -= 1;
      refer();
      await bench.peer.response(202, callId());
      assert.equal(taken.length, 1);
    });

    for (const [answer, code] of [
      ['nobody', 480],
      ['busy', 486],
    ] as const) {
      it(`gets ${code} where it is ${answer}`, async () => {
        await start(async () => answer);
        refer();
        await bench.peer.response(code, callId());
        await bench.roundTrip(agent);
        assert.equal(bench.peer.has('NOTIFY'), false);
      });
    }

    const STRANGE: readonly (readonly [number, ...string[]])[] = [
      [405, 'Refer-To: <sip:mary@example.com;method=BYE>'],
      [405, 'Refer-To: <sip:mary@example.com?Replaces=a%3Bto-tag%3Db>'],
      [405],
      [400, 'Refer-To: <sip:a@example.com>', 'Refer-To: <sip:b@example.com>'],
      [400, 'Refer-To: <tel:+4930123456>'],
    ];
    for (const [code, ...headers] of STRANGE) {
      it(`with ${headers.join(', ') || 'nothing'} is none: ${code}`, async () => {
        refer(headers);
        await bench.peer.response(code, callId());
        assert.deepEqual(taken, []);
      });
    }
  });

  it('is closed until it is opened', async () => {
    agent = await bench.agent();
    invite();
    await bench.peer.response(480, callId());
    refer();
    await bench.peer.response(405, callId());
  });
});
