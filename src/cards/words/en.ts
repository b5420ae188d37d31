/** English. */
import { formatsOf, listOf as list, pluralOf } from './formats.ts';
import { scheduleEn } from './schedule/en.ts';
import type { Facts, Words } from './words.ts';

/** British: no comma in front of “and”. */
const formats = formatsOf('en-GB');
const plural = pluralOf('en');
const RUNS_IT = 'whoever runs this bot';
/** Whom to ask about a refusal: ADMIN_CONTACT, where it is set. */
const ask = ({ admin }: Facts, variable: string) =>
  `Ask ${admin === undefined ? RUNS_IT : '{admin}'} (${variable}).`;
const questions = ({ admin }: Facts) => (admin === undefined ? '' : ' Questions: {admin}.');
const span = ({ seconds }: Facts) => formats.duration(typeof seconds === 'number' ? seconds : 60);

export const en: Words = {
  status: {
    inviting: 'Inviting',
    ringing: 'Ringing',
    forwarded: 'Forwarded',
    waiting: 'Waiting',
    calling: 'Calling from the conference',
    joined: 'Joined',
    answered: 'Answered',
    accepted: 'Accepted',
    declined: 'Declined',
    busy: 'Busy',
    'no-answer': 'No answer',
    offline: 'Offline',
    'not-found': 'Not found',
    'not-allowed': 'Not allowed',
    cannot: 'Cannot join conferences',
    withdrawn: 'Withdrawn',
    left: 'Left',
    failed: 'Failed',
    unknown: 'Outcome unknown',
    'in-turn': 'Waiting for their turn',
    'not-needed': 'Not needed',
    'passed-over': 'Not called',
  },

  details: {
    queued: 'Waiting for its turn: many people are being called.',
    waiting: 'The conference calls {name} as soon as somebody else is in.',
    answered: 'Answered, perhaps by a voicemail; not seen in the conference yet.',
    'answered-by': 'Answered by {by}.',
    offline: 'No phone is signed in there now. Try again later, or another address.',
    'not-found': 'Nobody is known or signed in as {address}. Check the address.',
    'not-allowed': `The phone server does not allow this call ({code}). Ask ${RUNS_IT}.`,
    cannot: 'This phone cannot be brought into a conference. Try another address, or dial in by hand.',
    guessed: 'The address {address} was only guessed from the mail address.',
    removing: 'The conference is asked to end this call.',
    'not-removed': ({ code }) =>
      `May still be in: the conference ${code === 0 ? 'gave no answer' : 'refused ({code})'} when it was asked to end this call. Try again, or ask in the conference.`,
    unknown: 'The answer never arrived. Look who is in the conference before calling again.',
    interrupted: 'A restart of this bot interrupted the call. Call again.',
    'interrupted-unknown':
      'A restart of this bot interrupted the call. Look who is in the conference before calling again.',
    'too-many-waiting': 'Too many people are being called just now. Call again in a few minutes.',
    'too-many-calls': `Too many calls are going on at once. Call again in a few minutes; if it stays, ask ${RUNS_IT} (SIP_MAX_CALLS).`,
    'no-server': 'There is no connection to the phone server at the moment. Call again in a minute.',
    'no-conference-server':
      'There is no connection to the conference server at the moment, so nobody was called. Call again in a minute.',
    'not-confirmed': 'The call to {name} was answered, perhaps by a voicemail: nobody pressed 1 to join.',
    'hung-up-early': '{name} answered, but hung up before the conference was reached. Call again.',
    'no-common-media': `The phone and the conference have no way of speaking in common. Ask ${RUNS_IT}.`,
    'factory-refused': ({ code }) =>
      `No conference could be made: its server ${code === undefined ? 'did not answer' : 'refused ({code})'}. Nobody was called. Call again; if it stays, ask ${RUNS_IT} (CONFERENCE_FACTORY).`,
    'no-focus': `No conference could be made: what answered is no conference server. Nobody was called. Ask ${RUNS_IT} (CONFERENCE_FACTORY).`,
    'conference-not-allowed': `This conference may not be called. Ask ${RUNS_IT} (ALLOWED_SIP_DOMAINS).`,
    'conference-address': `The conference has an address that cannot be called. Ask ${RUNS_IT} (CONFERENCE_URI).`,
    'conference-policy': `The conference does not let this bot have people called. Ask ${RUNS_IT}.`,
    gate: `The address {address} may not be called. Ask ${RUNS_IT} (ALLOWED_SIP_DOMAINS).`,
    address: '{address} cannot be called. Check the address.',
    'no-response': 'No answer ever arrived. Look who is in the conference before calling again.',
    'cancel-unanswered':
      'The phone was told to stop ringing, but nobody confirmed it. Wait a little before calling again.',
    'no-notify':
      'The conference was asked to call, and never said what became of it. Look who is in before calling again.',
    'no-word-of-joining':
      'The phone of {name} was asked to join, and never said what became of it. Look who is in before calling again.',
    'not-recallable':
      'The phone of {name} had been asked to join already, and that cannot be taken back. Look who is in the conference.',
    'joining-failed':
      'The phone of {name} was asked to join, but did not get in ({code}). Check the conference, then call again.',
    'ownership-lost':
      'Another process has taken this call over. Look who is in the conference before calling again.',
    'connection-lost':
      'The connection to the phone server was lost. Look who is in the conference before calling again.',
    'internal-error': `Something broke in this bot. Call again; if it stays, ask ${RUNS_IT}.`,
    'conference-unreachable': ({ code }) =>
      `{name} answered, but the conference ${
        code === undefined ? 'did not answer' : 'could not be reached ({code})'
      }. Check the conference, then call again.`,
    'conference-refused': ({ code }) =>
      `The conference could not call {name}${code === undefined ? '' : ' ({code})'}. Try again later.`,
    redirected: 'The phone server sent the call elsewhere ({code}). Try that address.',
    credentials: `The phone server wants other credentials ({code}). Ask ${RUNS_IT}.`,
    'no-connection': 'The phone server has lost the way to this phone. Call again in a minute.',
    'call-gone': 'The call was gone before it could be connected. Call again.',
    'cancelled-elsewhere': 'The call was ended on the way. Call again.',
    'extension-required': `The phone wants something that this bot does not speak ({code}). Ask ${RUNS_IT}.`,
    'retry-later': ({ seconds }) =>
      `The phone server is overloaded ({code}). Call again in ${
        typeof seconds === 'number' ? formats.duration(seconds) : 'a few minutes'
      }.`,
    'server-error': `The phone server failed ({code}). Call again; if it stays, ask ${RUNS_IT}.`,
    refused: 'The call was refused ({code}). Check the address, or try another one.',
  },

  says: {
    'already-inviting': '{name} is being invited already.',
    'already-in': '{name} is in the conference already.',
    'just-ended': ({ status }) =>
      status === 'joined' || status === 'answered' || status === 'accepted'
        ? `{name} was brought in a moment ago: ${statusWord(status)}.`
        : `{name} was called a moment ago: ${statusWord(status)}. To call once more, write: again {name}`,
    'quiet-hours': ({ until, zone }) =>
      `{name} is not called outside working hours: they begin again on ${scheduleEn.times.moment(String(until), String(zone))}. To call all the same, write: invite {name} urgently`,
    blocked: ({ until, zone }) =>
      `{name} does not want to be called before ${scheduleEn.times.moment(String(until), String(zone))}.`,
    blocking: ({ until, zone }) =>
      `Invitations do not ring you before ${scheduleEn.times.moment(String(until), String(zone))}, urgent ones neither. To be rung again sooner, write: ring me again`,
    unblocked: 'Invitations ring you again.',
    'not-blocked': 'Invitations ring you: you have not asked for anything else.',
    'quiet-hours-then':
      '{name} does not work then, and is called only after answering “Accept” or “Tentative” before. To call all the same, invite “urgently”.',
    cancelling: 'Withdrawing the invitation of {names}.',
    'nothing-to-cancel': ({ name }) =>
      name === undefined
        ? 'Nobody is being invited at the moment, so there is nothing to cancel.'
        : '{name} is not being invited at the moment, so there is nothing to cancel.',
    removing: 'Taking {names} out.',
    'not-in': ({ status }) => `{name} is not in the conference: ${statusWord(status)}.`,
    'already-ended': ({ status }) => `The invitation of {name} has ended already: ${statusWord(status)}.`,
    'conference-using': 'Invitations of this thread now lead to {uri}.',
    'conference-ended': ({ people, others }) => {
      const asked = 'Its server is asked to end the calls that run without me: {people}.';
      const strangers = 'Still in, without an invitation: {others}.';
      const more = [
        ...(list(people).length > 0 ? [asked] : []),
        ...(list(others).length > 0 ? [strangers] : []),
      ];
      return more.length === 0
        ? 'The conference has ended.'
        : ['The conference has ended for this thread.', ...more].join(' ');
    },
    'conference-none': 'There is no conference here at the moment. To start one, write: invite NAME',
    'question-answered': ({ typed }) =>
      typed === undefined || typed === ''
        ? 'This question has been answered already.'
        : 'The question who {typed} is has been answered already.',
    'question-dropped': ({ typed }) => (typed === '' ? 'Nobody is called.' : 'Nobody is called for {typed}.'),

    listening: ({ names }) =>
      list(names).length === 1
        ? 'Invitations that {names} ({address}) sends to me are shown here from now on.'
        : 'Invitations that {names} send to me are shown here from now on.',
    'listening-moved': ({ from }) =>
      from === ''
        ? 'Those of {name} were shown in another chat before.'
        : 'Those of {name} were shown in “{from}” before.',
    'listening-stopped': 'Invitations of {names} are shown here no more.',
    'listening-to-nobody': 'I do not listen to anybody here. To see your invitations here, write: listen',
    'incoming-over': 'This invitation has been answered, or has ended already.',

    'policy.domain': (facts) =>
      `{name} is not called: addresses at {domain} are not allowed. Allowed: {allowed}. ${ask(facts, 'ALLOWED_SIP_DOMAINS')}`,
    'policy.number': (facts) =>
      `{name} is not called: telephone numbers are not allowed. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.prefix': (facts) =>
      `{name} is not called: numbers that begin like {address} are not allowed. ${ask(facts, 'ALLOWED_TEL_PREFIXES')}`,
    'policy.emergency': (facts) =>
      `{name} is not called: {address} is an emergency number. Dial it yourself.${questions(facts)}`,
    'policy.premium': (facts) =>
      `{name} is not called: {address} is a premium number. Take an ordinary one.${questions(facts)}`,
    'policy.inviters': (facts) =>
      `${facts.name === undefined ? 'You' : '{name}'} may not have people called by this bot. ${ask(facts, 'INVITERS')}`,
    'policy.inviters-unknown': (facts) =>
      `Nobody is called: not everybody may have people called here, and it could not be looked up whether ${facts.name === undefined ? 'you' : '{name}'} may. Try again in a minute. ${ask(facts, 'INVITERS')}`,
    'policy.rate': (facts) => {
      const contact = ask(facts, 'INVITES_PER_MINUTE');
      if (facts.seconds === 0) {
        return `Nobody is called: these are {count} people, and at most {limit} may be called within a minute. Name fewer at a time. ${contact}`;
      }
      return facts.left === 0
        ? `Nobody is called: {limit} people were called within a minute already, by the same person or in this chat. Try again in ${span(facts)}. ${contact}`
        : `Nobody is called: these are {count} people, and only {left} more may be called now, by the same person or in this chat. All of them may be in ${span(facts)}. ${contact}`;
    },
    'rung-by-others': (facts) =>
      `{name} is not called: somebody else is calling {name}, or did a moment ago. Try again in ${span(facts)}. To call all the same, write: invite {name} urgently`,
    'address.invalid': '{address} is no address. Write it as sip:mary@example.com or tel:+4930123456.',
    'address.not-sip': '{address} is no conference address. Write it as sip:room@example.com',
    'toast.empty': 'There are no words after “saying”. Write: invite NAME saying "Join us"',
    'toast.too-long': 'The message has {characters} characters, at most {limit} can be shown. Shorten it.',

    'command.no-name': 'Whom? Write the name after the command, for example: invite Mary',
    'command.no-address': 'Which conference? Write: use sip:room@example.com',
    'command.no-toast': 'Only an invitation can carry a message. Write: invite NAME saying "Join us"',
    'command.remove-whom': 'Whom? Write: remove NAME. To end the conference for everybody, write: end',
    'command.too-many-names': 'These are {count} people, at most {limit} can be named at once.',
    'command.unknown': ({ nearest }) =>
      nearest === undefined
        ? 'I did not understand that. To see what I can do, write: help'
        : 'I did not understand that. Did you mean “{nearest}”? To see what I can do, write: help',
    'command.unknown-in-channel': ({ nearest }) =>
      nearest === undefined
        ? 'I did not understand that. To see what I can do, write: @{bot} help'
        : 'I did not understand that. Did you mean “@{bot} {nearest}”? To see what I can do, write: @{bot} help',
    'name.too-long': 'The name {name} has {characters} characters, at most {limit} are read. Shorten it.',
    'subject.too-long': 'The subject has {characters} characters, at most {limit} are read. Shorten it.',
    'text.too-long': 'The message has {characters} characters, at most {limit} are read. Shorten it.',

    'roster.unavailable':
      'The members of this chat cannot be read at the moment, so {wanted} could not be looked up. Try again.',
    'person.too-many':
      '{count} people are called {wanted} or much like it. Write the full name, or the mail address.',
    'directory.old': ({ seconds }) =>
      `The company’s directory has not answered for ${typeof seconds === 'number' ? formats.duration(seconds) : 'a while'}; what I know from it may have changed.`,
    'directory.unread':
      'The company’s directory cannot be read at the moment, so I know only the people of this chat and of my own list. Try again, or write an address.',
    'person.nobody': ({ nearest }) =>
      list(nearest).length === 0
        ? 'I know nobody called {wanted}. Write the full name, or an address: invite sip:mary@example.com'
        : 'I know nobody called {wanted}. The nearest names are {nearest}.',
    'person.no-address': '{name} has no phone address that I know. Write it out: invite sip:mary@example.com',
    'person.which': '{typed} could be {names}. Write the full name.',
    'pronoun.nobody':
      'You have invited nobody here in the last five minutes, so I do not know who is meant. Write the name.',
    'pronoun.which': 'That could be {names}. Write the full name.',
    'correction.which':
      'Instead of whom? {names} were invited together. Write: not NAME, and behind a comma who is meant.',
    'command.everybody':
      'I do not call everybody of a chat at once. Name them, or a group: invite Mary, Bob and Sue',
    'except.unclear': ({ names }) =>
      list(names).length === 0
        ? '{typed} is none of those people, so nothing is done. Write the full name.'
        : '{typed} could be {names}, so nothing is done. Write the full name.',
    'number.national': `{wanted} is no number that I can call. Write it with its country, such as +49 30 123456, or ask ${RUNS_IT} (DEFAULT_COUNTRY).`,
    'person.not-invited': ({ nearest }) =>
      list(nearest).length === 0
        ? '{typed} has not been invited here.'
        : '{typed} has not been invited here. Invited are {nearest}.',
    'me.no-address': 'I do not know your phone address, {name}. Write it out: invite sip:you@example.com',
    'listen.no-address':
      'I do not know your phone address, {name}, so I could not tell your invitations. Write it out: listen to sip:you@example.com',
    inviting: 'Inviting {names}.',
    'bot.not-in-channel':
      'I am not in this channel. Write: /invite @{bot} – and then your command once more.',
    'form.only-names': 'Only names, addresses and numbers here; what to tell them has a field of its own.',
    'press.malformed':
      'That button brought nothing I understand. Write the command instead; help lists them.',
    'not-hers': 'Only {name} can answer this invitation.',
    'message-empty': 'There is no message yet. Type it into the card, then press again.',
    'press.not-member':
      'Only who has invited, and the people of that thread, can do this. Ask there, or invite anew in a thread of yours.',
    'press.unknown': 'This card is too old, I do not know it any more. To see who is invited, write: who',
    forgotten:
      'I have forgotten you. Past invitations that your name, addresses and words are taken out of: {invitations}; reminders deleted: {reminders}. That somebody was called, when, and how it ended is kept until its time is up; the audit trail of those who run me keeps for {days} days who asked for what, with names and addresses; messages that stand in chats are the chat product’s.',
    'forgotten-not-yet':
      'Not yet forgotten, because it goes on or is still to come: {count}. Write “forget me” again when it is over.',
    'press.copy':
      'You pressed on a copy, which does not follow what happens. The card that does is another message of this thread.',
    'press.repeated': 'That press arrived before; the card shows what became of it.',
    error: `That went wrong. Try again; if it stays, give ${RUNS_IT} this reference: {reference}`,
  },

  told: {
    inviting: '{names} will be called.',
    ringing: 'Still ringing: {names}.',
    forwarded: 'Forwarded: {names}.',
    waiting: 'Waiting until somebody is in the conference: {names}.',
    calling: 'The conference is calling {names}.',
    joined: '{names} joined.',
    answered: '{names} answered.',
    accepted: '{names} accepted.',
    declined: '{names} declined.',
    busy: 'Busy: {names}.',
    'no-answer': 'No answer from {names}.',
    offline: 'Offline: {names}.',
    'not-found': 'Not found: {names}.',
    'not-allowed': 'Not allowed: {names}.',
    cannot: 'Cannot join conferences: {names}.',
    withdrawn: 'Withdrawn: {names}.',
    left: '{names} left.',
    failed: 'Failed: {names}.',
    unknown: 'Outcome unknown: {names}.',
    'in-turn': 'Waiting for their turn: {names}.',
    'not-needed': 'Not needed: {names}.',
    'passed-over': 'Not called: {names}.',
  },
  notRemoved: ({ code }) =>
    `May still be in: {names}. The conference ${code === 0 ? 'gave no answer' : 'refused ({code})'} when it was asked to end the call.`,

  call: {
    inviter: 'Usher',
    subject: 'Test call',
    hints: {
      joined: 'The configuration works for this address.',
      answered: 'Look in the conference whether {name} is there.',
      accepted: 'The configuration works for this address.',
      declined: 'Somebody, or the phone itself, refused ({code}). Call again when {name} expects it.',
      busy: 'The way to the phone works. Call again later.',
      'no-answer': 'The way to the phone works. Call again, or let it ring for longer (RING_SECONDS).',
      offline: 'Check at the phone server whether a phone is signed in as {address}.',
      'not-found': 'Check at the phone server whether it knows {address}.',
      'not-allowed': 'If the phone server refused, check there what SIP_URI may call.',
      cannot:
        'The ladder shows which attempt was refused with which code. Try another phone, or change INVITE_METHODS.',
      withdrawn: 'The phone has stopped ringing.',
      failed: 'The ladder shows who answered what; SIP_TRACE=file keeps the whole messages.',
      unknown: 'The ladder shows after what the answers stop; SIP_TRACE=file keeps the whole messages.',
    },
    noServer: '{problem}. Check SIP_SERVER.',
    bridged: 'The call of {name} runs through this command until the phone joins by itself. Ctrl-C hangs up.',
    ended: {
      'stepped-out': 'The phone of {name} has joined by itself, and needs this command no more.',
      left: '{name} has left.',
      'hung-up': 'Hung up.',
    },
  },

  card: {
    untitled: 'Conference',
    invitedBy: 'Invited by {name}',
    toast: '“{toast}”',
    ended: 'This conference has ended.',
    question: 'Who is {typed}? Press the right one, and only that phone rings.',
    moreCandidates: ({ count }) =>
      `${plural(count, '{count} more fits', '{count} more fit')}. If yours is missing, write the full name.`,
    openQuestion: 'Who is meant? Write the full name',
    many: 'This rings {count} people. Ring them all?',
    manyHint: 'Press a button, or write “yes” or “no”.',
    line: '{word} ({count}): {names}',
    more: '{count} more',
    nobody: 'Nobody has been invited yet. Write: invite NAME',
    speakRow: '{name}: {word}.',
    speakMore: 'And {count} more.',
    addressed: '{name}: {text}',
    conference: 'Conference {uri}',
    others: 'Also in the conference ({count}): {names}',
    rosterUnknown: 'Who else is in, and who has left, cannot be seen at the moment.',
    rosterNone: 'The conference server does not tell who is in: others may be, and some may have left.',
    urgent: 'Urgent',
    again: 'Called again at {time} (call {next} of {of})',
    againSoon: 'To be called again (call {next} of {of})',
  },

  buttons: {
    ringAll: 'Ring {count} people',
    ringNobody: 'No',
    cancel: 'Cancel',
    remove: 'Remove',
    again: 'Call again',
    join: 'Join',
    decline: 'Decline',
    me: 'Invite me',
    accept: 'Accept',
    later: 'In 5 minutes',
    tell: 'Send message',
  },

  personal: {
    invites: '{name} invites you to this conference, and your phone is being called.',
    invited: '{name} invites you to this conference.',
    open: 'Invites you',
    input: 'Message to the thread, or why you decline',
    answered: { link: 'Accepted', phone: 'Accepted', call: 'Accepted', decline: 'Declined', later: 'Later' },
    hints: {
      link: 'Your phone is not called any more: join by the button.',
      phone: 'Take the call on your phone.',
      call: 'Your phone is called now.',
      later: 'Your phone is called again in 5 minutes.',
    },
    late: {
      link: 'Your phone was called in vain. Accept, and you get the link to join.',
      call: 'Your phone was called in vain. Accept, and it is called again at once.',
    },
    postponed: 'To be called again in 5 minutes: {names}.',
    writes: '{name} writes: “{words}”',
    unreachable: '{name} cannot be reached in chat, only by phone.',
  },

  incoming: {
    status: {
      invited: 'Invites you',
      joining: 'Joining',
      declining: 'Declining',
      accepted: 'Accepted',
      declined: 'Declined',
      withdrawn: 'Withdrawn',
      expired: 'Expired',
      unconfirmed: 'Not confirmed',
      interrupted: 'Interrupted',
    },
    invites: '{name} ({address}) invites you to a conference.',
    joins: '{by} joins: the phone of {name} is called into the conference.',
    joinsAlone: '{by} joins. I know no phone to call, so dial in by hand: {uri}',
    declines: '{by} declined.',
    why: {
      withdrawn: 'The inviter took it back.',
      expired: 'Nobody answered in time.',
      unconfirmed:
        'It was accepted, but the inviter never confirmed that. To join all the same, write: use {uri}, then: invite me',
      interrupted:
        'A restart of this bot interrupted it, and it cannot be answered any more. To join all the same, write: use {uri}, then: invite me',
    },
  },

  schedule: scheduleEn,

  form: {
    title: 'Invite people to a call',
    submit: 'Invite',
    close: 'Close',
    people: 'Whom',
    others: 'Others: names, addresses or numbers, with commas between them',
    subject: 'Subject',
    toast: 'What to tell them',
    nobody: 'Choose somebody, or write a name.',
  },

  app: {
    name: 'Usher brings people into a live conference',
    short: 'Brings people into a live conference from a chat.',
    long: 'Type “invite Mary”: her phone rings, and the thread shows what truly happens to her invitation until it has an end.',
  },

  welcome: {
    title: 'I bring people into a live conference.',
    lines: [
      'Write “invite Mary”: her phone rings, and this thread shows what truly happens.',
      'Try it on yourself with the button, or write “help”.',
    ],
    mention: [
      'Here I only read messages that mention me: write “@{bot} invite Mary”.',
      'Try it on yourself with the button, or write “@{bot} help”.',
    ],
  },

  help: {
    title: 'What I can do',
    topics: {
      invite:
        'Rings people and brings them into the conference of this thread. Also: urgently · one after the other · else BOB · keep trying.',
      cancel: 'Stops the ringing; without a name, for everybody who is still on the way.',
      remove: 'Takes somebody out of the conference; who still rings is withdrawn.',
      again: 'Rings somebody once more.',
      who: 'Shows who is invited, what became of it, and who else is in.',
      use: 'Lets the invitations of this thread lead to an existing conference.',
      end: 'Ends the conference of this thread.',
      listen: 'Shows here who invites me from outside to a conference: you, or whom you name.',
      unlisten: 'Shows such invitations here no more.',
      remind: 'Reminds people at a time, or some time before what is scheduled.',
      scheduled: 'Shows what is scheduled here, with what can be done about it.',
      block:
        'Keeps your phone from ringing for invitations until then, also for urgent ones. Without a time: until the next morning.',
      unblock: 'Ends “do not ring me”; otherwise calls you once more.',
      forget: 'Forgets who you are, as far as it is over.',
      help: 'Shows this.',
    },
    example: 'Example: {example}',
    mention: 'In this channel, mention me in front of each command: @{bot} …',
  },

  ...formats,
};

function statusWord(status: unknown): string {
  const words: Readonly<Record<string, string>> = en.status;
  return (words[String(status)] ?? String(status)).toLowerCase();
}
