import type { Delivery, DeliveryMethod, DeliveryResult } from '../../src/core/index.ts';

/** A delivery method without any wire: `script` plays the outside. */
export class FakeMethod implements DeliveryMethod {
  readonly name: string;
  readonly isDialOut: boolean;
  readonly needsCompany: boolean;
  readonly deliveries: Delivery[] = [];
  readonly #script: (delivery: Delivery) => Promise<DeliveryResult> | DeliveryResult;

  constructor(
    script: (delivery: Delivery) => Promise<DeliveryResult> | DeliveryResult,
    { name = 'bridge', isDialOut = false, needsCompany = false } = {},
  ) {
    this.#script = script;
    this.name = name;
    this.isDialOut = isDialOut;
    this.needsCompany = needsCompany;
  }

  async deliver(delivery: Delivery): Promise<DeliveryResult> {
    this.deliveries.push(delivery);
    return this.#script(delivery);
  }
}

/** Resolves when `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
