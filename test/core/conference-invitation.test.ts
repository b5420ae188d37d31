import assert from 'node:assert/strict';
import {
  ArgumentError,
  Conference,
  ConferenceInvitation,
  type Delivery,
  type DeliveryMethod,
  type DeliveryResult,
  FailureResponseError,
  InvalidOperationError,
  OperationFailureError,
  OperationTimeoutError,
  outcomeOf,
  RealTimeError,
  type StateChange,
  ToastMessage,
} from '../../src/core/index.ts';
import { aborted, FakeMethod } from '../support/fake-method.ts';

const RINGING = { kind: 'ringing', response: { code: 180, reasonPhrase: 'Ringing' } } as const;
const MARY = 'sip:mary@contoso.com';

function conferenceWith(...methods: DeliveryMethod[]): Conference {
  return new Conference({ uri: 'sip:standup@conf.contoso.com', subject: 'Standup', methods });
}

function refused(code: number, rang = false): DeliveryResult {
  return { outcome: outcomeOf({ code, reasonPhrase: 'No', answeredBy: 'person', rang }) };
}

function joined(): DeliveryResult {
  return { outcome: { word: 'joined' }, acceptedBy: MARY };
}

function watched(conference: Conference): {
  invitation: ConferenceInvitation;
  changes: string[];
  all: StateChange[];
} {
  const all: StateChange[] = [];
  const changes: string[] = [];
  const invitation = new ConferenceInvitation(conference).onStateChanged((change) => {
    all.push(change);
    changes.push(`${change.previousState}>${change.state} ${change.reason}`);
  });
  return { invitation, changes, all };
}

