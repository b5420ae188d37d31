/** `npm run call` as somebody types it, against phones in a process of their own. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';
import { scratch } from '../support/scratch.ts';
import { processesOf, runUsher, type UsherCommand } from '../support/usher-command.ts';

/** Two cores that are busy with other things load it slowly. */
const CALL_MS = 45_000;

describe('npm run call', function () {
  this.timeout(90_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let sandbox: SandboxProcess;

  before(async () => {
    folder = await scratch();
    sandbox = await startSandboxProcess({ delays: { answerMs: 50, declineMs: 50 } });
  });
  after(async () => {
    await sandbox.stop();
    await folder.remove();
  });
  afterEach(async () => {
    // Only what a failed test has left.
    for (const pid of process.platform === 'linux' ? await processesOf(folder.path) : [])
      process.kill(pid, 'SIGKILL');
  });

  const call = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { server, uri, conferenceUri } = sandbox;
    const configured = { SIP_SERVER: server, SIP_URI: uri, CONFERENCE_URI: conferenceUri };
    return runUsher(folder.path, { ...configured, ...env }, undefined, ['call', ...args]);
  };

  async function assertSays(
    command: UsherCommand,
    code: number,
    ...patterns: readonly RegExp[]
  ): Promise<void> {
    assert.equal(await command.ended(CALL_MS), code, command.output());
    let rest = command.output();
    for (const pattern of patterns) {
      const found = pattern.exec(rest);
      assert.ok(found, `no ${pattern} (in this order) in:\n${command.output()}`);
      rest = rest.slice(found.index + found[0].length);
    }
  }

  it('a factory: makes a conference first, or nobody is called', async () => {
    const env = { CONFERENCE_URI: '', CONFERENCE_FACTORY: sandbox.conferenceFactory };
    await assertSays(
      call(['sip:mary@usher.example'], env),
      0,
      /INVITE \(offer\)$/m,
      /\* Delivering$/m,
      /-> mary +REFER \(to <sip:made-[\da-f-]+@conf\.usher\.example>\)$/m,
      /^mary: Joined/m,
    );
    await sandbox.phone('mary').hangUp();
    await assertSays(
      call(['sip:mary@usher.example'], { ...env, CONFERENCE_FACTORY: 'sip:bob@usher.example' }),
      1,
      /^mary: Failed\nNo conference could be made: its server refused \(603\)\. Nobody was called\./m,
    );
  });

  it('joined: the whole ladder, and the phone that joins by itself', async () => {
    const trace = join(folder.path, 'sip.log');
    const args = ['sip:mary@usher.example', '--to', 'sip:blue@conf.usher.example', '--toast', 'Join us'];
    const command = call(args, { SIP_TRACE: trace, SIP_USERNAME: 'usher', SIP_PASSWORD: 'hunter2' });
    await assertSays(
      command,
      0,
      /^ +\d+ ms {2}\* Delivering$/m,
      /^ +\d+ ms {2}usher -> mary +INVITE \(no offer\)$/m,
      /^ +\d+ ms {2}mary -> usher +180 Ringing \(INVITE\)$/m,
      /^ +\d+ ms {2}\* Delivering \(Ringing\): 180 Ringing$/m,
      /^ +\d+ ms {2}mary -> usher +200 OK \(INVITE, SDP\)$/m,
      /^ +\d+ ms {2}usher -> conference +INVITE \(offer\)$/m,
      /^ +\d+ ms {2}\* Terminated \(Accepted\): joined$/m,
      /^ +\d+ ms {2}usher -> mary +REFER \(to <sip:blue@conf\.usher\.example>\)$/m,
      /^mary: Joined\nThe configuration works/m,
      /^ +\d+ ms {2}usher -> mary +BYE$/m,
      /^The phone of mary has joined by itself/m,
    );
    await sandbox.until(({ rooms }) => rooms.blue?.some(({ name }) => name === 'Mary Lind') === true);
    const traced = await readFile(trace, 'utf8');
    assert.match(traced, /^--- \S+ sent to 127\.0\.0\.1:\d+\nINVITE sip:mary@usher\.example SIP\/2\.0\n/m);
    assert.match(traced, /^Subject: Join us$/m);
    assert.ok(!traced.includes('hunter2'));
  });

  it('declined: the word, the code and what to do', async () => {
    await assertSays(
      call(['sip:bob@usher.example']),
      1,
      /bob -> usher +603 Decline \(INVITE\)$/m,
      /^bob: Declined\nSomebody, or the phone itself, refused \(603\)\. Call again/m,
    );
  });

  it('in the language of the terminal; the ladder is that of the wire', async () => {
    await assertSays(
      call(['sip:bob@usher.example'], { LANG: 'en_GB.UTF-8', LC_ALL: 'de_DE.UTF-8' }),
      1,
      /bob -> usher +603 Decline \(INVITE\)$/m,
      /^bob: Abgelehnt$/m,
    );
    await assertSays(call(['mary'], { LANG: 'fr_FR.UTF-8' }), 2, /mary n’est pas une adresse/);
  });

  it('not found: says what to check', async () => {
    await assertSays(
      call(['sip:nobody@usher.example']),
      1,
      /nobody -> usher +404 Not Found \(INVITE\)$/m,
      /^nobody: Not found$/m,
      /^Check at the phone server whether it knows nobody@usher\.example\.$/m,
    );
  });

  it('the gate: calls nobody whom the product would not call', async () => {
    const command = call(['sip:mary@elsewhere.example']);
    await assertSays(command, 1, /addresses at elsewhere\.example are not allowed.*ALLOWED_SIP_DOMAINS/);
    assert.doesNotMatch(command.output(), /INVITE/);
    await assertSays(call(['sip:mary@usher.example', '--to', 'sip:x@elsewhere.example']), 1, /not allowed/);
  });

  it('no server: says so', async () => {
    const command = call(['sip:mary@usher.example'], { SIP_SERVER: 'sip:127.0.0.1:1;transport=tcp' });
    await assertSays(
      command,
      1,
      /^mary: Failed\nThere is no connection to the phone server/m,
      /^SIP server: .*ECONNREFUSED.*\. Check SIP_SERVER\.$/m,
    );
  });

  const bad: readonly (readonly [what: string, args: readonly string[], says: RegExp])[] = [
    ['an address that is none', ['mary'], /mary is no address\. Write it as sip:/],
    ['no address', [], /An address is missing\.[\s\S]*npm run call -- ADDRESS/],
    ['two addresses', ['sip:a@usher.example', 'sip:b@usher.example'], /One address at a time/],
    ['an option that is none', ['sip:a@usher.example', '--loud'], /--loud[\s\S]*npm run call -- ADDRESS/],
    ['a number as conference', ['sip:a@usher.example', '--to', 'tel:+49301'], /is no conference address/],
    ['a toast without words', ['sip:a@usher.example', '--toast', ' '], /--toast has no words/],
  ];
  for (const [what, args, says] of bad) {
    it(`bad input: ${what}`, async () => {
      const command = call(args);
      await assertSays(command, 2, says);
      assert.doesNotMatch(command.output(), /INVITE/);
    });
  }

  it('a configuration that does not work is bad input too', async () => {
    await assertSays(call(['sip:mary@usher.example'], { SIP_URI: '' }), 2, /SIP_URI: is missing/);
  });

  it('help', async () => {
    await assertSays(call(['--help']), 0, /npm run call -- ADDRESS \[--to CONFERENCE\] \[--toast TEXT\]/);
  });

  it('Ctrl-C while it rings stops the phone', async () => {
    const command = call(['sip:sue@usher.example']);
    await command.says(/sue -> usher +180 Ringing/);
    command.interrupt();
    await assertSays(
      command,
      1,
      /usher -> sue +CANCEL$/m,
      /^sue: Withdrawn\nThe phone has stopped ringing\.$/m,
    );
    await sandbox.until(({ phones }) => phones.sue.state !== 'ringing');
  });

  it('Ctrl-C in a call that runs through it hangs up', async () => {
    const command = call(['sip:lee@usher.example']);
    await command.says(/The call of lee runs through this command/);
    command.interrupt();
    await assertSays(command, 0, /usher -> lee +BYE$/m, /^Hung up\.$/m);
  });

  it('with nothing configured it calls into a sandbox of its own', async () => {
    const command = runUsher(folder.path, {}, undefined, ['call', 'sip:max@usher.example']);
    await assertSays(command, 1, /max -> usher +486 Busy Here \(INVITE\)$/m, /^max: Busy$/m);
  });
});
