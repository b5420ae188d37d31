import assert from 'node:assert/strict';
import { createMetrics, type Standing } from '../../src/metrics/index.ts';

const STANDING: Standing = {
  calls: () => ({ arriving: 2, bridged: 3 }),
  isSipReady: () => true,
  connections: () => ({ used: 1, idle: 5, waiting: 0 }),
  jobs: async () => [{ queue: 'draw', due: 7, ahead: 1, retrying: 2, active: 3, lateSeconds: 1.5 }],
};

describe('metrics', () => {
  const create = () => createMetrics({ version: '1.2.3' });
  const linesOf = async (metrics: ReturnType<typeof create>) => (await metrics.scrape()).text.split('\n');

  async function assertTells(metrics: ReturnType<typeof create>, lines: readonly string[]): Promise<void> {
    const told = await linesOf(metrics);
    for (const line of lines)
      assert.ok(
        told.includes(line),
        `${line}\n${told.filter((one) => one.startsWith('usher_') && !one.includes('_bucket')).join('\n')}`,
      );
  }

  it('count what is refused, by door and reason', async () => {
    const metrics = create();
    metrics.refusedAt('slack')('not-signed');
    metrics.refused('slack', 'not-signed');
    await assertTells(metrics, ['usher_refused_total{door="slack",reason="not-signed"} 2']);
  });

  it('make no label of what is no code of ours', async () => {
    const metrics = create();
    for (const reason of ['sip:mary@contoso.com', '+4930123456', 'a"} 1\nfake{x="', '', 'x'.repeat(41)])
      metrics.refused('sip', reason);
    await assertTells(metrics, ['usher_refused_total{door="sip",reason="other"} 5']);
  });

  it('keep no more series than we have codes, whatever is told', async () => {
    const metrics = create();
    for (let number = 0; number < 1_000; number += 1) metrics.refused('http', `code-${number}`);
    const lines = await linesOf(metrics);
    const series = lines.filter((line) => line.startsWith('usher_refused_total{'));
    assert.ok(series.length <= 201, `${series.length}`);
    assert.ok(series.some((line) => line.includes('reason="other"')));
  });

  it('measure turns in seconds, by channel and kind', async () => {
    const metrics = create();
    metrics.turned({ channel: 'msteams', kind: 'command', hasFailed: false, ms: 250 });
    metrics.turned({ channel: 'made up', kind: 'press', hasFailed: true, ms: 1_000 });
    await assertTells(metrics, [
      'usher_turn_duration_seconds_sum{channel="msteams",kind="command",result="answered"} 0.25',
      'usher_turn_duration_seconds_count{channel="other",kind="press",result="failed"} 1',
    ]);
  });

  it('tell how people were reached; who has not answered has taken no time to answer', async () => {
    const { deliveries, ...metrics } = create();
    deliveries.rang(1_500);
    deliveries.ended({ outcome: 'joined', method: 'bridge', afterMs: 4_000 });
    deliveries.ended({ outcome: 'declined', method: 'dial-out', afterMs: 9_000 });
    deliveries.ended({ outcome: 'failed', method: undefined, afterMs: 1 });
    await assertTells({ deliveries, ...metrics }, [
      'usher_invitations_total{outcome="joined",method="bridge"} 1',
      'usher_invitations_total{outcome="declined",method="dial-out"} 1',
      'usher_invitations_total{outcome="failed",method="none"} 1',
      'usher_time_to_ring_seconds_sum 1.5',
      'usher_time_to_answer_seconds_sum 4',
      'usher_time_to_answer_seconds_count 1',
    ]);
  });

  it('count SIP messages by their first word alone', async () => {
    const metrics = create();
    for (const text of [
      'INVITE sip:a@b SIP/2.0\r\n',
      'SIP/2.0 180 Ringing\r\n',
      'SIP/2.0 200 OK\r\n',
      'FOO x',
      '\r\n',
    ])
      metrics.sipMessage({ direction: 'sent', text });
    await assertTells(metrics, [
      'usher_sip_messages_total{direction="sent",message="INVITE"} 1',
      'usher_sip_messages_total{direction="sent",message="1xx"} 1',
      'usher_sip_messages_total{direction="sent",message="2xx"} 1',
      'usher_sip_messages_total{direction="sent",message="other"} 2',
    ]);
  });

  it('tell what is done after commits, and how things stand', async () => {
    const metrics = create();
    metrics.jobs.done('draw', false, 20);
    metrics.jobs.coalesced('draw');
    metrics.watch(STANDING);
    await assertTells(metrics, [
      'usher_job_duration_seconds_count{queue="draw",result="done"} 1',
      'usher_draws_coalesced_total{queue="draw"} 1',
      'usher_calls{state="arriving"} 2',
      'usher_calls{state="bridged"} 3',
      'usher_sip_ready 1',
      'usher_database_connections{state="idle"} 5',
      'usher_jobs{queue="draw",state="due"} 7',
      'usher_job_lateness_seconds{queue="draw"} 1.5',
    ]);
    assert.ok((await linesOf(metrics)).some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds ')));
  });

  it('ask for the jobs once, however often somebody looks', async () => {
    const metrics = create();
    let asked = 0;
    metrics.watch({ ...STANDING, jobs: async () => STANDING.jobs().finally(() => (asked += 1)) });
    await Promise.all([metrics.scrape(), metrics.scrape(), metrics.scrape()]);
    assert.equal(asked, 1);
  });

  it('leave out what the database does not tell, and what it tells too late', async function () {
    this.timeout(10_000);
    for (const jobs of [() => Promise.reject(new Error('away')), () => new Promise<never>(() => {})]) {
      const metrics = create();
      metrics.watch({ ...STANDING, jobs });
      const lines = await linesOf(metrics);
      assert.ok(lines.includes('usher_calls{state="arriving"} 2'));
      assert.ok(!lines.some((line) => line.startsWith('usher_jobs{')));
    }
  });

  it('count two processes in one for themselves', async () => {
    const [one, other] = [create(), create()];
    one.refused('http', 'x');
    assert.ok(!(await linesOf(other)).some((line) => line.startsWith('usher_refused_total{')));
  });
});
