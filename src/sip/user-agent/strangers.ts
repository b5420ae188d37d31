import type { UserAgentCoreDelegate } from 'sip.js/lib/core/index.js';

/** Strangers get an answer and nothing else. */
export const REFUSE_STRANGERS: UserAgentCoreDelegate = {
  onInvite: (uas) => uas.reject({ statusCode: 480 }),
  onMessage: (uas) => uas.reject({ statusCode: 405 }),
  onNotify: (uas) => uas.reject({ statusCode: 481 }),
  onRefer: (uas) => uas.reject({ statusCode: 405 }),
  onRegister: (uas) => uas.reject({ statusCode: 405 }),
  onSubscribe: (uas) => uas.reject({ statusCode: 405 }),
};
