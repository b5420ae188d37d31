import { type RawMessage, valuesOf } from '../transport/raw-message.ts';
import { newTag } from './identifiers.ts';
import type { Fault } from './message-fault.ts';

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  406: 'Not Acceptable',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  481: 'Call/Transaction Does Not Exist',
  505: 'Version Not Supported',
  513: 'Message Too Large',
};

/**
 * The stateless refusal of a request that sip.js need not, or cannot, read (RFC 3261 8.2.6, 8.2.7), with what there is of the
 * headers it has to repeat. Undefined: it is not to be answered, or its sender could not match the answer.
 */
export function refusalText(raw: RawMessage, { code, headers = [] }: Fault): string | undefined {
  const vias = valuesOf(raw, 'via');
  if (code === undefined || vias.length === 0 || raw.startLine.startsWith('ACK ')) return undefined;
  const repeated = ['from', 'to', 'call-id', 'cseq'].flatMap((name) =>
    valuesOf(raw, name)
      .slice(0, 1)
      .map((value) => `${NAMES[name]}: ${name === 'to' ? tagged(value) : value}`),
  );
  return [
    `SIP/2.0 ${code} ${REASONS[code] ?? 'Refused'}`,
    ...vias.map((via) => `Via: ${via}`),
    ...repeated,
    ...headers,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n');
}

const NAMES: Readonly<Record<string, string>> = {
  from: 'From',
  to: 'To',
  'call-id': 'Call-ID',
  cseq: 'CSeq',
};

function tagged(to: string): string {
  return /;[ \t]*tag[ \t]*=/i.test(to) ? to : `${to};tag=${newTag()}`;
}
