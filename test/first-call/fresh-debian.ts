import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Authorities that this machine trusts beside Debian's, where packages come through a proxy. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';
const WORK = '/root/usher';
const STOP_MS = 20_000;

export interface Running {
  /** All that it has printed so far. */
  output(): string;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
}

/**
 * An empty Debian sid in a folder, whose programs have a loopback of their own and see no other network: nothing that they open can be
 * reached, or be in anybody's way. Linux, root, debootstrap and iproute2.
 */
export class FreshDebian {
  readonly #root: string;
  readonly #network: string;

  private constructor(root: string, network: string) {
    this.#root = root;
    this.#network = network;
  }

  /** `files`: what is copied to its working folder, relative to `from`. */
  static async make(parent: string, from: string, files: readonly string[]): Promise<FreshDebian> {
    mkdirSync(parent, { recursive: true });
    const root = mkdtempSync(join(parent, 'first-call-'));
    const debian = new FreshDebian(root, `usher-${process.pid}`);
    try {
      run('debootstrap', ['--variant=minbase', 'sid', root, mirror()]);
      // Its services are not root.
      chmodSync(root, 0o755);
      run('mount', ['-t', 'proc', 'proc', join(root, 'proc')]);
      for (const name of ['hosts', 'resolv.conf']) copyFileSync(`/etc/${name}`, join(root, 'etc', name));
      // What is installed does not start by itself: it would do so with the network of this machine.
      writeFileSync(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
      // A mirror may be older than sid promises to be; its packages are signed all the same.
      writeFileSync(join(root, 'etc/apt/apt.conf.d/90old-mirror'), 'Acquire::Check-Valid-Until "false";\n');
      const work = join(root, WORK);
      mkdirSync(work, { recursive: true });
      const archive = execFileSync('tar', ['-c', '-T', '-'], {
        cwd: from,
        input: files.join('\n'),
        maxBuffer: 2 ** 30,
      });
      execFileSync('tar', ['-x', '-C', work], { input: archive });
      run('ip', ['netns', 'add', debian.#network]);
      run('ip', ['netns', 'exec', debian.#network, 'ip', 'link', 'set', 'lo', 'up']);
      return debian;
    } catch (error) {
      await debian.remove();
      throw error;
    }
  }

  /** Runs lines of bash in the working folder; they stop at the first that fails. `online`: with this machine's network. */
  start(commands: string, { online = false } = {}): Running {
    const where = online ? [] : ['ip', 'netns', 'exec', this.#network];
    const [command = '', ...args] = [
      ...where,
      'chroot',
      this.#root,
      'bash',
      '-ec',
      `cd ${WORK}\n${commands}`,
    ];
    return start(command, args, online ? this.#trusting() : {});
  }

  /** Runs a program of this machine in its network. */
  startBeside(command: string, args: readonly string[]): Running {
    return start('ip', ['netns', 'exec', this.#network, command, ...args], {});
  }

  /** Ends what runs in it, and deletes it. */
  async remove(): Promise<void> {
    const giveUpAt = performance.now() + STOP_MS;
    while (this.#kill(performance.now() < giveUpAt - STOP_MS / 2 ? 'SIGTERM' : 'SIGKILL') > 0) {
      if (performance.now() > giveUpAt) throw new Error(`Something in ${this.#root} does not end`);
      await sleep(500);
    }
    quietly('ip', ['netns', 'del', this.#network]);
    // Nothing but files of its own may be below it when it is deleted.
    if (readFileSync('/proc/mounts', 'utf8').includes(` ${this.#root}/`))
      run('umount', [join(this.#root, 'proc')]);
    run('rm', ['--recursive', '--force', '--one-file-system', this.#root]);
  }

  /** Everything whose root it is, also what was started with the network of this machine. How many there were. */
  #kill(signal: NodeJS.Signals): number {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && this.#isInside(name));
    for (const pid of pids) {
      try {
        process.kill(Number(pid), signal);
      } catch {
        // It has ended by itself.
      }
    }
    return pids.length;
  }

  #isInside(pid: string): boolean {
    try {
      return readlinkSync(`/proc/${pid}/root`) === this.#root;
    } catch {
      return false;
    }
  }

  #trusting(): Record<string, string> {
    const { NODE_EXTRA_CA_CERTS } = process.env;
    if (!NODE_EXTRA_CA_CERTS || !existsSync(join(this.#root, AUTHORITIES))) return {};
    copyFileSync(NODE_EXTRA_CA_CERTS, join(this.#root, AUTHORITIES));
    return { NODE_EXTRA_CA_CERTS: AUTHORITIES };
  }
}

function start(command: string, args: readonly string[], more: Readonly<Record<string, string>>): Running {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: '/root', TERM: 'dumb', DEBIAN_FRONTEND: 'noninteractive', ...more },
  });
  let text = '';
  const take = (chunk: Buffer) => {
    text += chunk;
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? -1));
  });
  ended.catch(() => undefined);
  return { output: () => text, ended };
}

/** Where this machine has its Debian from. */
function mirror(): string {
  const format = ['--format', '$(REPO_URI)', 'Created-By: Packages', 'Label: Debian'];
  const [first] = quietly('apt-get', ['indextargets', ...format]).split('\n');
  return first || 'http://deb.debian.org/debian/';
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What it printed; nothing where it failed. */
function quietly(command: string, args: readonly string[]): string {
  try {
    return run(command, args);
  } catch {
    return '';
  }
}
