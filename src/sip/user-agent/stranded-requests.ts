import type { Logger } from 'pino';
import { TransactionState, type UserAgentCore } from 'sip.js/lib/core/index.js';
import { connectionLost } from './responses.ts';

const WAITING: ReadonlySet<string> = new Set([
  TransactionState.Calling,
  TransactionState.Trying,
  TransactionState.Proceeding,
]);

/** Ends the requests whose connection is lost: sip.js would let them wait for 32 s. */
export function endStrandedRequests(
  core: UserAgentCore,
  isStranded: (request: string) => boolean,
  log: Logger,
): void {
  for (const { transaction, message } of [...core.userAgentClients.values()]) {
    if (!WAITING.has(transaction.state) || !isStranded(message.toString())) continue;
    try {
      transaction.receiveResponse(connectionLost(message));
    } catch (error) {
      log.warn({ err: error }, 'request on a lost connection');
    }
  }
}
