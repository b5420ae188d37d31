/** Two of us through a real proxy: one invites the other to a conference, and hears what people there say. */
import assert from 'node:assert/strict';
import { pino } from 'pino';
import {
  Conference,
  ConferenceInvitation,
  type DeliveryMethod,
  type IncomingInvitation,
  ToastMessage,
} from '../../src/core/index.ts';
import {
  ConfInvite,
  InvitationInbox,
  Pacer,
  Refer,
  Registration,
  SipUserAgent,
} from '../../src/sip/index.ts';
import type { InboxTimers } from '../../src/sip/invitations/invitation-inbox.ts';
import { useLab } from './support/lab.ts';

const ROOM = 'sip:conf77@conf.lab.test';

describe('being invited through Kamailio', () => {
  const lab = useLab();
  const log = pino({ level: 'silent' });
  const stops: (() => Promise<void>)[] = [];
  let server: string;

  beforeEach(async () => {
    server = (await lab.kamailio(1)).server('tcp');
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function agent(user: string): Promise<SipUserAgent> {
    const userAgent = new SipUserAgent({ server, uri: `sip:${user}@lab.test`, log });
    stops.push(() => userAgent.stop());
    await userAgent.start();
    return userAgent;
  }

  /** Registered as usher@lab.test; hands each invitation to `ask`. */
  async function invitee(
    ask: (invitation: IncomingInvitation) => void,
    timers: Partial<InboxTimers> = {},
  ): Promise<void> {
    const userAgent = await agent('usher');
    const registration = new Registration({ userAgent, instance: 'usher', log });
    stops.unshift(() => registration.stop());
    await registration.start();
    new InvitationInbox({ userAgent, mayCall: () => true, log, timers }).open(async (invitation) => {
      // Not before its sender has heard that people are asked.
      setTimeout(ask, 50, invitation);
      return 'asked';
    });
  }

  async function inviter(method: 'conf-invite' | 'refer'): Promise<ConferenceInvitation> {
    const userAgent = await agent('lee');
    const options = {
      userAgent,
      journal: { save: async () => {} },
      pacer: new Pacer(10),
      mayCall: () => true,
    };
    const conferenceServer = { remove: async () => ({ kind: 'not-in' }) as const };
    const methods: DeliveryMethod[] = [
      method === 'refer' ? new Refer(options) : new ConfInvite({ ...options, conferenceServer }),
    ];
    return new ConferenceInvitation(new Conference({ uri: ROOM, subject: 'Standup', methods }));
  }

  async function deliver(invitation: ConferenceInvitation, ringSeconds = 20): Promise<string | undefined> {
    const options = { fromName: 'Lee: Standup', toast: new ToastMessage('Grüße'), ringSeconds };
    await invitation.deliver('sip:usher@lab.test', options).catch(() => {});
    return invitation.outcome?.word;
  }

  it('by an App-INVITE: accepted, with the words of the toast', async () => {
    let heard: IncomingInvitation | undefined;
    let accepted: Promise<void> | undefined;
    await invitee((invitation) => {
      heard = invitation;
      accepted = invitation.accept();
    });
    assert.equal(await deliver(await inviter('conf-invite')), 'answered');
    await accepted;
    assert.equal(heard?.state, 'Terminated');
    assert.equal(heard?.inviter.address, 'sip:lee@lab.test');
    assert.deepEqual(
      [heard?.conferenceUri, heard?.subject, heard?.toast?.message],
      [ROOM, 'Standup', 'Grüße'],
    );
  });

  it('by an App-INVITE: declined', async () => {
    await invitee((invitation) => invitation.decline());
    assert.equal(await deliver(await inviter('conf-invite')), 'declined');
  });

  it('by an App-INVITE: left unanswered, which the inviter reads as no answer', async () => {
    await invitee(() => {}, { askMs: 500 });
    assert.equal(await deliver(await inviter('conf-invite')), 'no-answer');
  });

  it('by an App-INVITE: withdrawn', async () => {
    const ended = Promise.withResolvers<unknown>();
    const outgoing = await inviter('conf-invite');
    await invitee((invitation) => {
      invitation.onStateChanged(({ state, how }) => state === 'Terminated' && ended.resolve(how));
      void outgoing.terminate();
    });
    assert.equal(await deliver(outgoing), 'withdrawn');
    assert.equal(await ended.promise, 'withdrawn');
  });

  it('by a REFER: accepted', async () => {
    let accepted: Promise<void> | undefined;
    await invitee((invitation) => {
      accepted = invitation.accept();
    });
    assert.equal(await deliver(await inviter('refer')), 'joined');
    await accepted;
  });

  it('by a REFER: declined', async () => {
    await invitee((invitation) => invitation.decline());
    assert.equal(await deliver(await inviter('refer')), 'declined');
  });
});
