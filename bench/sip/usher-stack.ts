/** Usher's own way to the wire: delivery methods and legs as the product uses them, with a journal that forgets. */
import { pino } from 'pino';
import { Conference, ConferenceInvitation, type Delivery } from '../../src/core/index.ts';
import { CALL_TIMERS } from '../../src/sip/calls/call-timers.ts';
import { InviteLeg } from '../../src/sip/calls/invite-leg.ts';
import {
  Bridge,
  DialOut,
  Pacer,
  parseUri,
  type SipMethodOptions,
  SipUserAgent,
} from '../../src/sip/index.ts';
import type { Stack } from './contender.ts';
import { OFFER } from './offer.ts';

const MARY = 'sip:mary@127.0.0.1';

export class UsherStack implements Stack {
  readonly #options = new Map<number, Promise<SipMethodOptions>>();

  async refer(port: number): Promise<void> {
    const delivery: Delivery = {
      id: 'bench',
      destination: MARY,
      inviteeName: '',
      fromName: '',
      conference: { uri: 'sip:room@127.0.0.1', subject: '' },
      toast: undefined,
      headers: [],
      ringSeconds: 60,
      signal: new AbortController().signal,
      progress: () => {},
    };
    const { outcome } = await new DialOut(await this.#at(port)).deliver(delivery);
    if (outcome.word !== 'answered') throw new Error(outcome.word);
  }

  async call(port: number): Promise<void> {
    const { userAgent, journal } = await this.#at(port);
    const leg = new InviteLeg({
      userAgent,
      journal,
      identity: { invitationId: 'bench', leg: 'person', method: 'bridge', form: 'early-offer' },
      target: MARY,
      fromName: '',
      headers: [],
      body: { content: OFFER, contentType: 'application/sdp', contentDisposition: 'session' },
      timers: CALL_TIMERS,
      signal: new AbortController().signal,
    });
    const result = await leg.run();
    if (result.kind !== 'answered') throw new Error(result.outcome.word);
    result.ack();
    await result.call.bye();
  }

  async message(port: number): Promise<void> {
    const { userAgent } = await this.#at(port);
    const { core, uri } = userAgent;
    const target = parseUri(MARY);
    const body = { content: 'Join us', contentType: 'text/plain', contentDisposition: 'render' };
    const message = core.makeOutgoingRequestMessage('MESSAGE', target, uri, target, {}, [], body);
    await new Promise<void>((resolve, reject) => {
      const onReject = () => reject(new Error('MESSAGE failed'));
      core.request(message, { onAccept: () => resolve(), onReject, onRedirect: onReject });
    });
  }

  async ring(port: number, count: number): Promise<() => Promise<void>> {
    const methods = [new Bridge(await this.#at(port))];
    const conference = new Conference({ uri: 'sip:room@127.0.0.1', subject: '', methods });
    const everybodyRings = Promise.withResolvers<void>();
    let ringing = 0;
    for (let i = 0; i < count; i++) {
      const invitation = new ConferenceInvitation(conference).onStateChanged(({ reason }) => {
        if (reason === 'Ringing' && ++ringing === count) everybodyRings.resolve();
      });
      // It ends with being withdrawn, which `deliver` throws.
      invitation.deliver(MARY, { ringSeconds: 60 }).catch(() => {});
    }
    await everybodyRings.promise;
    return () => conference.end();
  }

  #at(port: number): Promise<SipMethodOptions> {
    const options = this.#options.get(port) ?? this.#connect(port);
    this.#options.set(port, options);
    return options;
  }

  async #connect(port: number): Promise<SipMethodOptions> {
    const userAgent = new SipUserAgent({
      server: `sip:127.0.0.1:${port};transport=tcp`,
      uri: 'sip:usher@127.0.0.1',
      log: pino({ level: 'silent' }),
    });
    await userAgent.start();
    return {
      userAgent,
      journal: { save: async () => {} },
      pacer: new Pacer(1_000_000),
      mayCall: () => true,
    };
  }
}
