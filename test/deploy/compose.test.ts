import assert from 'node:assert/strict';
import { OPTIONS } from '../../src/config/options.ts';
import { at, readYaml } from '../support/read-yaml.ts';
import { file, LONGEST_STOP_SECONDS } from './surroundings.ts';

describe('compose.yaml', () => {
  const [compose] = readYaml(file('compose.yaml'));
  const usher = at(compose, 'services', 'usher');

  it('sets only variables that there are', () => {
    const names = Object.keys(at(usher, 'environment') as object);
    assert.deepEqual(
      names.filter((name) => !(name in OPTIONS)),
      [],
    );
  });

  it('publishes the port that it sets, for this machine only', () => {
    const port = at(usher, 'environment', 'PORT');
    assert.deepEqual(at(usher, 'ports'), [`127.0.0.1:${port}:${port}`]);
  });

  it('takes every right and the file system from it', () => {
    assert.equal(at(usher, 'read_only'), true);
    assert.deepEqual(at(usher, 'cap_drop'), ['ALL']);
    assert.deepEqual(at(usher, 'security_opt'), ['no-new-privileges:true']);
  });

  it('waits as long as it takes to stop', () => {
    const [, seconds] = /^(\d+)s$/.exec(String(at(usher, 'stop_grace_period'))) ?? [];
    assert.ok(Number(seconds) > LONGEST_STOP_SECONDS, `${seconds} s for ${LONGEST_STOP_SECONDS} s`);
  });

  it('starts it when the database takes connections, with one password for both', () => {
    assert.equal(at(usher, 'depends_on', 'database', 'condition'), 'service_healthy');
    const password = String(at(compose, 'services', 'database', 'environment', 'POSTGRES_PASSWORD'));
    assert.match(password, /^\$\{POSTGRES_PASSWORD:\?/);
    assert.equal(at(usher, 'environment', 'DATABASE_URL'), `postgres://usher:${password}@database/usher`);
  });
});
