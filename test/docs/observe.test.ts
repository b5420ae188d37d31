import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMetrics } from '../../src/metrics/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('docs/observe.md', () => {
  const page = read('docs/observe.md');
  const rows = [...page.matchAll(/^\| `((?:usher|nodejs|process)_[\w*]+)`(?:, `([\w*]+)`)? \| (.*?) \|/gm)];
  const documented = rows.flatMap(([, one = '', other]) => (other === undefined ? [one] : [one, other]));

  const metrics = createMetrics({ version: '0' });
  metrics.watch({
    calls: () => ({ arriving: 0, bridged: 0 }),
    isSipReady: () => true,
    connections: () => ({ used: 0, idle: 0, waiting: 0 }),
    jobs: async () => [],
  });
  const declared = async () =>
    [...(await metrics.scrape()).text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
  const fits = (pattern: string, name: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);

  it('names each figure that there is', async () => {
    const names = await declared();
    assert.ok(names.length > 20, names.join());
    assert.deepEqual(
      names.filter((name) => !documented.some((pattern) => fits(pattern, name))),
      [],
    );
  });

  it('names none that is not there, alerts included', async () => {
    const names = await declared();
    const mentioned = [...page.matchAll(/`((?:usher|nodejs|process)_[a-z0-9_*]+)/g)].map(
      ([, name = '']) => name,
    );
    assert.ok(mentioned.length > documented.length);
    assert.deepEqual(
      mentioned.filter((pattern) => !names.some((name) => fits(pattern, name))),
      [],
    );
  });

  it('names each label of ours', () => {
    const sources = ['deliveries', 'jobs', 'refusals', 'sip-messages', 'standing', 'turns', 'metrics'];
    for (const source of sources) {
      const text = read(`src/metrics/${source}.ts`);
      for (const [, name = '', labels = ''] of text.matchAll(/name: '(\w+)',[^}]*?labelNames: \[(.*?)\]/gs)) {
        const row = rows.find(([, one]) => one === name);
        const missing = [...labels.matchAll(/'(\w+)'/g)].filter(
          ([, label]) => !row?.[3]?.includes(`\`${label}\``),
        );
        assert.deepEqual(missing.map(String), [], name);
      }
    }
  });

  it('names lines that are logged', () => {
    const lines: readonly (readonly [string, string])[] = [
      ['A turn begins', 'src/chat/activity-bot.ts'],
      ['a delivery begins', 'src/desk/delivery-report.ts'],
      ['a delivery is over', 'src/desk/delivery-report.ts'],
      ['a call begins', 'src/sip/calls/leg-entry.ts'],
      ['a call is asked for', 'src/drivers/call-record.ts'],
      ['An appointment is made', 'src/chat/turn.ts'],
      ['appointments are due', 'src/scheduling.ts'],
      ['a delivery was taken over', 'src/desk/takeover.ts'],
    ];
    for (const [line, file] of lines) {
      assert.ok(page.includes(`\`${line}\``), line);
      assert.ok(read(file).includes(`'${line}'`), `${line} in ${file}`);
    }
  });
});
