import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { parseUri, SipUserAgent, type SipUserAgentOptions } from '../../src/sip/index.ts';
import { type PeerTransport, ScriptedSipPeer } from './scripted-sip-peer.ts';

/** User agents and the servers they connect to, of every transport; all of it ends with `stop`. */
export class TransportBench {
  readonly #agents: SipUserAgent[] = [];
  readonly #peers: ScriptedSipPeer[] = [];

  async peer(transport: PeerTransport = {}, port = 0): Promise<ScriptedSipPeer> {
    const peer = await ScriptedSipPeer.listen(port, transport);
    this.#peers.push(peer);
    return peer;
  }

  /** Started: its first attempt is over. */
  async agent(server: string, options: Partial<SipUserAgentOptions> = {}): Promise<SipUserAgent> {
    const agent = new SipUserAgent({
      uri: 'sip:usher@example.com',
      server,
      log: pino({ level: 'silent' }),
      ...options,
      timers: { reconnectMinMs: 5, optionsTimeoutMs: 5_000, ...options.timers },
    });
    this.#agents.push(agent);
    await agent.start();
    return agent;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#agents.splice(0).map((agent) => agent.stop()));
    await Promise.all(this.#peers.splice(0).map((peer) => peer.close()));
  }
}

/** Resolves when requests can leave. */
export async function isReady(agent: SipUserAgent): Promise<void> {
  if (!agent.ready) await once(agent, 'ready');
}

/** Sends a MESSAGE; resolves with its answer. */
export function ask(agent: SipUserAgent, to = 'sip:mary@example.com'): Promise<IncomingResponseMessage> {
  return new Promise((resolve) => {
    const done = ({ message }: { message: IncomingResponseMessage }) => resolve(message);
    agent.request('MESSAGE', parseUri(to), agent.headersTo(parseUri(to)), {
      onAccept: done,
      onReject: done,
      onRedirect: done,
    });
  });
}

/** Writes each text into a file of that name in the folder; the paths. */
export function writeFiles<Name extends string>(
  folder: string,
  texts: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const paths = Object.entries<string>(texts).map(([name, text]) => {
    const path = join(folder, `${name}.pem`);
    writeFileSync(path, text);
    return [name, path];
  });
  return Object.fromEntries(paths);
}
