import { cleanName } from './clean-name.ts';
import { canonicalAddress, keyOf, type Member, type Person } from './person.ts';

/**
 * A member of the thread as a person. Chat systems know no SIP address, but companies mostly give out one that equals the
 * mail address: `sip:` + mail, marked as guessed.
 */
export function personOfMember(member: Member): Person {
  const mails = [member.email, member.userPrincipalName].map((mail) => mail?.trim().toLowerCase() ?? '');
  const email = mails.find((mail) => mail.includes('@'));
  // A guest's principal name ("mary_contoso.com#EXT#@…") is no address; then there is none.
  const address = mails
    .map((mail) => (mail.includes('@') ? canonicalAddress(`sip:${mail}`) : undefined))
    .find(Boolean);
  const ids = [member.id, member.aadObjectId, member.userPrincipalName].filter((id) => id !== undefined);
  return {
    key: address === undefined ? `id:${member.id}` : keyOf(address),
    name: cleanName(member.name ?? '') || cleanName(email ?? member.id) || 'Unnamed',
    address,
    guessed: address !== undefined,
    ...(email !== undefined && { email }),
    source: 'roster',
    aliases: [],
    ids: ids.filter((id) => id !== ''),
  };
}
