/**
 * Goes through the steps of a Dockerfile without an engine: each stage is a folder, made by the same copies and commands. The base image is
 * this machine with the Node that runs the tests. What it does not know, it refuses.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

export interface Image {
  /** The folder that is its root. */
  readonly root: string;
  /** Inside of it. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  /** `uid:gid` */
  readonly user: string;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  /** `node:24.21.0-bookworm-slim` */
  readonly base: string;
}

type Draft = { -readonly [Key in keyof Image]: Image[Key] };

/** `context` has the Dockerfile and its .dockerignore; `folder` takes the stages. Returns the last one. */
export function buildImage(context: string, folder: string): Image {
  const stages = new Map<string, Draft>();
  const isSent = sentTo(readFileSync(join(context, '.dockerignore'), 'utf8'));
  let image: Draft | undefined;
  for (const [instruction, rest] of instructionsOf(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    if (instruction === 'FROM') {
      const [base = '', , name = `${stages.size}`] = rest.split(/\s+/);
      const root = join(folder, name);
      mkdirSync(root);
      image = { root, base, workdir: '/', env: {}, user: '0:0', command: [], healthCheck: [] };
      stages.set(name, image);
      continue;
    }
    if (!image) throw new Error('It does not begin with FROM');
    switch (instruction) {
      case 'WORKDIR':
        image.workdir = join(image.workdir, rest);
        mkdirSync(inside(image), { recursive: true });
        break;
      case 'ENV':
        image.env = {
          ...image.env,
          ...Object.fromEntries(rest.split(/\s+/).map((one) => one.split('=', 2))),
        };
        break;
      case 'COPY':
        copy(image, rest, stages, context, isSent);
        break;
      case 'RUN':
        run(image, rest);
        break;
      case 'USER':
        image.user = rest;
        break;
      case 'CMD':
        image.command = JSON.parse(rest);
        break;
      case 'HEALTHCHECK':
        image.healthCheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4));
        break;
      case 'EXPOSE':
        break;
      default:
        throw new Error(`What does ${instruction} do?`);
    }
  }
  if (!image) throw new Error('It has no stage');
  return image;
}

function inside({ root, workdir }: Image): string {
  return join(root, workdir);
}

function instructionsOf(text: string): [instruction: string, rest: string][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, instruction = '', rest = ''] = /^([A-Z]+) +(\S.*)$/.exec(line) ?? [];
      return [instruction, rest];
    });
}

function copy(
  image: Image,
  rest: string,
  stages: ReadonlyMap<string, Image>,
  context: string,
  isSent: (path: string) => boolean,
): void {
  const words = rest.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const target = join(inside(image), words.pop() ?? '');
  for (const source of words) {
    const path = from === undefined ? join(context, source) : join(stages.get(from)?.root ?? '', source);
    const into = target.endsWith('/') || (existsSync(target) && !statSync(path).isDirectory());
    const to = into ? join(target, basename(path)) : target;
    if (from !== undefined) execFileSync('cp', ['--archive', '--link', path, to]);
    else if (!isSent(source)) throw new Error(`.dockerignore keeps ${source} back`);
    else cpSync(path, to, { recursive: true, filter: (one) => isSent(relative(context, one)) });
  }
}

function run(image: Image, command: string): void {
  // HOME: the cache of npm is that of this machine.
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, npm_config_prefer_offline: 'true', npm_config_loglevel: 'error', ...image.env };
  execFileSync('sh', ['-c', command], { cwd: inside(image), env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Whether the engine gets a path; the last line that fits decides. */
function sentTo(ignored: string): (path: string) => boolean {
  const lines = ignored.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return (path) => {
    const [top = ''] = path.split('/');
    let isSent = true;
    for (const line of lines) {
      if (!/^(\*|!?[\w.-]+)$/.test(line)) throw new Error(`.dockerignore: what does ${line} mean?`);
      if (line === '*' || line.replace(/^!/, '') === top) isSent = line.startsWith('!');
    }
    return isSent;
  };
}
