/** All commands, declared once: the parser, the help, and the command lists of app manifests are made from this. */
import type { CommandName } from './command.ts';

export interface Declaration {
  readonly name: CommandName;
  /**
   * What may stand in front, in lower case; the first is the command's own name. `call … again` stands around the names.
   * No verb belongs to two commands (`indexVerbs` throws when this module is loaded by the parser).
   */
  readonly verbs: readonly string[];
  /** For the help: capitals are what the person fills in, brackets what may be left out. */
  readonly syntax: string;
  /** A line that works as it stands. */
  readonly example: string;
  /** The verb of the card button that does the same, where there is one. */
  readonly button?: 'cancel' | 'remove' | 'again' | 'me';
}

/** Tables of verbs are read more easily as text. */
const verbs = (...lines: string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

/** In the order of the help. `invite NAME` and `invite me` are one command with two faces. */
export const COMMANDS: readonly Declaration[] = [
  {
    name: 'invite',
    verbs: verbs(
      'invite, call, ring, add, get, dial, phone, page, bring, fetch, summon, get hold of, ring up, call up',
      'bring in, call in, dial in, pull in, loop in, patch in, bring … in, dial … in, pull … in, loop … in',
      'patch … in, get … in, get … in here, get … here, bring … here',
      'ask … to join, ask … to join us, ask … to join the call, have … join',
    ),
    syntax: 'invite NAME[, NAME and NAME] [saying "WORDS"]',
    example: 'invite Mary and Bob saying "Join us"',
  },
  { name: 'invite', verbs: [], syntax: 'invite me', example: 'invite me', button: 'me' },
  {
    name: 'cancel',
    verbs: verbs(
      'cancel, withdraw, uninvite, abort, stop, revoke, stop calling, stop ringing, stop inviting',
      'cancel the call to, cancel the invitation of',
    ),
    syntax: 'cancel [NAME]',
    example: 'cancel Bob',
    button: 'cancel',
  },
  {
    name: 'remove',
    verbs: verbs(
      'remove, kick, kick out, take out, throw out, put out, get out, eject, boot, drop, disconnect',
      'hang up on, hang up, hang up the call with',
      'kick … out, take … out, throw … out, put … out, get … out, boot … out, get rid of',
      'remove … from the call, remove … from the conference, remove … from the meeting, remove … from the room',
      'remove … from here, kick … from the call, drop … from the call, disconnect … from the call',
      'take … out of the call, take … out of the conference, take … out of the meeting, take … out of the room',
      'kick … out of the call, kick … out of the conference, kick … out of the meeting',
      'throw … out of the call, throw … out of the conference, get … out of the call, get … out of here',
      'take … off the call, take … off',
    ),
    syntax: 'remove NAME',
    example: 'remove Bob',
    button: 'remove',
  },
  {
    name: 'again',
    verbs: verbs(
      'again, retry, redial, reinvite, re-invite, call back, try again, call again, ring again, invite again',
      'try … again, call … again, ring … again, invite … again, dial … again, phone … again, get … again',
      'call … back',
    ),
    syntax: 'again NAME',
    example: 'again Bob',
    button: 'again',
  },
  {
    name: 'who',
    verbs: verbs("who, who's, list, status, show, participants, roster"),
    syntax: 'who',
    example: 'who',
  },
  {
    name: 'use',
    verbs: verbs('use, switch to'),
    syntax: 'use sip:ADDRESS',
    example: 'use sip:standup@conf.example.com',
  },
  { name: 'end', verbs: verbs('end, close, finish, terminate'), syntax: 'end', example: 'end' },
  {
    name: 'listen',
    verbs: verbs(
      'listen, listen to, listen for, show invitations, show invitations of, show invitations from, show my invitations',
      'show … invitations, show … invitations here',
    ),
    syntax: 'listen [to NAME]',
    example: 'listen',
  },
  {
    name: 'unlisten',
    verbs: verbs(
      'stop listening, stop listening to, stop listening for, unlisten',
      'stop showing invitations, stop showing invitations of, stop showing invitations from',
    ),
    syntax: 'stop listening [to NAME]',
    example: 'stop listening',
  },
  {
    name: 'help',
    verbs: verbs('help, commands, usage, what can you do, how does this work, how do i'),
    syntax: 'help',
    example: 'help',
  },
];
