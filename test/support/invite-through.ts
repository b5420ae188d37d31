import {
  Conference,
  ConferenceInvitation,
  type DeliverOptions,
  type DeliveryMethod,
  type Outcome,
} from '../../src/core/index.ts';

export const ROOM = 'sip:conf77@conf.contoso.com';
export const MARY = 'sip:mary@contoso.com';
/** The one invitation of a test, and what a conference server calls the call for it. */
const ID = '1b671a64-40d5-491e-99b0-da01ff1f3341';
export const CHANNEL = `usher-${ID}`;

export interface Invited {
  readonly outcome: Outcome | undefined;
  /** `State Reason` of every change, in order. */
  readonly changes: readonly string[];
  readonly response: Awaited<ReturnType<ConferenceInvitation['deliver']>> | undefined;
}

/** Invites by one method, to the end of the delivery. */
export async function inviteThrough(
  method: DeliveryMethod,
  options: DeliverOptions = {},
  signal?: AbortSignal,
  to = MARY,
  room = ROOM,
): Promise<Invited> {
  const conference = new Conference({ uri: room, subject: 'Standup', methods: [method] });
  const changes: string[] = [];
  const invitation = new ConferenceInvitation(conference, ID).onStateChanged(({ state, reason }) =>
    changes.push(`${state} ${reason}`),
  );
  const response = await invitation.deliver(to, options, signal).catch(() => undefined);
  return { outcome: invitation.outcome, changes, response };
}
