import type { LinkProblem } from '../link.ts';

export const CONNECTING: LinkProblem = { code: 'esl.connecting', message: 'Not connected to FreeSWITCH yet' };
export const UNREACHABLE: LinkProblem = {
  code: 'esl.unreachable',
  message: 'FreeSWITCH is not reached at ESL_ADDRESS',
};
export const STRANGE: LinkProblem = {
  code: 'esl.protocol',
  message: 'What answers at ESL_ADDRESS is no Event Socket',
};
export const NOT_LISTED: LinkProblem = {
  code: 'esl.acl',
  message: 'FreeSWITCH refuses our address (apply-inbound-acl in event_socket.conf.xml)',
};
export const PASSWORD: LinkProblem = { code: 'esl.password', message: 'FreeSWITCH refuses ESL_PASSWORD' };
export const NO_CONFERENCES: LinkProblem = {
  code: 'esl.no-conference',
  message: 'mod_conference is not loaded in FreeSWITCH',
};
export const REFUSED: LinkProblem = {
  code: 'esl.refused',
  message: 'FreeSWITCH does not let us ask for events',
};
