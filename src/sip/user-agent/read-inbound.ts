import {
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  type Logger,
  Parser,
} from 'sip.js/lib/core/index.js';
import type { HostPort } from '../transport/host-port.ts';
import { repairResponse, stampRequest } from '../transport/message-text.ts';
import { readRaw, withSipContactsOnly, writeRaw } from '../transport/raw-message.ts';
import { type Challenge, takeChallenges } from './digest/challenges.ts';
import { type Fault, faultOfParsed, faultOfRequest, faultOfResponse, isResponse } from './message-fault.ts';
import { refusalText } from './refusal.ts';

export type InboundMessage =
  | {
      readonly kind: 'message';
      readonly message: IncomingRequestMessage | IncomingResponseMessage;
      readonly challenges: readonly Challenge[];
    }
  /** `refusal` is to be sent back to where it came from, where there is one. */
  | { readonly kind: 'fault'; readonly fault: Fault; readonly refusal: string | undefined };

/** A message from the wire as sip.js sees it, or what is wrong with it. */
export function readInbound(text: string, from: HostPort, logger: Logger): InboundMessage {
  const raw = readRaw(text);
  if (isResponse(raw)) {
    const fault = faultOfResponse(raw);
    if (fault) return { kind: 'fault', fault, refusal: undefined };
    const { text: readable, challenges } = takeChallenges(repairResponse(writeRaw(withSipContactsOnly(raw))));
    return parsed(readable, logger, challenges, () => undefined);
  }
  const fault = faultOfRequest(raw);
  if (fault && fault.code === undefined) return { kind: 'fault', fault, refusal: undefined };
  const stamped = stampRequest(writeRaw(raw), from);
  const refuse = (fault: Fault) => refusalText(readRaw(stamped), fault);
  if (fault) return { kind: 'fault', fault, refusal: refuse(fault) };
  return parsed(stamped, logger, [], refuse);
}

function parsed(
  text: string,
  logger: Logger,
  challenges: readonly Challenge[],
  refuse: (fault: Fault) => string | undefined,
): InboundMessage {
  const message = Parser.parseMessage(text, logger);
  const fault = faultOfParsed(message);
  if (fault) return { kind: 'fault', fault, refusal: refuse(fault) };
  return { kind: 'message', message: message as NonNullable<typeof message>, challenges };
}
