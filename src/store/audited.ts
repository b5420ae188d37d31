import { auditInvitation } from '../desk/audit.ts';
import type { Transaction } from '../desk/ports.ts';
import type { Lines } from './audit-rows.ts';

type Audited = Pick<Transaction, 'insertInvitation' | 'insertConference' | 'endConference'>;

/** What nobody can do without a line in the audit trail, whichever way leads there. */
export function audited(rows: Audited, lines: Lines): Audited {
  const trail = lines.rows();
  return {
    async insertInvitation(invitation) {
      const inserted = await rows.insertInvitation(invitation);
      if (inserted) auditInvitation(trail, 'invited', inserted, { by: inserted.inviter });
      return inserted;
    },
    async insertConference(conference) {
      await rows.insertConference(conference);
      const { id: conferenceId, threadId } = conference;
      trail.audit({ event: 'conference-opened', threadId, conferenceId });
    },
    async endConference(conferenceId) {
      await rows.endConference(conferenceId);
      trail.audit({ event: 'conference-ended', conferenceId });
    },
  };
}
