/**
 * What UCMA's documentation tells of inviting somebody to a conference, one story per paragraph, on real SIP over loopback. Each
 * title says what has to come true; docs/ucma.md has every member beside its counterpart.
 */
import assert from 'node:assert/strict';
import {
  Conference,
  ConferenceInvitation,
  FailureResponseError,
  InvalidOperationError,
  OperationFailureError,
  OperationTimeoutError,
  type Roster,
  type StateChange,
  ToastMessage,
} from '../../src/core/index.ts';
import { type Habit, type PersonId, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { Bridge, Pacer, SipConferenceServer, SipUserAgent } from '../../src/sip/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { ThreadWorld } from '../support/thread-world.ts';

/** It refuses whatever we call it with, and is called by conferences only. */
const CANNOT_JOIN_BY_ITSELF: Habit = {
  rings: true,
  does: 'answer',
  takesRefer: false,
  onlyConferences: true,
};
const DELAYS = { answerMs: 20, declineMs: 20 };

describe('the stories of UCMA', () => {
  let sandbox: Sandbox;
  let userAgent: SipUserAgent;
  let server: SipConferenceServer;
  let conference: Conference;
  /** `INVITE sip:mary@…`, in the order in which they left. */
  let sent: string[];
  let changes: StateChange[];
  let unfollow: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    sent = [];
    changes = [];
    sandbox = await startSandbox({ delays: DELAYS, log: quietLog });
    userAgent = new SipUserAgent({
      server: sandbox.server,
      uri: sandbox.uri,
      log: quietLog,
      observe: ({ direction, text }) => {
        const request = /^(?!SIP)\S+ \S+(?= SIP\/2\.0\r\n)/.exec(text)?.[0];
        if (direction === 'sent' && request) sent.push(request);
      },
    });
    await userAgent.start();
    sent.length = 0;
    const journal = { save: async () => {} };
    const options = { userAgent, journal, pacer: new Pacer(50), mayCall: () => true };
    server = new SipConferenceServer(options);
    conference = new Conference({
      uri: sandbox.conferenceUri.replace('{id}', 'standup'),
      subject: 'Standup',
      methods: [new Bridge(options), server.dialOut],
    });
  });
  afterEach(async () => {
    await unfollow?.();
    unfollow = undefined;
    await userAgent.stop();
    await sandbox.stop();
  });

  const invitation = () =>
    new ConferenceInvitation(conference).onStateChanged((change) => changes.push(change));

  /** `Delivering Ringing`, in order. */
  const steps = () => changes.map(({ state, reason }) => `${state} ${reason}`);

  const uriOf = (id: PersonId) => sandbox.phone(id).person.sip;

  const idle = (id: PersonId) => sandbox.until(({ phones }) => phones[id].state === 'idle');

  /** Follows the list of participants, as the conference tells it over SIP, until it is as wanted. */
  function roster(isAsWanted: (roster: Roster) => boolean): Promise<Roster> {
    return new Promise((resolve) => {
      unfollow = server.followRoster(conference.uri, (told) => {
        if (isAsWanted(told)) resolve(told);
      });
    });
  }

  const shows = (id: PersonId) => (told: Roster) =>
    told.kind === 'known' &&
    told.entries.some(({ address, status }) => address === uriOf(id) && status === 'connected');

  describe('an application that accepts', () => {
    it('joins by itself, and shows up in the list of participants', async () => {
      const seen = roster(shows('mary'));
      const { outcome, participant } = await invitation().deliver(uriOf('mary'), {
        toast: new ToastMessage('Join us'),
      });
      assert.equal(outcome.word, 'joined');
      assert.equal(sandbox.phone('mary').toast?.subject, 'Join us');
      assert.deepEqual(steps(), [
        'Delivering None',
        'Delivering Ringing',
        'Terminating Accepted',
        'Terminated Accepted',
      ]);
      assert.deepEqual(await participant?.ended, { how: 'stepped-out' });
      await seen;
      // Nothing of hers depends on who has invited her.
      await userAgent.stop();
      assert.deepEqual(
        sandbox.room('standup').roster.map(({ uri, leg }) => [uri, leg]),
        [[uriOf('mary'), 'own']],
      );
    });
  });

  describe('an application that cannot join by itself', () => {
    beforeEach(() => {
      sandbox.phone('mary').habit = CANNOT_JOIN_BY_ITSELF;
    });

    async function assertTheMcuCalls(): Promise<void> {
      const { outcome, participant } = await invitation().deliver(uriOf('mary'));
      assert.equal(outcome.word, 'answered');
      assert.equal(participant?.presence, 'independent');
      assert.deepEqual(
        sent.filter((request) => !/^(ACK|SUBSCRIBE)/.test(request)),
        [`INVITE ${uriOf('mary')}`, `INVITE ${uriOf('mary')}`, `REFER ${conference.uri}`],
      );
      assert.deepEqual(steps(), [
        'Delivering None',
        'Delivering FallingBackToMcuDialOut',
        'Delivering Ringing',
        'Terminating Accepted',
        'Terminated Accepted',
      ]);
      assert.equal(changes[1]?.response?.code, 488);
      assert.equal(sandbox.phone('mary').state, 'talking');
      assert.equal(sandbox.room('standup').roster[0]?.leg, 'dialled');
    }

    it('is called by the MCU, and the invitation succeeds though she is not in the list', async () => {
      sandbox.conferenceHabit = { ...sandbox.conferenceHabit, roster: 'without-dialled' };
      await assertTheMcuCalls();
      // Lee comes after her: a list that has him and not her leaves her out.
      sandbox.phone('lee').call(conference.uri);
      const told = await roster(shows('lee'));
      assert.equal(shows('mary')(told), false);
    });

    it('is called by the MCU, and the invitation succeeds though there is no list', async () => {
      sandbox.conferenceHabit = { ...sandbox.conferenceHabit, roster: 'refused' };
      await assertTheMcuCalls();
      assert.deepEqual(await roster(() => true), { kind: 'none', code: 403 });
    });

    it('is called by the MCU, and is in the list where the conference tells of it', async () => {
      const seen = roster(shows('mary'));
      await assertTheMcuCalls();
      await seen;
    });
  });

  it('an application without any conferencing: an error, and nobody is in', async () => {
    await assert.rejects(invitation().deliver(uriOf('fay')), (error) => {
      assert.ok(error instanceof FailureResponseError);
      assert.deepEqual([error.outcome.word, error.outcome.answer?.code], ['cannot', 488]);
      return true;
    });
    // Everything was tried: the MCU too.
    assert.deepEqual(steps(), [
      'Delivering None',
      'Delivering FallingBackToMcuDialOut',
      'Terminating DeliverFailed',
      'Terminated DeliverFailed',
    ]);
    assert.deepEqual(sandbox.room('standup').roster, []);
    assert.equal(sandbox.phone('fay').state, 'idle');
  });

  describe('a conversation that was terminated', () => {
    it('takes no invitation: InvalidOperation at once, and nothing is sent', async () => {
      await conference.end();
      const late = invitation();
      await assert.rejects(late.deliver(uriOf('mary')), (error) => {
        assert.ok(error instanceof InvalidOperationError);
        assert.equal(error.code, 'conference.ended');
        return true;
      });
      assert.deepEqual([late.state, changes, sent], ['Idle', [], []]);
      assert.equal(sandbox.phone('mary').toast, undefined);
    });

    it('terminates the invitations under way first: the phone has stopped when the end is over', async () => {
      const delivered = assert.rejects(invitation().deliver(uriOf('sue')), (error) => {
        assert.ok(error instanceof OperationFailureError);
        assert.deepEqual([error.failureReason, error.outcome.word], ['aborted', 'withdrawn']);
        return true;
      });
      await sandbox.until(({ phones }) => phones.sue.state === 'ringing');
      await conference.end();
      assert.equal(steps().at(-1), 'Terminated TerminatedLocally');
      await delivered;
      await idle('sue');
      await assert.rejects(invitation().deliver(uriOf('mary')), InvalidOperationError);
    });
  });

  describe('was it accepted?', () => {
    it('yes: it resolves, and says by which endpoint', async () => {
      const { outcome, acceptedBy } = await invitation().deliver(uriOf('lee'));
      assert.equal(outcome.word, 'joined');
      assert.match(acceptedBy, /^sip:lee@127\.0\.0\.1:\d+;transport=tcp$/);
      assert.equal(changes.at(-1)?.acceptedBy, acceptedBy);
      assert.equal(steps().at(-1), 'Terminated Accepted');
    });

    it('yes, by somebody else: says by whom, and that it was forwarded', async () => {
      sandbox.phone('mary').habit = {
        rings: false,
        does: uriOf('lee') as `sip:${string}`,
        takesRefer: false,
      };
      const { outcome, acceptedBy } = await invitation().deliver(uriOf('mary'));
      assert.deepEqual([outcome.word, outcome.answer?.identity], ['joined', uriOf('lee')]);
      assert.equal(acceptedBy, uriOf('lee'));
      assert.ok(steps().includes('Delivering DeflectedToAnotherDestination'));
      assert.equal(changes.at(-1)?.acceptedBy, uriOf('lee'));
    });

    it('no, she declined: FailureResponse with her code', async () => {
      await assert.rejects(invitation().deliver(uriOf('bob')), (error) => {
        assert.ok(error instanceof FailureResponseError);
        const { word, answer } = error.outcome;
        assert.deepEqual([word, answer?.code, answer?.answeredBy], ['declined', 603, 'person']);
        return true;
      });
      assert.equal(steps().at(-1), 'Terminated TerminatedRemotely');
      assert.equal(changes.at(-1)?.acceptedBy, undefined);
    });

    it('no, nobody answered: OperationTimeout, and the phone has stopped', async () => {
      await assert.rejects(invitation().deliver(uriOf('sue'), { ringSeconds: 0.1 }), (error) => {
        assert.ok(error instanceof OperationTimeoutError);
        assert.equal(error.outcome.word, 'no-answer');
        return true;
      });
      assert.equal(steps().at(-1), 'Terminated DeliverFailed');
      await idle('sue');
    });
  });
});

describe('the stories of UCMA, in a thread', function () {
  this.timeout(60_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  it('an application that the MCU calls is shown as answered, and that she is in no list is said', async () => {
    await world.sandbox.phone('mary').behave(CANNOT_JOIN_BY_ITSELF);
    await world.sandbox.conference({ answerMs: 0, takesRefer: true, roster: 'refused' });
    const usher = await world.start();
    await world.type(usher, 'invite mary');
    await world.row('Mary Lind', 'Answered', /not seen in the conference/);
    const events = await world.query(
      `select detail->>'reason' as reason from invitation_events order by seq`,
    );
    assert.ok(events.some(({ reason }) => reason === 'FallingBackToMcuDialOut'));
    await world.sandbox.until(({ phones }) => phones.mary.state === 'talking');
  });
});
