/** What a hostile peer may send beyond RFC 4475. Each goes over a connection of its own to SIP_LISTEN, as a stranger's. */
import { answered, closed, dropped, type Expectation, refused } from './torture-message.ts';

export interface HostileMessage {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: Expectation;
}

interface Parts {
  readonly method?: string;
  readonly start?: string;
  readonly via?: string;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly cseq?: string;
  readonly more?: readonly string[];
  readonly length?: string;
  readonly body?: string;
}

/** An OPTIONS that would be answered with 200, apart from `parts`; an empty part is left out. */
export function request(parts: Parts = {}): Buffer {
  const { method = 'OPTIONS', body = '' } = parts;
  const line = (name: string, value: string) => (value === '' ? [] : [`${name}: ${value}`]);
  return Buffer.from(
    [
      parts.start ?? `${method} sip:usher@example.com SIP/2.0`,
      ...line('Via', parts.via ?? 'SIP/2.0/TCP 192.0.2.66;branch=z9hG4bKhostile'),
      ...line('From', parts.from ?? '<sip:eve@example.org>;tag=eve'),
      ...line('To', parts.to ?? '<sip:usher@example.com>'),
      ...line('Call-ID', parts.callId ?? 'hostile'),
      ...line('CSeq', parts.cseq ?? `1 ${method}`),
      ...(parts.more ?? []),
      ...line('Content-Length', parts.length ?? String(Buffer.byteLength(body))),
      `\r\n${body}`,
    ].join('\r\n'),
  );
}

function response(statusLine: string, cseq = '1 INVITE', more: readonly string[] = []): Buffer {
  return request({ start: statusLine, cseq, to: '<sip:usher@example.com>;tag=peer', more });
}

const many = (count: number, text: string) => text.repeat(count);
const contact = ['Contact: <sip:eve@192.0.2.66>'];
const inDialog = { to: '<sip:usher@example.com>;tag=none-of-ours' };

function message(name: string, expected: Expectation, bytes: Buffer): HostileMessage {
  return { name, expected, bytes };
}

const SIZES = [
  message(
    '20,000 parameters',
    closed('headers-too-long'),
    request({ from: `<sip:a@b>${many(20_000, ';a=b')}` }),
  ),
  message('1,500 parameters', refused(513), request({ from: `<sip:a@b>;tag=x${many(1_500, ';a=b')}` })),
  message(
    '5,000 Contacts',
    closed('headers-too-long'),
    request({ more: [`m: ${many(5_000, '<sip:a>,')}<sip:a>`] }),
  ),
  message('3,000 Contacts', refused(513), request({ more: [`m: ${many(3_000, '<sip:a>,')}<sip:a>`] })),
  message('90 lines of Contact', refused(513), request({ more: Array(90).fill('Contact: <sip:a@b>') })),
  message(
    '3,000 Record-Routes',
    refused(513),
    request({ more: [`Record-Route: ${many(3_000, '<sip:a>,')}<sip:a>`] }),
  ),
  message(
    'a Refer-To of 8 kB',
    refused(513),
    request({ method: 'REFER', more: [`r: <sip:a>${many(2_000, ';a=b')}`] }),
  ),
  message(
    '10,000 Vias',
    closed('headers-too-long'),
    request({ via: `${many(10_000, 'SIP/2.0/TCP a,')}SIP/2.0/TCP a` }),
  ),
  message(
    '2,000 Vias',
    dropped('too-many-vias'),
    request({ via: `${many(2_000, 'SIP/2.0/TCP a,')}SIP/2.0/TCP a` }),
  ),
  message(
    '101 lines of headers',
    closed('too-many-header-lines'),
    request({ more: Array(101).fill('X: y') }),
  ),
  message(
    'a Request-URI of 20 kB',
    refused(513),
    request({ start: `OPTIONS sip:${many(20_000, 'a')}@b SIP/2.0` }),
  ),
  message('a method of 20 kB', refused(513), request({ method: many(10_000, 'A') })),
  message('a Call-ID of 20 kB', refused(513), request({ callId: many(20_000, 'a') })),
  message(
    'a reason phrase of 20 kB',
    dropped('headers-too-large'),
    response(`SIP/2.0 200 ${many(20_000, 'a')}`),
  ),
  message('20 kB that nobody reads', answered(200), request({ more: [`X-Junk: ${many(20_000, 'a')}`] })),
  message('10,000 required extensions', refused(420), request({ more: [`Require: ${many(10_000, 'a,')}a`] })),
  message(
    'headers without an end',
    closed('headers-too-long'),
    Buffer.from(`OPTIONS sip:u@x SIP/2.0\r\n${many(20_000, 'X: y\r\n')}`),
  ),
  message(
    'one header without an end',
    closed('headers-too-long'),
    Buffer.from(`OPTIONS sip:u@x SIP/2.0\r\nX: ${many(40_000, 'y')}`),
  ),
];

