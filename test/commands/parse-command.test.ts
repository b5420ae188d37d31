import assert from 'node:assert/strict';
import {
  type Command,
  type InviteeText,
  type MessageContext,
  parseCommand,
} from '../../src/commands/index.ts';

const name = (text: string): InviteeText => ({ kind: 'name', name: text });
const address = (text: string, shown?: string): InviteeText =>
  shown === undefined ? { kind: 'address', address: text } : { kind: 'address', address: text, name: shown };
const mention = (id: string, shown: string): InviteeText => ({ kind: 'mention', id, name: shown });

const invite = (...names: (string | InviteeText)[]) => ({
  kind: 'invite' as const,
  invitees: names.map((one) => (typeof one === 'string' ? name(one) : one)),
  me: false,
});
const mary = invite('Mary');
const maryAndBob = invite('Mary', 'Bob');
const cancel = (...names: string[]): Command => ({ kind: 'cancel', invitees: names.map(name), me: false });
const remove = (...names: string[]): Command => ({ kind: 'remove', invitees: names.map(name), me: false });
const whom: Command = { kind: 'problem', command: 'remove', code: 'command.remove-whom', facts: {} };
const again = (...names: string[]): Command => ({ kind: 'again', invitees: names.map(name), me: false });
const unknown = (
  nearest?: 'invite' | 'cancel' | 'remove' | 'again' | 'who' | 'use' | 'end' | 'help',
): Command => (nearest === undefined ? { kind: 'unknown' } : { kind: 'unknown', nearest });

function table(
  title: string,
  rows: readonly (readonly [string, Command])[],
  context: MessageContext = {},
): void {
  describe(title, () => {
    for (const [text, expected] of rows) {
      it(JSON.stringify(text), () => assert.deepEqual(parseCommand(text, context), expected));
    }
  });
}

