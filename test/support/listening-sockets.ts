import { readdir, readFile, readlink } from 'node:fs/promises';

export interface ListeningSocket {
  readonly protocol: 'tcp' | 'tcp6';
  /** As the kernel prints it: `0100007F` is 127.0.0.1. */
  readonly address: string;
  readonly port: number;
}

const LISTEN = '0A';

/** The TCP sockets a process listens on, read from the kernel's tables: nothing that was forgotten can hide there. */
export async function listeningSockets(pid: number): Promise<ListeningSocket[]> {
  const inodes = await socketInodes(pid);
  const sockets: ListeningSocket[] = [];
  for (const protocol of ['tcp', 'tcp6'] as const) {
    const table = await readFile(`/proc/${pid}/net/${protocol}`, 'utf8');
    for (const line of table.trim().split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/);
      const [address = '', port = ''] = (columns[1] ?? '').split(':');
      if (columns[3] !== LISTEN || !inodes.has(columns[9] ?? '')) continue;
      sockets.push({ protocol, address, port: Number.parseInt(port, 16) });
    }
  }
  return sockets;
}

async function socketInodes(pid: number): Promise<Set<string>> {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')),
  );
  return new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}
