import assert from 'node:assert/strict';
import { OPTIONS } from '../../src/config/options.ts';
import { readConfig } from '../../src/config.ts';
import { createHttpServer } from '../../src/http/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { at, readYaml } from '../support/read-yaml.ts';
import { file, LONGEST_STOP_SECONDS, SECRETS } from './surroundings.ts';

describe('deploy/kubernetes.yaml', () => {
  const documents = readYaml(file('deploy/kubernetes.yaml'));
  const one = (kind: string) => documents.find((document) => at(document, 'kind') === kind);
  const pod = at(one('Deployment'), 'spec', 'template', 'spec');
  const container = at(pod, 'containers', 0);
  const variables = at(one('ConfigMap'), 'data') as Record<string, string>;

  it('sets only variables that there are, and with the secrets they are enough', () => {
    assert.deepEqual(
      Object.keys(variables).filter((name) => !(name in OPTIONS)),
      [],
    );
    assert.doesNotThrow(() =>
      readConfig({ NODE_ENV: 'production', HOST: '0.0.0.0', ...variables, ...SECRETS }),
    );
  });

  it('holds no secret, and says which ones it wants', () => {
    const text = file('deploy/kubernetes.yaml');
    for (const name of Object.keys(SECRETS)) {
      assert.ok(!(name in variables), name);
      assert.match(text, new RegExp(`^ *# .*\\b${name}\\b`, 'm'));
    }
  });

  it('asks what is answered, at the port that is listened to', async () => {
    const server = createHttpServer({ host: '127.0.0.1', port: 0, log: quietLog });
    const { port } = await server.start();
    try {
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        assert.equal(at(container, probe, 'httpGet', 'port'), 'http');
        const path = String(at(container, probe, 'httpGet', 'path'));
        assert.equal((await fetch(`http://127.0.0.1:${port}${path}`)).status, 200, path);
      }
    } finally {
      await server.drain(0);
    }
    assert.deepEqual(at(container, 'ports', 0), {
      name: 'http',
      containerPort: Number(OPTIONS.PORT.fallback),
    });
  });

  it('restarts nobody because a neighbour is away', () => {
    assert.equal(at(container, 'readinessProbe', 'httpGet', 'path'), '/readyz');
    assert.equal(at(container, 'livenessProbe', 'httpGet', 'path'), '/healthz');
  });

  it('waits as long as it takes to stop', () => {
    const seconds = Number(at(pod, 'terminationGracePeriodSeconds'));
    assert.ok(seconds > LONGEST_STOP_SECONDS, `${seconds} s for ${LONGEST_STOP_SECONDS} s`);
  });

  it('takes every right and the file system from it', () => {
    assert.equal(at(pod, 'securityContext', 'runAsNonRoot'), true);
    assert.deepEqual(at(container, 'securityContext'), {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('selects its own pods everywhere', () => {
    const labels = at(one('Deployment'), 'spec', 'template', 'metadata', 'labels');
    assert.deepEqual(at(one('Deployment'), 'spec', 'selector', 'matchLabels'), labels);
    assert.deepEqual(at(one('PodDisruptionBudget'), 'spec', 'selector', 'matchLabels'), labels);
    assert.deepEqual(at(one('Service'), 'spec', 'selector'), labels);
    assert.equal(at(one('Service'), 'spec', 'ports', 0, 'targetPort'), 'http');
  });
});
