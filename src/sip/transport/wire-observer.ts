import type { HostPort } from './host-port.ts';

/** One SIP message as it is on the wire. */
export interface WireMessage {
  readonly direction: 'sent' | 'received';
  /** The other end of the connection. */
  readonly peer: HostPort;
  readonly text: string;
}

/** Sees every message that leaves or arrives, before anything is done with it. What it throws, nobody learns. */
export type WireObserver = (message: WireMessage) => void;

/** An observer that cannot hurt a call. */
export function harmless(observe: WireObserver | undefined): WireObserver {
  return (message) => {
    try {
      observe?.(message);
    } catch {
      // Whoever looks on is less important than what it looks at.
    }
  };
}
