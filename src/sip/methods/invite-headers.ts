import type { Delivery } from '../../core/index.ts';
import { headerLine, subject } from '../calls/header-text.ts';

/** Subject (the toast, or else what the conference is about) and the extra headers, as lines, for the invited person. */
export function inviteHeaders(delivery: Delivery): string[] {
  const priority = priorityOf(delivery);
  return [...conferenceHeaders(delivery), ...(priority ? [headerLine('Priority', priority)] : [])];
}

/** The same for the conference: how urgent it is concerns her alone. */
export function conferenceHeaders(delivery: Delivery): string[] {
  const about = subject(delivery.toast?.line ?? delivery.conference.subject);
  return [...(about === '' ? [] : [headerLine('Subject', about)]), ...linesWithoutPriority(delivery)];
}

/**
 * Whom a telephone is to show (RFC 3325 9.2), for a call to a number. From stays who we are: servers compare it with whose
 * password it is.
 */
export function callerIdHeaders(target: string, callerId: string | undefined): string[] {
  const isTelephone = /;user=phone(?:;|$)/i.test(target);
  return isTelephone && callerId !== undefined ? [headerLine('P-Preferred-Identity', `<${callerId}>`)] : [];
}

export function linesWithoutPriority({ headers }: Delivery): string[] {
  return headers.filter(({ name }) => !isPriority(name)).map(({ name, value }) => headerLine(name, value));
}

/** How urgent it is (RFC 3261 20.26), where that is said. */
export function priorityOf({ headers }: Delivery): string | undefined {
  return headers.find(({ name }) => isPriority(name))?.value;
}

function isPriority(name: string): boolean {
  return name.toLowerCase() === 'priority';
}