const LENGTHS = [
  ...['-1', '+5', '0x10', '1e3', '5 5', '5,5', 'five', '99999999999999999999'].map((length) =>
    message(`a length of ${length}`, closed('content-length'), request({ length })),
  ),
  message('a length of 999999', closed('message-too-long'), request({ length: '999999' })),
  message('two lengths', closed('content-length'), request({ more: ['l: 7'] })),
  message('the same length twice', refused(400), request({ more: ['l: 0'] })),
  message('no length at all', answered(200), request({ length: '' })),
  message(
    'a length behind 30 kB of spaces',
    closed('content-length'),
    request({ length: `0${many(30_000, ' ')}x` }),
  ),
  message('a body that never comes', closed('message-unfinished'), request({ length: '500' })),
  message('half a request', closed('message-unfinished'), request().subarray(0, 60)),
];

const NUMBERS = [
  ...[
    '4294967296 OPTIONS',
    `${many(3_000, '9')} OPTIONS`,
    '-1 OPTIONS',
    '1.5 OPTIONS',
    'OPTIONS',
    '1',
    '1 2 OPTIONS',
  ].map((cseq) => message(`a CSeq of ${cseq.slice(0, 30)}`, refused(400), request({ cseq }))),
  ...['99999999999999999999', '-1', 'NaN', 'Infinity', ''].map((value) =>
    message(`a Max-Forwards of ${value}`, refused(400), request({ more: [`Max-Forwards: ${value}`] })),
  ),
  message('an Expires of 10^40', answered(200), request({ more: [`Expires: 1${many(40, '0')}`] })),
  message(
    'a port of 10^40',
    refused(400),
    request({ via: `SIP/2.0/TCP a:1${many(40, '0')};branch=z9hG4bKport` }),
  ),
  message('a status code of 099', dropped('status-code'), response('SIP/2.0 099 Nothing')),
  message('a status code of 700', dropped('status-code'), response('SIP/2.0 700 Everything')),
];

const NAMES = [
  message('a header __proto__', answered(200), request({ more: ['__proto__: x', '__PROTO__: y'] })),
  message(
    'headers constructor, toString, hasOwnProperty, valueOf',
    answered(200),
    request({ more: ['constructor: x', 'toString: y', 'hasOwnProperty: z', 'valueOf: v', 'prototype: p'] }),
  ),
  message('the method __proto__', answered(405), request({ method: '__proto__' })),
  message('the method constructor', answered(405), request({ method: 'constructor' })),
  message(
    '__proto__ as Call-ID, branch and tag',
    answered(480),
    request({
      method: 'INVITE',
      callId: '__proto__',
      via: 'SIP/2.0/TCP a;branch=__proto__',
      from: '<sip:__proto__@a>;tag=__proto__',
      more: contact,
    }),
  ),
  message(
    'a dialog named __proto__',
    answered(481),
    request({ method: 'BYE', callId: '__proto__', to: '<sip:a@b>;tag=__proto__' }),
  ),
];

const CHARACTERS = [
  message('NUL in the Request-URI', refused(400), request({ start: 'OPTIONS sip:a\0b@c SIP/2.0' })),
  message('NUL in From', refused(400), request({ from: '<sip:a\0b@c>;tag=x' })),
  message('NUL as a header', refused(400), request({ more: ['\0: x'] })),
  message('NUL where nobody looks', answered(200), request({ more: ['X: \0\0\0'] })),
  message(
    'broken UTF-8 in a token',
    refused(400),
    Buffer.from(request({ from: 'ÿþ\xc0<sip:a@b>;tag=x' }).toString('latin1'), 'latin1'),
  ),
  message(
    'broken UTF-8 in quotes',
    answered(200),
    Buffer.from(request({ from: '"ÿþ" <sip:a@b>;tag=x' }).toString('utf8'), 'latin1'),
  ),
  message('comments 10,000 deep', answered(200), request({ more: [`Server: ${many(10_000, '(')}`] })),
  message('angle brackets 2,000 deep', refused(400), request({ from: many(2_000, '<') })),
  message('2,000 quotes, escaped', refused(400), request({ from: `"${many(2_000, '\\"')} <sip:a@b>;tag=x` })),
  message('10,000 quotes in Via', refused(513), request({ via: `SIP/2.0/TCP a;x="${many(10_000, '\\"')}` })),
  message('an IPv6 address that is none', refused(400), request({ start: 'OPTIONS sip:[::::1 SIP/2.0' })),
  message('percent signs', refused(400), request({ from: '<sip:%%%@%zz>;tag=x' })),
  message(
    'a carriage return inside a header',
    refused(400),
    request({ more: ['X: a\rVia: SIP/2.0/TCP evil'] }),
  ),
  message('a line feed inside a header', refused(400), request({ more: ['X: a\nVia: SIP/2.0/TCP evil'] })),
  message(
    'only line feeds',
    closed('message-unfinished'),
    Buffer.from(request().toString().replaceAll('\r\n', '\n')),
  ),
  message('random bytes', dropped('start-line'), Buffer.concat([noise(1_000), Buffer.from('\r\n\r\n')])),
  message(
    'a TLS handshake',
    closed('message-unfinished'),
    Buffer.concat([Buffer.from('16030100c8010000c40303', 'hex'), noise(190)]),
  ),
];

