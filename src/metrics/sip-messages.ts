import { Counter, type Registry } from 'prom-client';
import { oneOf } from './label.ts';

const METHODS = [
  ...[
    'INVITE',
    'ACK',
    'BYE',
    'CANCEL',
    'OPTIONS',
    'REGISTER',
    'REFER',
    'NOTIFY',
    'SUBSCRIBE',
    'INFO',
    'UPDATE',
  ],
  ...['PRACK', 'MESSAGE', 'SERVICE'],
];

/** Reads nothing but the first word of each message: it sees all of them. */
export function sipMessages(
  registry: Registry,
): (message: { readonly direction: 'sent' | 'received'; readonly text: string }) => void {
  const methodOf = oneOf(...METHODS);
  const messages = new Counter({
    name: 'usher_sip_messages_total',
    help: 'SIP messages on the wire, by direction and method, or class of the response',
    labelNames: ['direction', 'message'],
    registers: [registry],
  });
  return ({ direction, text }) => {
    const [, code, method = ''] = /^(?:SIP\/2\.0 ([1-6])\d\d|([A-Z]+)) /.exec(text) ?? [];
    messages.inc({ direction, message: code === undefined ? methodOf(method) : `${code}xx` });
  };
}
