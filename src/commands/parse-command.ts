import type { Command, MessageContext } from './command.ts';

export function parseCommand(_text: string, _context: MessageContext = {}): Command {
  return { kind: 'unknown' };
}
