/**
 * The audit trail: who asked for what, how, and what came of it. A line is written in the commit of what it tells, so that neither is
 * there without the other. No toasts, and no reasons in people's own words: those are theirs, and are deleted when they ask for it.
 */
import { isRefusal } from './is-refusal.ts';
import type { Actor, CardId, ConferenceId, InvitationRecord, Invitee, ThreadId } from './records.ts';
import type { Inbound } from './requests.ts';
import type { Receipt } from './views.ts';

/** How long it is kept, unless configured. */
export const AUDIT_DAYS = 365;

/** How somebody came to ask for something; `itself`: nobody has asked now, it follows from what was wanted before. */
export type Via = 'typed' | 'pressed' | 'form' | 'clock' | 'outside' | 'itself';

export interface Entrance {
  readonly via: Via;
  /** The command, or what the button says: `invite`, `cancel` … */
  readonly verb: string;
  /** Id of the invitation, question, appointment, attendee or reminder behind the button. */
  readonly about?: string;
}

export type AuditEvent =
  | 'asked' // by typing, by pressing: with what was said about it, as codes
  | 'refused' // the policy, or whoever does not want to be rung now, or because it was not hers to do
  | 'invited' // her phone is to ring
  | 'answered' // in the chat, by who was invited: accept, decline, later, message
  | 'withdrawn' // she is no longer wanted in
  | 'ended' // her call has an outcome
  | 'joined' // the roster has seen her
  | 'left'
  | 'scheduled' // she is to be called at a time
  | 'conference-opened'
  | 'conference-ended'
  | 'incoming' // somebody from outside invites us
  | 'incoming-ended';

export interface AuditEntry {
  readonly event: AuditEvent;
  /** As the commit, unless given. */
  readonly via?: Via;
  /** Who has asked for what this commit does, unless given. */
  readonly by?: Pick<Actor, 'id' | 'name'>;
  /** Whom it is about. */
  readonly person?: { readonly name: string; readonly address?: string };
  readonly threadId?: ThreadId;
  readonly conferenceId?: ConferenceId;
  readonly cardId?: CardId;
  /** Id of what it is about: an invitation, a question … */
  readonly about?: string;
  /** The word of an outcome. */
  readonly outcome?: string;
  /** Codes. */
  readonly why?: string;
  readonly method?: string;
  /** Of SIP, 100 to 699. */
  readonly code?: number;
  readonly answeredBy?: string;
}

export interface AuditTransaction {
  /** Who has asked for all that follows in this commit; nobody, unless said. */
  actingFor(inbound: Pick<Inbound, 'thread' | 'actor' | 'entrance'>): void;
  /** Adds a line to the trail when the transaction commits. */
  audit(entry: AuditEntry): void;
}

type Trail = Pick<AuditTransaction, 'audit'>;

/** A line about somebody's invitation. */
export function auditInvitation(
  tx: Trail,
  event: AuditEvent,
  { id, invitee, threadId, conferenceId, cardId }: InvitationRecord,
  more: Partial<AuditEntry> = {},
): void {
  tx.audit({ event, person: personOf(invitee), threadId, conferenceId, cardId, about: id, ...more });
}

/** How a call ended, by the outcome just written. `detail`: of its line of history, which tells by which way. */
export function auditEnd(
  tx: Trail,
  invitation: InvitationRecord,
  { way }: { readonly way?: { readonly method: string } },
): void {
  const { answer, detail } = invitation.outcome ?? {};
  auditInvitation(tx, 'ended', invitation, {
    outcome: invitation.status,
    ...(detail && { why: detail }),
    ...(way && { method: way.method }),
    ...(answer && { code: answer.code, answeredBy: answer.answeredBy }),
  });
}

/** What was asked for, what was said about it, and who was refused. */
export function auditDecision(tx: Trail, { says, cardId }: Pick<Receipt, 'cardId'> & Told): void {
  const card = cardId ? { cardId } : {};
  const codes = [...new Set(says.map(({ code }) => code))].join(' ');
  tx.audit({ event: 'asked', ...card, ...(codes && { why: codes }) });
  auditRefusals(tx, says, card);
}

/** A line for each that is a refusal, also where nobody has asked just now: somebody is passed over when her turn comes. */
export function auditRefusals(tx: Trail, says: Told['says'], more: Partial<AuditEntry>): void {
  for (const { code, facts } of says.filter(isRefused)) {
    const [name, address] = [facts.name ?? facts.address, facts.address].map((one) => one?.toString());
    const person = name === undefined ? {} : { person: { name, ...(address && { address }) } };
    tx.audit({ event: 'refused', ...more, ...person, why: code });
  }
}

interface Told {
  readonly says: readonly { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }[];
}

const NOT_HERS: ReadonlySet<string> = new Set(['not-hers', 'press.not-member']);

function isRefused(say: Told['says'][number]): boolean {
  return isRefusal(say) || NOT_HERS.has(say.code);
}

export function personOf({ name, address }: Invitee): { readonly name: string; readonly address: string } {
  return { name, address };
}
