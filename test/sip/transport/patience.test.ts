import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Patience, type PatienceFault } from '../../../src/sip/transport/patience.ts';

const TIMERS = { unfinishedMs: 10, idleMs: 100 };

describe('patience', () => {
  let faults: PatienceFault[];
  let patience: Patience;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    faults = [];
  });
  afterEach(() => mock.timers.reset());

  function start(isInbound = true): void {
    patience = new Patience(TIMERS, isInbound, (fault) => faults.push(fault));
  }
  const pass = (ms: number) => mock.timers.tick(ms);

  it('ends with who says nothing, also where it sends empty lines', () => {
    start();
    pass(6);
    patience.heard(0, false);
    pass(4);
    assert.deepEqual(faults, ['connection-silent']);
  });

  it('ends with a message that does not end, however much of it comes', () => {
    start();
    patience.heard(1, true);
    for (let bytes = 0; bytes < 9; bytes += 1) {
      pass(1);
      patience.heard(0, true);
    }
    assert.deepEqual(faults, []);
    pass(1);
    assert.deepEqual(faults, ['message-unfinished']);
  });

  it('begins again with each message', () => {
    start();
    for (let messages = 0; messages < 5; messages += 1) {
      patience.heard(1, true);
      pass(9);
    }
    assert.deepEqual(faults, []);
  });

  it('ends with who falls silent, later, and not where keep-alives come', () => {
    start();
    patience.heard(1, false);
    for (let pings = 0; pings < 5; pings += 1) {
      pass(99);
      patience.heard(0, false);
    }
    assert.deepEqual(faults, []);
    pass(100);
    assert.deepEqual(faults, ['connection-idle']);
  });

  it('is endless with a server that we connected to, apart from its messages', () => {
    start(false);
    pass(1_000);
    patience.heard(1, false);
    pass(1_000);
    assert.deepEqual(faults, []);
    patience.heard(0, true);
    pass(10);
    assert.deepEqual(faults, ['message-unfinished']);
  });

  it('ends with the connection', () => {
    start();
    patience.stop();
    pass(1_000);
    assert.deepEqual(faults, []);
  });
});
