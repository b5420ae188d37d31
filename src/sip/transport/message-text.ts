/**
 * Small repairs of a message as text, on its way between the wire and sip.js: what its grammar refuses though it is legal
 * or common, and what it writes into every message though it is not true for us.
 */
import { DEFAULT_SIP_PORT, type HostPort } from './host-port.ts';

/**
 * A request from the wire, with the address it really came from in its top Via (RFC 3261 18.2.1, RFC 3581). Its response
 * finds the way back by these parameters, so they also replace what the sender may have claimed.
 */
export function stampRequest(text: string, from: HostPort): string {
  return text.replace(/^(via|v)([ \t]*:[ \t]*)([^,\r\n]*)/im, (_line, name, colon, value) => {
    const bare = String(value).replace(/;[ \t]*(received|rport)[ \t]*(=[^;,\r\n]*)?/gi, '');
    return `${name}${colon}${bare};received=${from.host};rport=${from.port}`;
  });
}

/**
 * Where a response goes: back to where `stampRequest` saw its request come from, and when that connection is gone to where
 * the sender listens (RFC 3261 18.2.2), which may be a successor of it by now.
 */
export function responseTargets(text: string): HostPort[] {
  const via =
    /^via:[ \t]*(?<sentBy>[^,;\r\n]*)[^,\r\n]*;received=(?<host>[^;,\r\n]+);rport=(?<port>\d+)/im.exec(text);
  const { sentBy = '', host, port } = via?.groups ?? {};
  if (!host || !port) return [];
  const listensAt = /:(\d{1,5})[ \t]*$/.exec(sentBy)?.[1] ?? DEFAULT_SIP_PORT;
  return [Number(port), Number(listensAt)].map((at) => ({ host, port: at }));
}

/** A response from the wire with a status line that sip.js can read. */
export function repairResponse(text: string): string {
  return text.replace(/^SIP\/2\.0[ \t]+(\d{3})[ \t]*([^\r\n]*)/, plainStatusLine);
}

/** Brackets and quotes in a reason phrase, or no space after the code, make sip.js drop the whole response. */
function plainStatusLine(_line: string, code: string, reason: string): string {
  const plain = reason.replace(/[^A-Za-z0-9 \-_.!~*'();/?:@&=+$,\u0080-\uffff]/g, ' ');
  return `SIP/2.0 ${code} ${plain.trim()}`;
}

/**
 * A message on its way out. sip.js writes its own fixed Allow into responses, with methods that we refuse, and an empty
 * Supported: an Allow of our own wins, and where there is none, `allow` is put in its place. A body without content has no type.
 */
export function repairOutgoing(text: string, allow: string): string {
  const end = text.indexOf('\r\n\r\n');
  let own = false;
  const isEmpty = text.length === end + 4;
  const head = text
    .slice(0, end)
    .split('\r\n')
    .filter((line) => {
      if (line === 'Supported: ') return false;
      if (isEmpty && /^Content-(Type|Disposition): /.test(line)) return false;
      if (!line.startsWith('Allow: ')) return true;
      if (!line.startsWith(SIP_JS_ALLOW)) own = true;
      return true;
    })
    .flatMap((line) => (line.startsWith(SIP_JS_ALLOW) ? (own ? [] : [`Allow: ${allow}`]) : [line]));
  return head.join('\r\n') + text.slice(end);
}

const SIP_JS_ALLOW =
  'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,REGISTER,SUBSCRIBE';
