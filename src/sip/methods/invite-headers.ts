import type { Delivery } from '../../core/index.ts';
import { headerLine, subject } from '../calls/header-text.ts';

/** Subject (the toast, or else what the conference is about) and the extra headers, as lines. */
export function inviteHeaders({ toast, conference, headers }: Delivery): string[] {
  const about = subject(toast?.line ?? conference.subject);
  return [
    ...(about === '' ? [] : [headerLine('Subject', about)]),
    ...headers.map(({ name, value }) => headerLine(name, value)),
  ];
}
