/** The inbound machine: one side ends it, whoever is first. */
import assert from 'node:assert/strict';
import {
  ArgumentError,
  type Header,
  IncomingInvitation,
  type IncomingInvitationOptions,
  InvalidOperationError,
  OperationTimeoutError,
  type Refusal,
  ToastMessage,
} from '../../src/core/index.ts';

class ScriptedReply {
  readonly confirmed = Promise.withResolvers<boolean>();
  readonly accepted: (readonly Header[])[] = [];
  readonly declined: Refusal[] = [];

  accept(headers: readonly Header[]): Promise<boolean> {
    this.accepted.push(headers);
    return this.confirmed.promise;
  }

  decline(refusal: Refusal): void {
    this.declined.push(refusal);
  }
}

function incoming(part: Partial<IncomingInvitationOptions> = {}) {
  const reply = new ScriptedReply();
  const changes: string[] = [];
  const invitation = new IncomingInvitation({
    inviter: { address: 'sip:lee@Contoso.com', name: 'Lee' },
    conferenceUri: 'sip:standup@conf.contoso.com',
    subject: 'Standup',
    toast: new ToastMessage('Join us'),
    expiresAt: new Date(60_000),
    reply,
    ...part,
  }).onStateChanged(({ previousState, state, reason, how }) => {
    changes.push(`${previousState}>${state} ${reason}${how ? ` ${how}` : ''}`);
  });
  return { invitation, reply, changes };
}

const LOCALLY = ['Incoming>Terminating TerminatedLocally', 'Terminating>Terminated TerminatedLocally'];
const remotely = (how: string) => [
  `Incoming>Terminating TerminatedRemotely ${how}`,
  `Terminating>Terminated TerminatedRemotely ${how}`,
];
const ANSWERED = { name: 'InvalidOperationError', code: 'invitation.answered' };

describe('an incoming invitation', () => {
  it('says who invites, to what, with which words, until when', () => {
    const { invitation } = incoming();
    assert.deepEqual(invitation.inviter, { address: 'sip:lee@contoso.com', name: 'Lee' });
    assert.equal(invitation.conferenceUri, 'sip:standup@conf.contoso.com');
    assert.equal(invitation.subject, 'Standup');
    assert.equal(invitation.toast?.message, 'Join us');
    assert.equal(invitation.expiresAt.getTime(), 60_000);
    assert.equal(invitation.state, 'Incoming');
  });

  it('is none without addresses', () => {
    assert.throws(() => incoming({ conferenceUri: 'standup' }), ArgumentError);
    assert.throws(() => incoming({ inviter: { address: 'anonymous', name: '' } }), ArgumentError);
  });

  it('is accepted when the inviter has confirmed it', async () => {
    const { invitation, reply, changes } = incoming();
    const accepted = invitation.accept({ headers: [{ name: 'X-Room', value: '3' }] });
    assert.deepEqual(reply.accepted, [[{ name: 'X-Room', value: '3' }]]);
    assert.deepEqual([invitation.state, changes.length], ['Terminating', 1]);
    reply.confirmed.resolve(true);
    await accepted;
    assert.deepEqual(changes, LOCALLY);
  });

  it('is no success where the inviter never confirms it', async () => {
    const { invitation, reply, changes } = incoming();
    reply.confirmed.resolve(false);
    await assert.rejects(invitation.accept(), (error) => {
      assert(error instanceof OperationTimeoutError);
      assert.deepEqual(error.outcome, { word: 'unknown', detail: 'no-response' });
      return true;
    });
    assert.deepEqual(changes, LOCALLY);
  });

  describe('declined', () => {
    const ways: readonly (readonly [string, (one: IncomingInvitation) => void, number])[] = [
      ['as it stands', (one) => one.decline(), 603],
      ['with options that name no code', (one) => one.decline({}), 486],
      ['with a code', (one) => one.decline({ code: 415 }), 415],
      ['everywhere', (one) => one.declineEverywhere(), 603],
      ['for all', (one) => one.declineAll(), 605],
    ];
    for (const [how, decline, code] of ways) {
      it(`${how}: ${code}`, () => {
        const { invitation, reply, changes } = incoming();
        decline(invitation);
        assert.deepEqual(reply.declined, [{ code, reasonPhrase: '', headers: [] }]);
        assert.deepEqual(changes, LOCALLY);
      });
    }

    it('tells a reason', () => {
      const { invitation, reply } = incoming();
      invitation.decline({ code: 480, reasonPhrase: 'Not now', headers: [{ name: 'X-Room', value: '3' }] });
      const refusal = { code: 480, reasonPhrase: 'Not now', headers: [{ name: 'X-Room', value: '3' }] };
      assert.deepEqual(reply.declined, [refusal]);
    });

    for (const options of [{ code: 200 }, { code: 700 }, { code: 480.5 }, { reasonPhrase: 'a\r\nVia: b' }]) {
      it(`not by ${JSON.stringify(options)}`, () => {
        const { invitation, changes } = incoming();
        assert.throws(() => invitation.decline(options), ArgumentError);
        assert.deepEqual([invitation.state, changes], ['Incoming', []]);
      });
    }

    it('not with headers that could do harm', () => {
      const { invitation, reply } = incoming();
      const headers = [{ name: 'Contact', value: '<sip:evil@example.com>' }];
      assert.throws(() => invitation.decline({ headers }), ArgumentError);
      assert.deepEqual(reply.declined, []);
    });
  });

  for (const how of ['withdrawn', 'expired'] as const) {
    it(`${how}: ends, once, and cannot be answered any more`, async () => {
      const { invitation, reply, changes } = incoming();
      invitation.end(how);
      invitation.end('expired');
      assert.deepEqual(changes, remotely(how));
      await assert.rejects(invitation.accept(), ANSWERED);
      assert.throws(() => invitation.decline(), ANSWERED);
      assert.deepEqual([reply.accepted, reply.declined], [[], []]);
    });
  }

  it('accepted, then withdrawn: the acceptance stands', async () => {
    const { invitation, reply, changes } = incoming();
    const accepted = invitation.accept();
    invitation.end('withdrawn');
    reply.confirmed.resolve(true);
    await accepted;
    assert.deepEqual(changes, LOCALLY);
  });

  it('declined, then withdrawn: the refusal stands', () => {
    const { invitation, changes } = incoming();
    invitation.decline();
    invitation.end('withdrawn');
    assert.deepEqual(changes, LOCALLY);
  });

  it('is answered once', async () => {
    const { invitation, reply } = incoming();
    const accepted = invitation.accept();
    await assert.rejects(invitation.accept(), InvalidOperationError);
    assert.throws(() => invitation.decline(), ANSWERED);
    reply.confirmed.resolve(true);
    await accepted;
    await assert.rejects(invitation.accept(), ANSWERED);
    assert.deepEqual([reply.accepted.length, reply.declined.length], [1, 0]);
  });
});