const SHAPES = [
  message('HTTP', dropped('start-line'), Buffer.from('GET / HTTP/1.1\r\nHost: example.com\r\n\r\n')),
  message(
    'a start line and nothing else',
    dropped('header-missing'),
    Buffer.from('OPTIONS sip:a@b SIP/2.0\r\n\r\n'),
  ),
  message('a header that is none', refused(400), request({ more: ['what is this'] })),
  message('a header without a name', refused(400), request({ more: [': x'] })),
  message('a start line that goes on', refused(400), request({ start: 'OPTIONS sip:a@b SIP/2.0\r\n ;x' })),
  message('no tag in From', refused(400), request({ from: '<sip:a@b>' })),
  message('no branch in Via', refused(400), request({ via: 'SIP/2.0/TCP 192.0.2.66' })),
  message('no host in Via', refused(400), request({ via: 'SIP/2.0/TCP ;branch=z9hG4bKnohost' })),
  message('no Via', dropped('header-missing'), request({ via: '' })),
  message('no scheme', refused(400), request({ start: 'OPTIONS usher@example.com SIP/2.0' })),
  message(
    'a Request-URI in javascript:',
    refused(416),
    request({ start: 'OPTIONS javascript:alert(1) SIP/2.0' }),
  ),
  message('a version of 2.0.1', refused(400), request({ start: 'OPTIONS sip:a@b SIP/2.0.1' })),
];

const UNWANTED = [
  ...[
    'SIP/2.0 100 Trying',
    'SIP/2.0 180 Ringing',
    'SIP/2.0 200 OK',
    'SIP/2.0 302 Moved',
    'SIP/2.0 486 Busy',
  ].map((line) =>
    message(`${line} to nothing`, dropped('response-unexpected'), response(line, '1 INVITE', contact)),
  ),
  message(
    'a challenge to nothing',
    dropped('response-unexpected'),
    response('SIP/2.0 401 No', '1 INVITE', ['WWW-Authenticate: Digest realm="a", nonce="b"']),
  ),
  message('a response whose CSeq is none', dropped('cseq'), response('SIP/2.0 200 OK', 'zero')),
  message('an ACK to nothing', dropped('no-dialog'), request({ method: 'ACK', ...inDialog })),
  message(
    'a broken ACK',
    dropped('max-forwards'),
    request({ method: 'ACK', ...inDialog, more: ['Max-Forwards: x'] }),
  ),
  ...['BYE', 'INFO', 'INVITE', 'REFER', 'SUBSCRIBE', 'MESSAGE'].map((method) =>
    message(
      `${method} in no dialog`,
      answered(481),
      request({ method, ...inDialog, more: [...contact, 'Refer-To: <sip:a@b>'] }),
    ),
  ),
  message(
    'a NOTIFY for nothing',
    answered(481),
    request({
      method: 'NOTIFY',
      ...inDialog,
      more: [...contact, 'Event: refer', 'Subscription-State: active'],
    }),
  ),
  message(
    'a NOTIFY without an Event',
    answered(489),
    request({ method: 'NOTIFY', ...inDialog, more: contact }),
  ),
  message('a CANCEL for nothing', answered(481), request({ method: 'CANCEL' })),
];

export const HOSTILE_MESSAGES: readonly HostileMessage[] = [
  ...SIZES,
  ...LENGTHS,
  ...NUMBERS,
  ...NAMES,
  ...CHARACTERS,
  ...SHAPES,
  ...UNWANTED,
];

/** The same in every run, without line ends. */
function noise(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => ((index * 167 + 13) % 239) + 16));
}
