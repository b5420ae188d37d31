/** `npm run call` with what `docs/lync.md` says, against peers that were written from public documents: no server was ever asked. */
import assert from 'node:assert/strict';
import { FOCUS, LyncFocus } from '../support/lync-peers.ts';
import { scratch } from '../support/scratch.ts';
import { ScriptedSipPeer } from '../support/scripted-sip-peer.ts';
import { processesOf, runUsher } from '../support/usher-command.ts';

const CALL_MS = 45_000;

describe('npm run call to people of Lync (scripted)', function () {
  this.timeout(90_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let peer: ScriptedSipPeer;

  before(async () => {
    folder = await scratch();
  });
  after(() => folder.remove());
  beforeEach(async () => {
    peer = await ScriptedSipPeer.listen();
  });
  afterEach(async () => {
    await peer.close();
    // Only what a failed test has left.
    for (const pid of process.platform === 'linux' ? await processesOf(folder.path) : [])
      process.kill(pid, 'SIGKILL');
  });

  const call = () =>
    runUsher(
      folder.path,
      {
        SIP_SERVER: peer.uri,
        SIP_URI: 'sip:usher@example.com',
        CONFERENCE_DRIVER: 'lync',
        CONFERENCE_URI: FOCUS,
        INVITE_METHODS: 'conf-invite,dial-out',
      },
      undefined,
      ['call', 'sip:mary@example.com', '--toast', 'Join us'],
    );

  /** The peer waits for a message no longer than for an answer, and loading the program takes longer. */
  const delivering = async (command: ReturnType<typeof call>) => {
    await command.says(/\* Delivering$/m);
    return await peer.request('INVITE', 'mary');
  };

  it('shows a toast, and lets go of who accepts', async () => {
    const command = call();
    const invite = await delivering(command);
    assert.match(invite.header('ms-text-format'), /ms-body=Sm9pbiB1cw==$/);
    peer.reply(invite, 180);
    peer.reply(invite, 200);
    peer.reply(await peer.request('BYE', 'mary'), 200);
    assert.equal(await command.ended(CALL_MS), 0, command.output());
    assert.match(command.output(), /usher -> mary +INVITE \(invitation\)$/m);
    assert.match(command.output(), /\* Terminated \(Accepted\): answered$/m);
    assert.match(command.output(), /^mary: Answered$/m);
  });

  it('has the conferencing server call who knows no invitations', async () => {
    const command = call();
    peer.reply(await delivering(command), 415);
    const focus = new LyncFocus(peer);
    const joined = await focus.join();
    const addUser = await focus.command();
    focus.take(addUser);
    await focus.tell(joined, addUser, 'pending');
    await focus.tell(joined, addUser, 'success');
    await focus.left();
    assert.equal(await command.ended(CALL_MS), 0, command.output());
    assert.match(command.output(), /\* Delivering \(FallingBackToMcuDialOut\)/);
    assert.match(command.output(), /usher -> conference +INVITE \(addUser\)$/m);
    assert.match(command.output(), /conference -> usher +INFO \(pending\)$/m);
    assert.match(command.output(), /\* Terminated \(Accepted\): answered$/m);
  });

  it('says why where the meeting does not let us', async () => {
    const command = call();
    peer.reply(await delivering(command), 488);
    const focus = new LyncFocus(peer);
    await focus.join();
    const headers = ['ms-diagnostics: 3015;reason="No dial-out by attendees";source="fe.example.com"'];
    peer.reply((await focus.command()).sip, 403, { headers });
    await focus.left();
    assert.equal(await command.ended(CALL_MS), 1, command.output());
    assert.match(
      command.output(),
      /^mary: Not allowed\nThe conference does not let this bot have people called\./m,
    );
  });
});
