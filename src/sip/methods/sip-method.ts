import type { Delivery, DeliveryMethod, DeliveryResult } from '../../core/index.ts';
import { CALL_TIMERS, type CallTimers } from '../calls/call-timers.ts';
import type { SipMethodOptions } from './method-options.ts';
import { refusalBefore } from './preflight.ts';

/** What all delivery methods over SIP begin with: their timers, and the gate that nothing passes unchecked. */
export abstract class SipMethod implements DeliveryMethod {
  abstract readonly name: string;
  abstract readonly isDialOut: boolean;
  protected readonly options: SipMethodOptions;
  protected readonly timers: CallTimers;

  constructor(options: SipMethodOptions) {
    this.options = options;
    this.timers = { ...CALL_TIMERS, ...options.timers };
  }

  deliver(delivery: Delivery): Promise<DeliveryResult> {
    const refusal = refusalBefore(this.options, delivery);
    return refusal ? Promise.resolve({ outcome: refusal }) : this.attempt(delivery);
  }

  /** As `deliver`, once it is known that something may be sent. */
  protected abstract attempt(delivery: Delivery): Promise<DeliveryResult>;
}
