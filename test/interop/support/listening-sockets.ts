import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ListeningSocket {
  readonly protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6';
  /** As the kernel writes it: hexadecimal, in the byte order of this machine. */
  readonly address: string;
  readonly port: number;
}

const LISTEN = '0A';
const UNCONNECTED = '07';
const LOOPBACK = /^0100007F$|^00000000000000000000000001000000$|^0000000000000000FFFF00000100007F$/;

/** Sockets of a process and its children that anybody could send to: TCP listeners, and UDP sockets without a peer. */
export function listeningSockets(pid: number): readonly ListeningSocket[] {
  const inodes = new Set(processGroup(pid).flatMap(socketInodes));
  return (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => inodes.has(inode ?? '') && isOpen(protocol, state))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        return { protocol, address, port: Number.parseInt(port, 16) };
      }),
  );
}

export function isLoopback({ address }: ListeningSocket): boolean {
  return LOOPBACK.test(address);
}

function isOpen(protocol: string, state: string | undefined): boolean {
  return state === (protocol.startsWith('tcp') ? LISTEN : UNCONNECTED);
}

/** The process and those it started: a peer leads a process group of its own. */
function processGroup(leader: number): readonly string[] {
  return readdirSync('/proc').filter((entry) => {
    if (entry === `${leader}`) return true;
    if (!/^\d+$/.test(entry)) return false;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === `${leader}`;
    } catch {
      return false; // ended meanwhile
    }
  });
}

function socketInodes(pid: string): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed meanwhile
    }
  });
}
