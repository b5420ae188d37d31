import assert from 'node:assert/strict';
import { Ladder } from '../../../src/sip/trace/ladder.ts';
import type { WireMessage } from '../../../src/sip/transport/wire-observer.ts';

const PERSON = 'sip:+49301234@usher.example;user=phone';
const CONFERENCE = 'sip:standup@conf.usher.example';

function message(direction: WireMessage['direction'], lines: readonly string[], body = ''): WireMessage {
  const text = `${lines.join('\r\n')}\r\n\r\n${body}`;
  return { direction, peer: { host: '127.0.0.1', port: 5060 }, text };
}

describe('the ladder of a call', () => {
  let now: number;
  let ladder: Ladder;
  beforeEach(() => {
    now = 1_000;
    ladder = new Ladder(() => now);
    ladder.knows({ person: PERSON, conference: CONFERENCE });
  });

  const sent = (lines: readonly string[], body?: string) => ladder.rung(message('sent', lines, body));
  const received = (lines: readonly string[], body?: string) => ladder.rung(message('received', lines, body));

  it('says when, who to whom, and what', () => {
    const invite = ['INVITE sip:x SIP/2.0', `To: <${PERSON}>`, 'Call-ID: 1'];
    assert.equal(sent(invite), '      0 ms  usher -> +49301234   INVITE (no offer)');
    now += 35.4;
    const ringing = ['SIP/2.0 180 Ringing', 'i: 1', 'CSeq: 7 INVITE'];
    assert.equal(received(ringing), '     35 ms  +49301234 -> usher   180 Ringing (INVITE)');
  });

  it('knows the conference, and keeps whom a dialog is with', () => {
    const invite = [
      'INVITE sip:x SIP/2.0',
      `To: <${CONFERENCE}>`,
      'Call-ID: 2',
      'Content-Type: application/sdp',
    ];
    assert.match(sent(invite, 'v=0'), /usher -> conference {2}INVITE \(offer\)$/);
    const bye = ['BYE sip:usher@127.0.0.1 SIP/2.0', 'From: <sip:room-1@127.0.0.1>;tag=2', 'Call-ID: 2'];
    assert.match(received(bye), /conference -> usher {2}BYE$/);
    assert.match(
      sent(['SIP/2.0 200 OK', 'Call-ID: 2', 'CSeq: 9 BYE']),
      /usher -> conference {2}200 OK \(BYE\)$/,
    );
  });

  it('tells an invitation of Lync, a command to its focus, and how that went', () => {
    const invite = [
      'INVITE sip:m SIP/2.0',
      'To: <sip:m@h>',
      'Call-ID: 5',
      'c: application/ms-conf-invite+xml',
    ];
    assert.match(sent(invite, '<Conferencing/>'), /INVITE \(invitation\)$/);
    const c3p = ['Call-ID: 6', 'Content-Type: application/cccp+xml;charset=utf-8'];
    const command = '<?xml version="1.0"?><request to="x"><addUser/></request>';
    assert.match(sent(['INFO sip:f SIP/2.0', ...c3p], command), /INFO \(addUser\)$/);
    const pending = '<c:response requestId="1" code="pending"/>';
    assert.match(received(['SIP/2.0 200 OK', 'CSeq: 2 INFO', ...c3p], pending), /200 OK \(INFO, pending\)$/);
    assert.match(received(['INFO sip:u SIP/2.0', ...c3p], 'nothing'), /INFO \(C3P\)$/);
  });

  it('tells a re-INVITE, where a REFER leads, and what a NOTIFY says', () => {
    assert.match(
      received(['INVITE sip:u SIP/2.0', 'To: <sip:u@h>;tag=1', 'Call-ID: 3']),
      /re-INVITE \(no offer\)$/,
    );
    assert.match(
      sent(['REFER sip:m SIP/2.0', `Refer-To: <${CONFERENCE}>`, 'Call-ID: 3']),
      /REFER \(to <sip:standup@conf/,
    );
    assert.match(
      received(['NOTIFY sip:u SIP/2.0', 'Call-ID: 3'], 'SIP/2.0 200 OK\r\n'),
      /NOTIFY \(200 OK\)$/,
    );
    assert.match(received(['NOTIFY sip:u SIP/2.0', 'Call-ID: 3']), /NOTIFY \(no status\)$/);
  });

  it('calls everybody else the server, and cannot be made to write anything but a line', () => {
    assert.match(
      received(['OPTIONS sip:u SIP/2.0', 'From: <sip:x@y>', 'Call-ID: 4']),
      /server -> usher +OPTIONS$/,
    );
    assert.match(
      received(['SIP/2.0 180 \x1b[2J\x07', 'Call-ID: 5', 'CSeq: 1 INVITE']),
      / 180 +\[2J +\(INVITE\)$/,
    );
    assert.match(received(['no sip at all']), /server -> usher +no$/);
  });
});
