import assert from 'node:assert/strict';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';
import { AUDIO_OFFER, SipCaller } from '../support/sip-caller.ts';

describe('the sandbox in a process of its own', () => {
  let sandbox: SandboxProcess;
  let caller: SipCaller;

  beforeEach(async () => {
    sandbox = await startSandboxProcess({ delays: { answerMs: 20 } });
    caller = new SipCaller(sandbox.server, sandbox.uri);
    await caller.start();
  });
  afterEach(async () => {
    await caller.stop();
    await sandbox.stop();
  });

  it('can be watched and steered', async () => {
    const call = caller.call('sip:sue@usher.example', {
      fromName: 'Robin',
      subject: 'Now',
      offer: AUDIO_OFFER,
    });
    const { phones } = await sandbox.until(({ phones }) => phones.sue.state === 'ringing');
    assert.deepEqual(phones.sue.toast, { from: 'Robin', subject: 'Now' });
    await sandbox.phone('sue').answer();
    assert.equal(await call.final(), 200);
    call.ack();
    await sandbox.phone('sue').hangUp();
    await call.until(() => call.ended);
  });

  it('shows who is in a room, and can take them out', async () => {
    const room = sandbox.conferenceUri.replace('{id}', 'standup');
    const call = caller.call(room, { fromName: 'Lee Chen', offer: AUDIO_OFFER });
    await call.final();
    call.ack();
    const entry = { name: 'Lee Chen', uri: sandbox.uri, leg: 'bridged' };
    assert.deepEqual((await sandbox.until(({ rooms }) => rooms.standup?.length === 1)).rooms.standup, [
      entry,
    ]);
    await sandbox.room(room).remove(sandbox.uri);
    await call.until(() => call.ended);
  });

  it('keeps its phones ringing when the caller is gone', async () => {
    const call = caller.call('sip:sue@usher.example');
    await call.until(() => call.codes.includes(180));
    await caller.stop();
    caller = new SipCaller(sandbox.server, sandbox.uri);
    await caller.start();
    assert.equal(sandbox.snapshot().phones.sue.state, 'ringing');
  });
});