describe('core/conference-invitation', () => {
  for (const [retargetReason, reason] of [
    [undefined, 'Deflected'],
    ['forwarding', 'DeflectedToAnotherDestination'],
    ['team-call', 'DeflectedToTeam'],
    ['delegation', 'DeflectedToDelegate'],
    ['acd', 'Deflected'],
    ['moonlight', 'DeflectedWithUnknownReason'],
    ['constructor', 'DeflectedWithUnknownReason'],
  ] as const) {
    it(`181, ms-retarget-reason ${retargetReason}: ${reason}`, async () => {
      const response = { code: 181, reasonPhrase: 'Call Is Being Forwarded' };
      const method = new FakeMethod((delivery) => {
        delivery.progress({ kind: 'deflected', response, ...(retargetReason && { retargetReason }) });
        return joined();
      });
      const { invitation, changes, all } = watched(conferenceWith(method));
      await invitation.deliver(MARY);
      assert.equal(changes[1], `Delivering>Delivering ${reason}`);
      assert.deepEqual(all[1]?.response, response);
    });
  }

  it('is delivered, rings once, is accepted and ends Terminated', async () => {
    const method = new FakeMethod((delivery) => {
      delivery.progress(RINGING);
      delivery.progress({ ...RINGING, response: { code: 183, reasonPhrase: 'Session Progress' } });
      return joined();
    });
    const { invitation, changes, all } = watched(conferenceWith(method));
    const toast = new ToastMessage('Join us');
    const response = await invitation.deliver(MARY, { toast, inviteeName: 'Mary', ringSeconds: 7 });
    assert.deepEqual(changes, [
      'Idle>Delivering None',
      'Delivering>Delivering Ringing',
      'Delivering>Terminating Accepted',
      'Terminating>Terminated Accepted',
    ]);
    assert.deepEqual(all[1]?.response, { code: 180, reasonPhrase: 'Ringing' });
    assert.equal(all[3]?.acceptedBy, MARY);
    assert.equal(response.outcome.word, 'joined');
    assert.equal(invitation.outcome?.word, 'joined');
    const {
      destination,
      toast: sent,
      inviteeName,
      ringSeconds,
      conference,
    } = method.deliveries[0] as Delivery;
    assert.deepEqual(
      [destination, sent, inviteeName, ringSeconds, conference.uri],
      [MARY, toast, 'Mary', 7, 'sip:standup@conf.contoso.com'],
    );
  });

  it('goes on to the next method only when one cannot, and announces the dial-out', async () => {
    const bridge = new FakeMethod(() => refused(488));
    const dialOut = new FakeMethod(joined, { name: 'dial-out', isDialOut: true });
    const { invitation, changes, all } = watched(conferenceWith(bridge, dialOut));
    await invitation.deliver(MARY);
    assert.ok(changes.includes('Delivering>Delivering FallingBackToMcuDialOut'));
    assert.equal(all.find(({ reason }) => reason === 'FallingBackToMcuDialOut')?.response?.code, 488);

    const declining = new FakeMethod(() => refused(603, true));
    const never = new FakeMethod(joined, { name: 'dial-out', isDialOut: true });
    await assert.rejects(new ConferenceInvitation(conferenceWith(declining, never)).deliver(MARY));
    assert.equal(never.deliveries.length, 0, 'who has declined is not called by the conference');
  });

  it('ends as cannot when no method is left', async () => {
    const cannot = () => new FakeMethod(() => refused(488));
    const { invitation, changes } = watched(conferenceWith(cannot(), cannot()));
    await assert.rejects(invitation.deliver(MARY), (error) => {
      assert.ok(error instanceof FailureResponseError);
      assert.equal(error.outcome.word, 'cannot');
      return true;
    });
    assert.equal(changes.at(-1), 'Terminating>Terminated DeliverFailed');
  });

  it('throws the error that tells refusal, silence and withdrawal apart', async () => {
    const thrownFor = async (result: DeliveryResult): Promise<unknown> =>
      new ConferenceInvitation(conferenceWith(new FakeMethod(() => result)))
        .deliver(MARY)
        .catch((e: unknown) => e);
    assert.ok((await thrownFor(refused(603, true))) instanceof FailureResponseError);
    assert.ok((await thrownFor(refused(480, true))) instanceof OperationTimeoutError);
    assert.ok((await thrownFor({ outcome: { word: 'unknown' } })) instanceof OperationFailureError);
    for (const code of [404, 503, 600]) assert.ok((await thrownFor(refused(code))) instanceof RealTimeError);
  });

  it('is withdrawn by its signal, and waits until the phone is silent', async () => {
    const method = new FakeMethod(async (delivery) => {
      delivery.progress(RINGING);
      await aborted(delivery.signal);
      return { outcome: { word: 'withdrawn' } };
    });
    const { invitation, changes } = watched(conferenceWith(method));
    const wish = new AbortController();
    const delivered = invitation.deliver(MARY, {}, wish.signal);
    wish.abort();
    await assert.rejects(delivered, OperationFailureError);
    assert.equal(changes.at(-1), 'Terminating>Terminated TerminatedLocally');
  });

  for (const order of ['withdrawn first', 'refused first']) {
    it(`does not start the next method when it was withdrawn meanwhile (${order})`, async () => {
      const wish = new AbortController();
      const first = new FakeMethod(async ({ signal }) => {
        if (order === 'withdrawn first') wish.abort();
        await Promise.resolve();
        if (order === 'refused first') queueMicrotask(() => wish.abort());
        assert.equal(signal.aborted, order === 'withdrawn first');
        await new Promise((resolve) => setImmediate(resolve));
        return refused(488);
      });
      const second = new FakeMethod(joined);
      const delivered = new ConferenceInvitation(conferenceWith(first, second)).deliver(
        MARY,
        {},
        wish.signal,
      );
      await assert.rejects(
        delivered,
        (error) => error instanceof OperationFailureError && error.outcome.word === 'withdrawn',
      );
      assert.equal(second.deliveries.length, 0);
    });
  }

  it('withdrawn before it begins rings nobody', async () => {
    const method = new FakeMethod(joined);
    const delivered = new ConferenceInvitation(conferenceWith(method)).deliver(MARY, {}, AbortSignal.abort());
    await assert.rejects(delivered, OperationFailureError);
    assert.equal(method.deliveries.length, 0);
  });

  it('takes late news of an ended call for what it is', async () => {
    let late: Delivery | undefined;
    const method = new FakeMethod((delivery) => {
      late = delivery;
      return refused(603, true);
    });
    const { invitation, changes } = watched(conferenceWith(method));
    await assert.rejects(invitation.deliver(MARY));
    const before = [...changes];
    late?.progress(RINGING);
    assert.deepEqual(changes, before);
  });

  it('says unknown when a method breaks, and keeps the cause', async () => {
    const cause = new Error('socket exploded');
    const broken = new FakeMethod(() => {
      throw cause;
    });
    const next = new FakeMethod(joined);
    await assert.rejects(new ConferenceInvitation(conferenceWith(broken, next)).deliver(MARY), (error) => {
      assert.ok(error instanceof OperationFailureError);
      assert.deepEqual(error.outcome, { word: 'unknown', detail: 'internal-error' });
      assert.equal(error.cause, cause);
      return true;
    });
    assert.equal(
      next.deliveries.length,
      0,
      'her phone may be ringing: nobody rings it a second time blindly',
    );
  });

  it('is delivered once', async () => {
    const invitation = new ConferenceInvitation(conferenceWith(new FakeMethod(joined)));
    await invitation.deliver(MARY);
    await assert.rejects(invitation.deliver(MARY), InvalidOperationError);
  });

  it('refuses a bad address and restricted headers before anything happens', async () => {
    const method = new FakeMethod(joined);
    const { invitation, changes } = watched(conferenceWith(method));
    await assert.rejects(invitation.deliver('mary'), ArgumentError);
    for (const name of ['Answer-Mode', 'Alert-Info', 'Call-Info', 'Subject', 'Via', 'X Y']) {
      await assert.rejects(
        invitation.deliver(MARY, { headers: [{ name, value: 'x' }] }),
        ArgumentError,
        name,
      );
    }
    const emergency = { name: 'Priority', value: 'emergency' };
    await assert.rejects(invitation.deliver(MARY, { headers: [emergency] }), ArgumentError);
    const split = { name: 'X-Ward', value: 'x\r\nAlert-Info: <http://evil.example>' };
    await assert.rejects(invitation.deliver(MARY, { headers: [split] }), ArgumentError);
    assert.deepEqual([changes, method.deliveries], [[], []]);
    const headers = [
      ...['X-Ward', 'Organization', 'accept-language'].map((name) => ({ name, value: 'ok' })),
      { name: 'Priority', value: 'urgent' },
    ];
    await invitation.deliver(MARY, { headers });
    assert.deepEqual(method.deliveries[0]?.headers, headers);
  });
});

