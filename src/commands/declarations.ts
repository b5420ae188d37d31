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

/**
 * In the order of the help, what is needed most first: Teams lists ten of them. `invite NAME` and `invite me` are one command with
 * two faces.
 */
export const COMMANDS: readonly Declaration[] = [
  {
    name: 'invite',
    verbs: verbs(
      'invite, call, ring, add, get, dial, phone, page, bring, fetch, summon, get hold of, ring up, call up',
      'bring in, call in, dial in, pull in, loop in, patch in, bring … in, dial … in, pull … in, loop … in',
      'patch … in, get … in, get … in here, get … here, bring … here',
      'get … in the call, get … in the meeting, get … on the call, get … on, get … on the line, get … on the phone',
      'get … onto the call, get … on this call, get … to join, get … to join us, get a hold of, reach',
      'bring … on, bring … on the call, bring … onto the call, bring … in here, bring on, put … on the call',
      'put … on the line, put … through, put through, patch … through, conference … in, conference in, rope … in, rope in',
      'drag … in, drag in, add … in, include, include … in the call, have … on the call, have … in the call, have … here',
      'give … a call, give … a ring, give … a buzz, give … a shout, buzz',
      'ask … to join, ask … to join us, ask … to join the call, ask … to come, ask … in, have … join',
      'ask … to join the meeting, have … join us, have … join the call, tell … to join, tell … to join us, tell … to come',
      'see if … can join, see if … can join us, see whether … can join, make … join, let … in on this',
      'we need … on the call, we need … on this call, we need … in here, we need … here, we need … in',
      'i need … on the call, i need … on this call, i need … in here, i need … here, i need … in, i need … on the line',
      "i want … on the call, i want … in here, i'd like … on the call, i'd like … to join, i'd like … in here",
      'we want … on the call, we want … in here, need … on the call, want … on the call',
      'can i have … on the call, can i get … on the call, can i get … in here',
      'mind calling, mind inviting, mind adding, mind getting, mind ringing',
      'do you mind calling, do you mind inviting, send an invitation to, send an invite to',
      'send invites to, send invitations to, send … an invite, send … an invitation, place a call to, make a call to',
      'schedule a call with, schedule a meeting with, schedule a conference with, schedule a call for, plan a call with',
      'plan a meeting with, book a call with, book a meeting with, set up a call with, set up a meeting with',
    ),
    syntax: 'invite NAME[, NAME and NAME] [WHEN] [saying "WORDS"]',
    example: 'invite Mary and Bob saying "Join us"',
  },
  { name: 'invite', verbs: [], syntax: 'invite me', example: 'invite me', button: 'me' },
  {
    name: 'cancel',
    verbs: verbs(
      'cancel, withdraw, uninvite, abort, stop, revoke, stop calling, stop ringing, stop inviting',
      'cancel the call to, cancel the invitation of, cancel the invite for, cancel the invitation for, cancel the call for',
      'cancel the invite to, cancel the invitation to, call off, call … off, forget about, leave … alone',
      'do not call … any more, do not ring … any more, stop the call to, no need to call',
      'stop trying, stop trying to reach, stop bothering, withdraw the invitation of, hold off on',
    ),
    syntax: 'cancel [NAME]',
    example: 'cancel Bob',
    button: 'cancel',
  },
  {
    name: 'again',
    verbs: verbs(
      'again, retry, redial, reinvite, re-invite, call back, try again, call again, ring again, invite again',
      'try … again, call … again, ring … again, invite … again, dial … again, phone … again, get … again',
      'call … back, call … once more, ring … once more, try … once more, try … one more time, call … one more time',
      'give … another call, give … another ring, give … another try, ring … back, call … a second time, retry calling',
      'try calling … again, reach … again, get … on the call again, give it another try with',
    ),
    syntax: 'again NAME',
    example: 'again Bob',
    button: 'again',
  },
  {
    name: 'who',
    verbs: verbs(
      "who, who's, list, status, show, participants, roster, attendees, what's the status, what is the status",
      'show status, show the status, show participants, show people, list participants, list attendees, list people',
      "is anybody, is anyone, who do we have, who have we got, how many, what's happening",
    ),
    syntax: 'who',
    example: 'who',
  },
  {
    name: 'end',
    verbs: verbs('end, close, finish, terminate, wrap up, wrap it up, shut down'),
    syntax: 'end',
    example: 'end',
  },
  {
    name: 'remind',
    verbs: verbs(
      'remind, send a reminder to, give a reminder to, set a reminder for, send reminders to, nudge',
    ),
    syntax: 'remind NAME WHEN [to WORDS]',
    example: 'remind everyone in 10 minutes to bring the plans',
  },
  {
    name: 'scheduled',
    verbs: verbs(
      'scheduled, calendar, schedule, agenda, upcoming, reminders, list scheduled, show scheduled, what is scheduled',
      "what's scheduled, what is planned, what's planned, what is coming up, what's coming up, what is next, what's next",
      'show calendar, show schedule, show reminders, show agenda, show the calendar, show the schedule, show my calendar',
      'show upcoming, show my reminders, show the reminders, list the schedule, list the reminders, list reminders',
      'list appointments, show appointments, appointments, list upcoming, list calendar, list what is scheduled',
      'show what is scheduled, what have we scheduled, what do we have scheduled, is anything scheduled',
    ),
    syntax: 'scheduled',
    example: 'scheduled',
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
    name: 'use',
    verbs: verbs('use, switch to, switch over to'),
    syntax: 'use sip:ADDRESS',
    example: 'use sip:standup@conf.example.com',
  },
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
    name: 'block',
    verbs: verbs(
      "do not ring me, don't ring me, dont ring me, do not call me, don't call me, dont call me, do not phone me, don't phone me",
      "do not invite me, don't invite me, do not disturb me, don't disturb me, do not disturb, don't disturb, dnd, mute me",
      'not ring me, not call me, not phone me, not disturb me, no calls for me, no calls, hold my calls',
    ),
    syntax: 'do not ring me [until WHEN]',
    example: 'do not ring me until 3',
  },
  {
    name: 'unblock',
    verbs: verbs(
      'ring me again, call me again, phone me again, unmute me, disturb me again, end do not disturb, stop do not disturb',
      'turn off do not disturb, do not disturb off, dnd off, i can be rung again, i can be called again, i am available again',
    ),
    syntax: 'ring me again',
    example: 'ring me again',
  },
  {
    name: 'forget',
    verbs: verbs(
      'forget me, forget everything about me, forget all about me, delete my data, erase my data, delete me, erase me',
      'delete everything about me, forget my data, remove my data',
    ),
    syntax: 'forget me',
    example: 'forget me',
  },
  {
    name: 'help',
    verbs: verbs(
      'help, commands, usage, what can you do, what can i say, what can i do, how does this work, how does it work',
      'how do i, how do we, how can i, what are you, who are you, show commands, show help, manual, instructions',
    ),
    syntax: 'help',
    example: 'help',
  },
];