describe('parseCommand', () => {
  table('invites, whatever the verb', [
    ['invite Mary', mary],
    ['INVITE Mary', mary],
    ['call Mary', mary],
    ['Ring Mary', mary],
    ['add Mary', mary],
    ['get Mary', mary],
    ['dial Mary', mary],
    ['phone Mary', mary],
    ['page Mary', mary],
    ['bring in Mary', mary],
    ['bring Mary in', mary],
    ['get Mary in here', mary],
    ['pull in Mary', mary],
    ['loop Mary in', mary],
    ['ring up Mary', mary],
    ['ask Mary to join', mary],
    ['have Mary join', mary],
    ['/invite Mary', mary],
    ['**invite** Mary', mary],
    ['invite: Mary', mary],
  ]);

  table('drops politeness and punctuation', [
    ['please invite Mary', mary],
    ['Could you please call Mary?', mary],
    ["Let's get Mary in", mary],
    ['let’s call Mary', mary],
    ['hey, call Mary now', mary],
    ['invite Mary, please', mary],
    ['invite Mary, thanks!', mary],
    ['invite Mary too', mary],
    ['  invite   Mary  ', mary],
    ['invite Mary.', mary],
    ['invite Mary!!!', mary],
    ['I want to call Mary', mary],
    ['invite Mary right now!', mary],
    ['and also invite Mary as well', mary],
  ]);

  table('takes several people', [
    ['invite Mary and Bob', maryAndBob],
    ['invite Mary, Bob', maryAndBob],
    ['invite Mary,Bob', maryAndBob],
    ['invite Mary; Bob', maryAndBob],
    ['invite Mary & Bob', maryAndBob],
    ['invite Mary &amp; Bob', maryAndBob],
    ['invite Mary + Bob', maryAndBob],
    ['invite Mary AND Bob', maryAndBob],
    ['invite Mary, and Bob', maryAndBob],
    ['invite\nMary\nBob', maryAndBob],
    ['invite\n- Mary\n- Bob', maryAndBob],
    ['invite Mary, Mary and mary, Bob', maryAndBob],
    ['invite Mary, Bob and Mary', maryAndBob],
    ['invite bob, sue, lee and fay', invite('bob', 'sue', 'lee', 'fay')],
    ['invite Mary Jones and Bob van der Berg', invite('Mary Jones', 'Bob van der Berg')],
    ['invite 李小龍，王芳', invite('李小龍', '王芳')],
    ['invite Sandy, Andy and Anders', invite('Sandy', 'Andy', 'Anders')],
  ]);

  table('includes the sender', [
    ['invite me', { kind: 'invite', invitees: [], me: true }],
    ['call me', { kind: 'invite', invitees: [], me: true }],
    ['call ME, please', { kind: 'invite', invitees: [], me: true }],
    ['invite me and Mary', { ...mary, me: true }],
    ['invite Mary, Bob and myself', { ...maryAndBob, me: true }],
    ['invite Me Nguyen', invite('Me Nguyen')],
  ]);

  table('never splits a name inside quotes, of any kind', [
    ['invite "Smith, John"', invite('Smith, John')],
    ['invite “Smith, John”', invite('Smith, John')],
    ['invite „Smith, John“', invite('Smith, John')],
    ['invite „Smith, John”', invite('Smith, John')],
    ['invite ”Smith, John”', invite('Smith, John')],
    ['invite «Smith, John»', invite('Smith, John')],
    ['invite « Smith, John »', invite('Smith, John')],
    ['invite »Smith, John«', invite('Smith, John')],
    ['invite ‹Smith, John›', invite('Smith, John')],
    ["invite 'Smith, John'", invite('Smith, John')],
    ['invite ‘Smith, John’', invite('Smith, John')],
    ['invite ‚Smith, John‘', invite('Smith, John')],
    ['invite `Smith, John`', invite('Smith, John')],
    ['invite 「Smith, John」', invite('Smith, John')],
    ['invite &quot;Smith, John&quot;', invite('Smith, John')],
    ['invite “Smith, John"', invite('Smith, John')],
    ['invite "Smith, John" and "Doe, Jane"', invite('Smith, John', 'Doe, Jane')],
    ['invite "Smith, John" "Doe, Jane"', invite('Smith, John', 'Doe, Jane')],
    ['invite "Bang and Olufsen"', invite('Bang and Olufsen')],
    ['invite "saying, Mary"', invite('saying, Mary')],
    ['invite Robert "Bob" Smith', invite('Robert "Bob" Smith')],
    ["invite O'Brien and D’Arcy", invite("O'Brien", 'D’Arcy')],
    ['invite "Mary', mary],
    ['invite Mary"', mary],
    ['invite Smith, John', invite('Smith', 'John')],
  ]);

  table('takes addresses', [
    ['invite sip:mary@contoso.com', invite(address('sip:mary@contoso.com'))],
    ['invite SIP:mary@contoso.com.', invite(address('SIP:mary@contoso.com'))],
    ['invite <sip:mary@contoso.com>', invite(address('sip:mary@contoso.com'))],
    ['invite &lt;sip:mary@contoso.com&gt;', invite(address('sip:mary@contoso.com'))],
    ['invite Mary <sip:mary@contoso.com>', invite(address('sip:mary@contoso.com', 'Mary'))],
    ['invite "Jones, Mary" <sip:m@contoso.com>', invite(address('sip:m@contoso.com', 'Jones, Mary'))],
    ['invite "sip:mary@contoso.com"', invite(address('sip:mary@contoso.com'))],
    ['invite sips:a@b.com;transport=tcp, Bob', invite(address('sips:a@b.com;transport=tcp'), 'Bob')],
    ['invite sip:a@b.com sip:c@d.com', invite(address('sip:a@b.com'), address('sip:c@d.com'))],
    ['invite sip:a@b.com; sip:c@d.com', invite(address('sip:a@b.com'), address('sip:c@d.com'))],
    ['call tel:+491701234567', invite(address('tel:+491701234567'))],
    ['call tel:+49 170 123-4567', invite(address('tel:+49170123-4567'))],
    ['call +49 (0)170 1234567', invite(address('tel:+491701234567'))],
    ['call +49 170 1234567 and Bob', invite(address('tel:+491701234567'), 'Bob')],
    ['call +49 170 1234x', invite(address('tel:+491701234x'))],
    ['call tel:+49 170 1234x', invite(address('tel:+491701234x'))],
    [
      'call +1 (555) 010-9999, +1 555 010 8888.',
      invite(address('tel:+1(555)010-9999'), address('tel:+15550108888')),
    ],
    ['invite Mary +1', invite('Mary +1')],
    ['invite [sip:a@b.com](sip:a@b.com)', invite(address('sip:a@b.com'))],
    ['invite [Mary](sip:a@b.com)', invite(address('sip:a@b.com', 'Mary'))],
    ['invite mary@contoso.com', invite('mary@contoso.com')],
    ['invite [mary@contoso.com](mailto:mary@contoso.com)', invite('mary@contoso.com')],
    ['invite sip:not an address', invite(address('sip:not'), 'an address')],
  ]);

  table('keeps what is to be said', [
    ['invite Mary saying "Join us"', { ...mary, toast: 'Join us' }],
    ['invite Mary saying “Join us”', { ...mary, toast: 'Join us' }],
    ['invite Mary saying „Komm bitte“', { ...mary, toast: 'Komm bitte' }],
    ['invite Mary saying «Viens, vite»', { ...mary, toast: 'Viens, vite' }],
    ["invite Mary saying 'don't be late'", { ...mary, toast: "don't be late" }],
    ['invite Mary saying join us, Bob and Sue are here', { ...mary, toast: 'join us, Bob and Sue are here' }],
    ['invite Mary, saying: "Join us"', { ...mary, toast: 'Join us' }],
    ['invite Mary saying"Join us"', { ...mary, toast: 'Join us' }],
    ['invite Mary saying "Join us" please', { ...mary, toast: 'Join us' }],
    ['invite Mary saying "Join us', { ...mary, toast: 'Join us' }],
    ['invite Mary saying "say "hi" to all"', { ...mary, toast: 'say "hi" to all' }],
    ['invite Mary saying "Hi" and more', { ...mary, toast: '"Hi" and more' }],
    ['invite Mary and say "Join us"', { ...mary, toast: 'Join us' }],
    ['invite Mary with the message "Join us"', { ...mary, toast: 'Join us' }],
    ['invite Mary\nsaying "one\ntwo"', { ...mary, toast: 'one\ntwo' }],
    ['invite Mary saying <p>Join &lt;b&gt; us</p>', { ...mary, toast: 'Join <b> us' }],
    ['invite me saying "ring me"', { kind: 'invite', invitees: [], me: true, toast: 'ring me' }],
    [
      'invite bob, sue, lee and fay saying "Join us"',
      { ...invite('bob', 'sue', 'lee', 'fay'), toast: 'Join us' },
    ],
    ['invite Mary saying ""', { kind: 'problem', command: 'invite', code: 'toast.empty', facts: {} }],
    ['invite Mary saying', { kind: 'problem', command: 'invite', code: 'toast.empty', facts: {} }],
    ['again Mary saying "now"', { kind: 'problem', command: 'again', code: 'command.no-toast', facts: {} }],
  ]);

  table('reads a subject only where it cannot be a name', [
    ['invite Mary to "Release 7"', { ...mary, subject: 'Release 7' }],
    ['invite Mary to the standup', { ...mary, subject: 'standup' }],
    ['invite Mary to our weekly planning.', { ...mary, subject: 'weekly planning' }],
    ['invite Mary to the call', mary],
    ['get Mary into this meeting', mary],
    ['invite Mary to join us', mary],
    ['ask Mary to join the call', mary],
    ['invite Mary to "Release 7" saying "Join us"', { ...mary, subject: 'Release 7', toast: 'Join us' }],
    ['invite Nguyen To Minh', invite('Nguyen To Minh')],
  ]);

  table('cancels', [
    ['cancel', cancel()],
    ['Cancel!', cancel()],
    ['cancel Bob', cancel('Bob')],
    ['cancel "Smith, John"', cancel('Smith, John')],
    ['cancel Bob and Sue', cancel('Bob', 'Sue')],
    ['stop calling Bob', cancel('Bob')],
    ['cancel the call to Bob', cancel('Bob')],
    ['uninvite Bob please', cancel('Bob')],
    ['stop', cancel()],
    ['cancel all', cancel()],
    ['cancel everybody', cancel()],
    ['cancel the call', cancel()],
    ['cancel me', { kind: 'cancel', invitees: [], me: true }],
  ]);

  table('removes', [
    ['remove Mary', remove('Mary')],
    ['Remove Mary and Bob, please', remove('Mary', 'Bob')],
    ['kick Mary', remove('Mary')],
    ['kick Mary out', remove('Mary')],
    ['kick out Mary', remove('Mary')],
    ['take Mary out', remove('Mary')],
    ['take Mary Jones out of the call', remove('Mary Jones')],
    ['take out Bob', remove('Bob')],
    ['could you throw Bob out?', remove('Bob')],
    ['drop Bob', remove('Bob')],
    ['disconnect Bob now', remove('Bob')],
    ['hang up on Bob', remove('Bob')],
    ['hang up the call with Bob', remove('Bob')],
    ['get rid of Bob', remove('Bob')],
    ['get Bob out of here', remove('Bob')],
    ['get Bob in here', invite('Bob')],
    ['remove Bob from the conference', remove('Bob')],
    ['remove "Smith, John" from the meeting', remove('Smith, John')],
    ['remove sip:bob@example.com', { kind: 'remove', invitees: [address('sip:bob@example.com')], me: false }],
    ['remove me', { kind: 'remove', invitees: [], me: true }],
    ['remove', whom],
    ['remove everybody', whom],
    ['remove Bob saying "bye"', { kind: 'problem', command: 'remove', code: 'command.no-toast', facts: {} }],
    ['remvoe Bob', remove('Bob')],
  ]);

  table('tries again', [
    ['again Bob', again('Bob')],
    ['call Bob again', again('Bob')],
    ['ring Bob and Sue again, please', again('Bob', 'Sue')],
    ['try again Bob', again('Bob')],
    ['try Bob again', again('Bob')],
    ['call back Bob', again('Bob')],
    ['call Bob back', again('Bob')],
    ['re-invite Bob', again('Bob')],
    ['redial Bob', again('Bob')],
    ['again me', { kind: 'again', invitees: [], me: true }],
    ['again', { kind: 'problem', command: 'again', code: 'command.no-name', facts: {} }],
    ['call again', { kind: 'problem', command: 'again', code: 'command.no-name', facts: {} }],
  ]);

  table('knows the short ones', [
    ['who', { kind: 'who' }],
    ['Who is in?', { kind: 'who' }],
    ['who’s there', { kind: 'who' }],
    ['who is in the call?', { kind: 'who' }],
    ['status', { kind: 'who' }],
    ['end', { kind: 'end' }],
    ['End the call for everyone', { kind: 'end' }],
    ['close the meeting, please', { kind: 'end' }],
    ['help', { kind: 'help' }],
    ['help me call Mary', { kind: 'help' }],
    ['what can you do?', { kind: 'help' }],
    ['?', { kind: 'help' }],
    ['', { kind: 'help' }],
    ['hello!', { kind: 'help' }],
    ['&nbsp;<p></p>\r\n', { kind: 'help' }],
  ]);

  table('binds a conference', [
    ['use sip:room@conf.example.com', { kind: 'use', address: 'sip:room@conf.example.com' }],
    ['Use <sip:room@Conf.Example.COM>, please', { kind: 'use', address: 'sip:room@conf.example.com' }],
    ['use the conference sip:room@conf.example.com', { kind: 'use', address: 'sip:room@conf.example.com' }],
    ['switch to sips:conf.example.com;x=1', { kind: 'use', address: 'sips:conf.example.com;x=1' }],
    ['use room@conf.example.com', { kind: 'use', address: 'sip:room@conf.example.com' }],
    ['use', { kind: 'problem', command: 'use', code: 'command.no-address', facts: {} }],
    ['use it', { kind: 'problem', command: 'use', code: 'command.no-address', facts: {} }],
    [
      'use the big room',
      { kind: 'problem', command: 'use', code: 'address.invalid', facts: { address: 'big' } },
    ],
    [
      'use tel:+491701234567',
      { kind: 'problem', command: 'use', code: 'address.not-sip', facts: { address: 'tel:+491701234567' } },
    ],
  ]);

  const listen = (...people: InviteeText[]): Command => ({ kind: 'listen', invitees: people, me: false });
  const stopListening = (...people: InviteeText[]): Command => ({
    kind: 'unlisten',
    invitees: people,
    me: false,
  });
  const listenToMe: Command = { kind: 'listen', invitees: [], me: true };
  table('listens to invitations from outside', [
    ['listen', listenToMe],
    ['listen here', listenToMe],
    ['please listen in this thread', listenToMe],
    ['listen for invitations', listenToMe],
    ['listen to my invitations', listenToMe],
    ['show invitations here', listenToMe],
    ['show my invitations here', listenToMe],
    ['show invitations', listenToMe],
    ['listen to me', listenToMe],
    ['listen to Lee', listen(name('Lee'))],
    ["listen to Lee's invitations", listen(name('Lee'))],
    ['listen to Lee and Sue', listen(name('Lee'), name('Sue'))],
    ['listen to sip:lee@contoso.com', listen(address('sip:lee@contoso.com'))],
    ['show invitations from Lee here', listen(name('Lee'))],
    ['show Lee’s invitations here', listen(name('Lee'))],
    ['show invitations of sip:lee@contoso.com', listen(address('sip:lee@contoso.com'))],
    ['stop listening', stopListening()],
    ['stop listening here', stopListening()],
    ['stop listening to Lee', stopListening(name('Lee'))],
    ['stop listening to me', { kind: 'unlisten', invitees: [], me: true }],
    ['stop showing invitations of Lee', stopListening(name('Lee'))],
    ['unlisten', stopListening()],
  ]);

  table('forgives a slip of the fingers in a longer verb, and guesses at nothing else', [
    ['inivte Mary', mary],
    ['inv Mary', unknown('invite')],
    ['cancle Bob', cancel('Bob')],
    ['hlep', unknown('help')],
    ['ende', unknown('end')],
    ['who is Mary?', unknown('who')],
    ['end the call with Mary', unknown('end')],
    ['Mary', unknown()],
    ['I will call Mary later', unknown()],
    ["don't call Mary", unknown()],
    ['never invite Mary', unknown()],
    ['the weather is fine', unknown()],
    ['<script>alert(1)</script>', unknown()],
    ['invite', { kind: 'problem', command: 'invite', code: 'command.no-name', facts: {} }],
    ['invite , and', { kind: 'problem', command: 'invite', code: 'command.no-name', facts: {} }],
    ['invite ""', { kind: 'problem', command: 'invite', code: 'command.no-name', facts: {} }],
  ]);

  const bot = { id: '28:usher', name: 'Usher Bot' };
  const atBot = { id: '28:usher', name: 'Usher Bot', text: '<at>Usher Bot</at>' };
  const atMary = { id: '29:mary', name: 'Mary Jones', text: '<at>Mary Jones</at>' };
  const atAlex1 = { id: '29:alex1', name: 'Alex Smith', text: '<at>Alex Smith</at>' };
  const atAlex2 = { id: '29:alex2', name: 'Alex Smith', text: '<at>Alex Smith</at>' };
  const atComma = { id: '29:john', name: 'Smith, John', text: '<at>Smith, John</at>' };
  const context = { bot, mentions: [atBot, atMary, atAlex1, atAlex2, atComma] };

  table(
    'tells the mention of the bot from the mentions of people',
    [
      ['<at>Usher Bot</at> invite Mary', mary],
      ['<at>Usher Bot</at>&nbsp;invite Mary', mary],
      ['<p><at>Usher Bot</at> invite Mary</p>', mary],
      ['<at>Usher Bot</at>, invite Mary', mary],
      ['invite Mary <at>Usher Bot</at>', mary],
      ['Usher Bot, invite Mary', mary],
      ['@Usher invite Mary', mary],
      ['@Usher Bot invite Mary', mary],
      ['Hey @Usher, could you invite Mary?', mary],
      ['<at>Usher Bot</at>', { kind: 'help' }],
      ['<at>Usher Bot</at> invite <at>Mary Jones</at>', invite(mention('29:mary', 'Mary Jones'))],
      ['invite "<at>Mary Jones</at>"', invite(mention('29:mary', 'Mary Jones'))],
      ['invite <at>mary jones</at>', invite(mention('29:mary', 'Mary Jones'))],
      ['invite <at>Smith, John</at> and Bob', invite(mention('29:john', 'Smith, John'), 'Bob')],
      [
        'invite <at>Alex Smith</at> <at>Alex Smith</at>',
        invite(mention('29:alex1', 'Alex Smith'), mention('29:alex2', 'Alex Smith')),
      ],
      ['invite <at>Mary Jones</at>, <at>Mary Jones</at>', invite(mention('29:mary', 'Mary Jones'))],
      ['invite <at>Somebody Else</at>', invite('Somebody Else')],
      [
        'invite Bob <sip:bob@contoso.com <at>Mary Jones</at>>',
        invite(address('sip:bob@contoso.com', 'Bob'), mention('29:mary', 'Mary Jones')),
      ],
      [
        'cancel <at>Mary Jones</at>',
        { kind: 'cancel', invitees: [mention('29:mary', 'Mary Jones')], me: false },
      ],
      ['invite Mary saying "ask <at>Mary Jones</at>"', { ...mary, toast: 'ask Mary Jones' }],
    ],
    context,
  );

  table('knows the bot by its place where nothing else is known', [
    ['<at>Usher</at> invite Mary', mary],
    ['<p><at id="0">Usher</at> who</p>', { kind: 'who' }],
  ]);

  table(
    'takes mentions as other channels write them',
    [
      ['<@U1> invite <@U2>', invite(mention('U2', 'Mary'))],
      ['invite Mary and Maryam', invite(mention('1', 'Mary'), 'Maryam')],
    ],
    {
      bot: { id: 'U1', name: 'usher' },
      mentions: [
        { id: 'U1', name: 'usher', text: '<@U1>' },
        { id: 'U2', name: 'Mary', text: '<@U2>' },
        { id: '1', name: 'Mary', text: 'Mary' },
      ],
    },
  );

  table('hands on HTML, Markdown and control characters as data, or not at all', [
    ['invite <img src=x onerror=alert(1)>', invite('<img src=x onerror=alert(1)>')],
    ['invite <b>Mary</b>', mary],
    ['invite **Mary**', mary],
    ['invite @Mary', mary],
    ['invite *Mary* and _Bob_', maryAndBob],
    ['invite Ma\u0000ry', invite('Ma ry')],
    ['invite "Mary\r\nX-Evil: 1"', invite('Mary X-Evil: 1')],
    ['invite \u202EMary', mary],
    ['invite Mary\u200B', mary],
    ['invite &#77;ary', mary],
    ['invite &#57344;Mary \uE000', mary],
    ['invite &#9999999;Mary', mary],
    ['invite [x](javascript:alert(1))', invite('[x](javascript:alert(1))')],
  ]);

  it('refuses a name of 10,000 characters, with its beginning', () => {
    assert.deepEqual(parseCommand(`invite Bob and ${'x'.repeat(10_000)}`), {
      kind: 'problem',
      command: 'invite',
      code: 'name.too-long',
      facts: { name: 'x'.repeat(40), characters: 10_000, limit: 200 },
    });
  });

  it('leaves the length of a toast to core', () => {
    assert.deepEqual(parseCommand(`invite Mary saying "${'x'.repeat(1_000_000)}"`), {
      kind: 'problem',
      command: 'invite',
      code: 'toast.too-long',
      facts: { characters: 1_000_000, limit: 1024 },
    });
  });

  it('refuses more names than anybody means, and a subject that is no title', () => {
    const names = Array.from({ length: 51 }, (_, i) => `name${i}`).join(', ');
    const many = parseCommand(`invite ${names}`);
    assert.deepEqual(many.kind === 'problem' && [many.code, many.facts], [
      'command.too-many-names',
      { count: 51, limit: 50 },
    ]);
    const long = parseCommand(`invite Mary to "${'x'.repeat(201)}"`);
    assert.equal(long.kind === 'problem' && long.code, 'subject.too-long');
  });
});
