/** `npm run licences`: writes docs/licences.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { licencesPage } from './licences.ts';
import { lockedPackages } from './packages.ts';

const lock = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8');
await writeFile(new URL('../docs/licences.md', import.meta.url), licencesPage(lockedPackages(lock)));
