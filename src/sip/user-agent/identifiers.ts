/**
 * Branches, tags and Call-IDs that nobody can guess: who knows them can end a call. sip.js draws them from Math.random,
 * and its branches have only ten million values.
 */
import { randomBytes } from 'node:crypto';
import { ClientTransaction, OutgoingRequestMessage } from 'sip.js/lib/core/index.js';

const MAGIC_COOKIE = 'z9hG4bK';

export const newBranch = (): string => `${MAGIC_COOKIE}${randomBytes(12).toString('hex')}`;
export const newTag = (): string => randomBytes(8).toString('hex');
export const newCallId = (): string => randomBytes(16).toString('hex');

/** The branch of the same request sent again with credentials: derived, so that a stored identity covers it too. */
export const retriedBranch = (branch: string): string => `${branch}r`;

const sent = new WeakSet<OutgoingRequestMessage>();

/** A branch chosen beforehand is taken once; the same message sent again is the answer to a challenge. */
function branchFor(request: OutgoingRequestMessage): string {
  const { branch } = request;
  if (request.method === 'CANCEL' && branch) return branch;
  if (branch && sent.has(request)) return retriedBranch(branch);
  sent.add(request);
  return branch ?? newBranch();
}

/** Replaces the two places of sip.js that draw a branch. Idempotent. */
export function installBranches(): void {
  if (installed) return;
  installed = true;
  Object.defineProperty(ClientTransaction, 'makeId', { value: branchFor });
  const { setViaHeader } = OutgoingRequestMessage.prototype;
  OutgoingRequestMessage.prototype.setViaHeader = function (branch, transport) {
    // The ACK of a 2xx does not ask makeId.
    setViaHeader.call(this, /^z9hG4bK\d{1,7}$/.test(branch) ? newBranch() : branch, transport);
  };
}

let installed = false;
