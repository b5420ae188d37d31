import assert from 'node:assert/strict';
import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { SipBench } from '../../support/sip-bench.ts';

describe('subscriptions', () => {
  let bench: SipBench;
  /** The request that began them. */
  let asked: SipText;
  let dialog: { readonly callId: string; readonly localTag: string };
  let heard: string[];
  let cseq: number;

  beforeEach(async () => {
    bench = await SipBench.start();
    const agent = bench.userAgent;
    const { callId, fromTag } = agent.request('SUBSCRIBE', agent.uri, agent.contactHeaders);
    dialog = { callId, localTag: fromTag };
    asked = await bench.peer.request('SUBSCRIBE');
    heard = [];
    cseq = 0;
  });
  afterEach(() => bench.stop());

  const listen = (event: string, name = event) =>
    bench.userAgent.subscriptions.listen(event, dialog, (notify: IncomingRequestMessage) => {
      heard.push(`${name}: ${notify.body}`);
    });

  async function notify(event: string, code: number): Promise<void> {
    cseq += 1;
    const headers = [`Event: ${event}`, 'Subscription-State: active'];
    bench.peer.sendInDialog(asked, 'NOTIFY', { headers, body: `news ${cseq}`, cseq });
    await bench.peer.response(code, asked.callId, 'NOTIFY');
  }

  it('of two kinds in one dialog hear their own, before the answer to what began them', async () => {
    listen('refer');
    listen('conference');
    await notify('refer;id=2', 200);
    await notify(' Conference', 200);
    assert.deepEqual(heard, ['refer: news 1', 'conference: news 2']);
  });

  it('hear nothing after their end, and what comes late gets a 200 all the same', async () => {
    const stop = listen('conference');
    await notify('conference', 200);
    stop();
    stop();
    await notify('conference', 200);
    assert.deepEqual(heard, ['conference: news 1']);
  });

  it('that nobody asked for are refused', async () => {
    listen('conference');
    await notify('presence', 481);
    assert.deepEqual(heard, []);
  });

  it('remember a bounded number of those that have ended', async () => {
    const { subscriptions } = bench.userAgent;
    listen('conference')();
    for (let i = 0; i < 1_000; i += 1) {
      subscriptions.listen('refer', { callId: `call-${i}`, localTag: 'tag' }, () => undefined)();
    }
    await notify('conference', 481);
  });
});
