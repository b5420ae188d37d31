import type { LinkProblem } from '../link.ts';

export const CONNECTING: LinkProblem = { code: 'ari.connecting', message: 'Not connected to Asterisk yet' };
export const UNREACHABLE: LinkProblem = {
  code: 'ari.unreachable',
  message: 'Asterisk is not reached at ARI_URL',
};
const READ_ONLY: LinkProblem = {
  code: 'ari.read-only',
  message: 'The user ARI_USERNAME is read-only in ari.conf',
};
export const NO_EVENTS: LinkProblem = {
  code: 'ari.events',
  message: 'Asterisk sends no events (res_http_websocket)',
};

/** What is wrong where Asterisk answers this to a request that asks for nothing; undefined: nothing. */
export function problemOf(code: number): LinkProblem | undefined {
  switch (code) {
    case 200:
      return undefined;
    case 0:
      return UNREACHABLE;
    case 401:
      return { code: 'ari.credentials', message: 'Asterisk refuses ARI_USERNAME and ARI_PASSWORD' };
    case 403:
      return READ_ONLY;
    case 404:
      return { code: 'ari.not-found', message: 'There is no REST interface of Asterisk at ARI_URL' };
    default:
      return { code: 'ari.refused', message: `Asterisk answers ${code}` };
  }
}
