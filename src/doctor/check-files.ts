import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Country, loadPeopleFile } from '../directory/index.ts';
import { type Check, codeOf, fail, ok, reasonOf, warn } from './check.ts';

const SHOWN_PROBLEMS = 3;

/** PEOPLE_FILE, with the lines that are left out. */
export function checkPeopleFile(path: string, country: Country | undefined): Check {
  return {
    name: 'PEOPLE_FILE',
    async *run() {
      try {
        const { people, problems } = await loadPeopleFile(path, country);
        yield people.length > 0
          ? ok(`${path}: ${people.length} people`)
          : warn(`${path}: nobody is in it`, 'add a line for each person below the names of the columns');
        for (const { line, code } of problems.slice(0, SHOWN_PROBLEMS)) {
          yield warn(`line ${line} is left out (${code})`, 'correct that line');
        }
        const more = problems.length - SHOWN_PROBLEMS;
        if (more > 0)
          yield warn(`${more} more lines are left out`, 'correct them; Usher logs each at its start');
      } catch (error) {
        yield fail(reasonOf(error), 'correct PEOPLE_FILE, or the file');
      }
    },
  };
}

/** Files that hold a secret: by the variable that names them, or by their own name. */
export function checkSecrets(files: Readonly<Record<string, string>>): Check {
  return {
    name: 'secrets',
    async *run() {
      const open: string[] = [];
      for (const [name, path] of Object.entries(files)) {
        // One that is missing is told by whoever reads it.
        const mode = await stat(path).then(
          (found) => found.mode,
          () => 0,
        );
        if (mode & 0o007) open.push(`${name} (${path})`);
      }
      if (open.length > 0) {
        yield warn(
          `everybody on this machine may read ${open.join(', ')}`,
          'chmod 600, for the user that runs Usher',
        );
      } else {
        yield ok('no file with a secret is open to everybody');
      }
    },
  };
}

/** SIP_TRACE. */
export function checkTrace(path: string): Check {
  return {
    name: 'SIP_TRACE',
    async *run() {
      try {
        await access(path, constants.W_OK).catch(async (error) => {
          if (codeOf(error) !== 'ENOENT') throw error;
          await access(dirname(path), constants.W_OK | constants.X_OK);
        });
        yield warn(
          `every SIP message is written to ${path}`,
          'unset it when you have seen enough: it names who calls whom',
        );
      } catch (error) {
        yield fail(
          `${path} cannot be written: ${codeOf(error)}`,
          'name a file in a folder that can be written',
        );
      }
    },
  };
}
