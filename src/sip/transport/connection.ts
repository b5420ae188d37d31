import type { ConnectError } from './connect-error.ts';
import type { HostPort } from './host-port.ts';
import type { FramingFault } from './message-framer.ts';
import type { PatienceFault } from './patience.ts';

/** `web-socket`: no frames as RFC 6455 has them, or a message that is too long. */
export type ConnectionFault = FramingFault | PatienceFault | 'answers-unread' | 'web-socket';

/** One open connection that speaks SIP messages, whatever carries them. */
export interface Connection {
  readonly remote: HostPort;
  readonly local: HostPort;
  readonly isOpen: boolean;
  /** Rejects when it is closed. */
  send(message: string): Promise<void>;
  /** Asks for a sign of life (RFC 5626 3.5.1). */
  ping(): void;
  /** Reads nothing more of a peer that connected to us for so long; what it sends meanwhile stays where it is (TCP's flow control). */
  rest(ms: number): void;
  close(why: ConnectError): void;
}

export interface ConnectionEvents {
  onMessage(text: string, connection: Connection): void;
  /** An answer to a ping. */
  onPong(connection: Connection): void;
  /** It broke a limit, and is closed next. */
  onFault(fault: ConnectionFault, connection: Connection): void;
  /** Called once. */
  onClosed(connection: Connection, why: ConnectError): void;
}
