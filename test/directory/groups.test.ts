import assert from 'node:assert/strict';
import { Directory, type Found, MAX_GROUP, parsePeopleFile } from '../../src/directory/index.ts';

const FILE = `name,sip,aliases,groups
Mary Jones,sip:mary@contoso.com,,On-call surgeons;Surgery
Bob Brown,sip:bob@contoso.com,,on-call SURGEONS; surgery;surgery
Sue Surgery,sip:sue@contoso.com,,nurse
Fay Lee,sip:fay@contoso.com,,Nurse;Radiology team
Help Desk,sip:desk@contoso.com,Service,Radiology team
Rita Ray,sip:rita@contoso.com,,Service
Jörg Groß,sip:joerg@contoso.com,,Köche
`;
const directory = new Directory(parsePeopleFile(Buffer.from(FILE)).people);

function brief(found: Found): string {
  if (found.kind === 'group') return found.members.map(({ name }) => name).join(', ');
  if (found.kind === 'person') return `one: ${found.person.name}`;
  return found.kind === 'problem' ? `${found.code} ${JSON.stringify(found.facts)}` : found.kind;
}

describe('groups of the people file', () => {
  for (const [spoken, expected] of [
    ['on-call surgeons', 'Mary Jones, Bob Brown'],
    ['the on-call surgeons', 'Mary Jones, Bob Brown'],
    ['The On Call Surgeons', 'Mary Jones, Bob Brown'],
    ['all on-call surgeons', 'Mary Jones, Bob Brown'],
    ['everybody in surgery', 'Mary Jones, Bob Brown'],
    ['everyone from the surgery team', 'Mary Jones, Bob Brown'],
    ['all of surgery', 'Mary Jones, Bob Brown'],
    ['the nurses', 'Sue Surgery, Fay Lee'],
    ['radiology', 'nobody'],
    ['the radiology team', 'Fay Lee, Help Desk'],
    ['koeche', 'Jörg Groß'],
    // A group before those of whose names it is a part, a whole name or an alias before the group.
    ['surgery', 'Mary Jones, Bob Brown'],
    ['sue surgery', 'one: Sue Surgery'],
    ['service', 'one: Help Desk'],
    ['everybody in service', 'Rita Ray'],
    ['alle aus der Surgery', 'Mary Jones, Bob Brown'],
    ['die Köche', 'Jörg Groß'],
    ['alle Köche', 'Jörg Groß'],
    ['das Surgery-Team', 'Mary Jones, Bob Brown'],
    ['Team Surgery', 'Mary Jones, Bob Brown'],
    ['les nurses', 'Sue Surgery, Fay Lee'],
    ['tous les nurses', 'Sue Surgery, Fay Lee'],
    ['l’équipe surgery', 'Mary Jones, Bob Brown'],
    ['l’équipe de surgery', 'Mary Jones, Bob Brown'],
    ['los nurses', 'Sue Surgery, Fay Lee'],
    ['todos los nurses', 'Sue Surgery, Fay Lee'],
    ['el equipo de surgery', 'Mary Jones, Bob Brown'],
    ['surgeryの全員', 'Mary Jones, Bob Brown'],
    ['surgeryチーム', 'Mary Jones, Bob Brown'],
    ['todos', 'nobody'],
    ['alle', 'nobody'],
    ['tout le monde', 'nobody'],
    // Nobody is rung by half a group, or by everybody.
    ['surgeons', 'nobody'],
    ['everybody', 'nobody'],
    ['everyone but the nurses', 'nobody'],
    ['everybody in surgery except Bob', 'nobody'],
    ['the', 'nobody'],
    ['team', 'nobody'],
  ] as const) {
    it(`${JSON.stringify(spoken)} → ${expected}`, async () => {
      assert.equal(
        brief(await directory.inThread(async () => []).find({ kind: 'name', name: spoken })),
        expected,
      );
    });
  }

  it('knows members of a group by what the thread knows of them', async () => {
    const roster = [{ id: '29:mary', name: 'Mary J.', email: 'mary@contoso.com' }];
    const found = await directory.inThread(async () => roster).find({ kind: 'name', name: 'surgery' });
    assert.deepEqual(found.kind === 'group' && found.members[0]?.ids, ['29:mary']);
  });

  it('refuses a group that is too large', async () => {
    const lines = Array.from({ length: MAX_GROUP + 1 }, (_, i) => `P${i},sip:p${i}@contoso.com,staff`);
    const large = new Directory(parsePeopleFile(Buffer.from(`name,sip,groups\n${lines.join('\n')}`)).people);
    const found = await large.inThread(async () => []).find({ kind: 'name', name: 'the staff' });
    assert.equal(brief(found), 'command.too-many-names {"count":51,"limit":50}');
  });
});
