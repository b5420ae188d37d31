import type { ConferenceFactory, FactoryOrder, Made } from '../../src/desk/factory-ports.ts';

type Script = (order: FactoryOrder, signal: AbortSignal) => Promise<Made>;

/** A conference factory without any wire: it writes down what it was asked, and makes what a test tells it to. */
export class FakeFactory implements ConferenceFactory {
  /** Those whose record was kept: what dies before has left nothing to be taken down. */
  readonly orders: FactoryOrder[] = [];
  readonly adopted: string[] = [];
  readonly takenDown: object[] = [];
  /** Conferences whose call was hung up. */
  readonly hungUp: string[] = [];
  making: Script = async () => this.made('sip:made@conf.usher.test');

  async make(order: FactoryOrder, signal: AbortSignal): Promise<Made> {
    await order.save({ callId: `call-${this.orders.length + 1}` });
    this.orders.push(order);
    return this.making(order, signal);
  }

  async adopt(_order: FactoryOrder, uri: string): Promise<Made> {
    this.adopted.push(uri);
    return this.made(uri);
  }

  async takeDown(_order: FactoryOrder, record: object): Promise<void> {
    this.takenDown.push(record);
  }

  made(uri: string): Made {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const hangUp = async () => {
      this.hungUp.push(uri);
      resolve();
    };
    return { kind: 'made', uri, call: { ended, hangUp } };
  }
}
