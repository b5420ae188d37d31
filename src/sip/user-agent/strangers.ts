import type { IncomingRequestMessage, UserAgentCoreDelegate } from 'sip.js/lib/core/index.js';

/** What a request outside a dialog is refused with where nobody takes it; all other methods: 405. */
const CODES: ReadonlyMap<string, number> = new Map([
  ['INVITE', 480],
  ['NOTIFY', 481],
  ['BYE', 481],
  ['PRACK', 481],
]);

const HANDLERS: ReadonlyMap<string, keyof UserAgentCoreDelegate> = new Map([
  ['INVITE', 'onInvite'],
  ['MESSAGE', 'onMessage'],
  ['NOTIFY', 'onNotify'],
  ['REFER', 'onRefer'],
  ['REGISTER', 'onRegister'],
  ['SUBSCRIBE', 'onSubscribe'],
]);

/**
 * The code that refuses a stranger, who wants us to do something outside of any call; undefined: it is no such request, or
 * `delegate` takes it. Strangers get an answer and nothing else: it keeps no state, so that strangers cannot fill our memory.
 */
export function refusalOfStranger(
  { method, toTag }: IncomingRequestMessage,
  delegate: UserAgentCoreDelegate,
): number | undefined {
  if (toTag || /^(ACK|CANCEL|OPTIONS)$/.test(method)) return undefined;
  const handler = HANDLERS.get(method);
  return handler && delegate[handler] ? undefined : (CODES.get(method) ?? 405);
}