describe('core/conference', () => {
  it('withdraws its invitations when it ends, and takes no new ones', async () => {
    const method = new FakeMethod(async ({ signal }) => {
      await aborted(signal);
      return { outcome: { word: 'withdrawn' } };
    });
    const conference = conferenceWith(method);
    const [mary, bob] = [new ConferenceInvitation(conference), new ConferenceInvitation(conference)];
    const delivered = [mary.deliver(MARY), bob.deliver('sip:bob@contoso.com')].map((p) =>
      p.catch((e: unknown) => e),
    );
    await conference.end();
    assert.deepEqual([mary.state, bob.state, conference.state], ['Terminated', 'Terminated', 'ended']);
    for (const error of await Promise.all(delivered)) assert.ok(error instanceof OperationFailureError);
    const late = new ConferenceInvitation(conference);
    await assert.rejects(late.deliver(MARY), InvalidOperationError);
    assert.equal(late.state, 'Idle');
    assert.equal(method.deliveries.length, 2);
  });

  it('has a SIP URI and at least one method', () => {
    const methods = [new FakeMethod(joined)];
    for (const uri of ['tel:+4930123', 'standup', '', 'sip:a@b\r\nX: y']) {
      assert.throws(() => new Conference({ uri, subject: '', methods }), ArgumentError, uri);
    }
    assert.throws(() => new Conference({ uri: 'sip:a@b', subject: '', methods: [] }), ArgumentError);
  });

  describe('what worked before', () => {
    const three = (...words: readonly DeliveryResult[]) =>
      ['bridge', 'dial-out', 'refer'].map(
        (name, i) => new FakeMethod(() => words[i] ?? refused(488), { name, isDialOut: name === 'dial-out' }),
      );

    it('is tried first, with its form, and the others after it in their order', async () => {
      const tried: string[] = [];
      const methods = three().map(
        ({ name, isDialOut }) =>
          new FakeMethod(
            ({ form }) => {
              tried.push(form === undefined ? name : `${name}/${form}`);
              return refused(488);
            },
            { name, isDialOut },
          ),
      );
      const { invitation, changes } = watched(conferenceWith(...methods));
      const delivered = invitation.deliver(MARY, { tryFirst: { method: 'dial-out', form: 'odd' } });
      await assert.rejects(delivered, FailureResponseError);
      assert.deepEqual(tried, ['dial-out/odd', 'bridge', 'refer']);
      assert.ok(!changes.some((change) => change.includes('FallingBack')), 'what comes first is no fallback');
    });

    it('that is configured no more changes nothing', async () => {
      const methods = three({ ...joined(), form: 'late-offer' });
      const { invitation, all } = watched(conferenceWith(...methods));
      await invitation.deliver(MARY, { tryFirst: { method: 'conf-invite', form: 'odd' } });
      assert.equal(methods[0]?.deliveries[0]?.form, undefined);
      assert.deepEqual(all.at(-1)?.way, { method: 'bridge', form: 'late-offer' });
    });

    it('is told with the end, whatever that is; not where nothing was tried', async () => {
      const refusing = watched(conferenceWith(...three(refused(488), refused(603, true))));
      await assert.rejects(refusing.invitation.deliver(MARY));
      assert.deepEqual(refusing.all.at(-1)?.way, { method: 'dial-out' });
      const withdrawn = watched(conferenceWith(...three(joined())));
      await assert.rejects(withdrawn.invitation.deliver(MARY, {}, AbortSignal.abort()));
      assert.equal(withdrawn.all.at(-1)?.way, undefined);
    });
  });
});
