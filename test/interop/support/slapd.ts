import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../../support/certificates.ts';
import { fillIn } from './fill-in.ts';
import { freePort, isListening, Peer } from './peer.ts';

export const BASE = 'dc=contoso,dc=test';
export const READER = { dn: `cn=usher,${BASE}`, password: 'reads everything' };

/** OpenLDAP's server with a directory of the test's own. Only READER may read it, and gets 500 entries at once. */
export class Slapd {
  /** Paths, for LDAP_TLS_CA: its authority, and one that has nothing to do with it. */
  readonly ca: string;
  readonly otherCa: string;
  readonly #folder: string;
  readonly #ports: { readonly ldap: number; readonly ldaps: number };
  #peer: Peer | undefined;

  private constructor(folder: string, ports: { ldap: number; ldaps: number }) {
    this.#folder = folder;
    this.#ports = ports;
    this.ca = join(folder, 'ca.pem');
    this.otherCa = join(folder, 'other-ca.pem');
  }

  /** `entries`: blocks of LDIF below BASE. */
  static async start(folder: string, entries: readonly string[]): Promise<Slapd> {
    const run = join(folder, 'slapd');
    mkdirSync(join(run, 'data'), { recursive: true });
    writeCertificates(run);
    writeFileSync(
      join(run, 'slapd.conf'),
      fillIn('slapd/slapd.conf', { FOLDER: run, HERE: import.meta.dirname }),
    );
    const slapd = new Slapd(run, { ldap: await freePort(), ldaps: await freePort() });
    slapd.load([...FRAME, ...entries]);
    await slapd.run();
    return slapd;
  }

  /** In clear, where StartTLS is offered. */
  get url(): string {
    return `ldap://127.0.0.1:${this.#ports.ldap}`;
  }

  get secureUrl(): string {
    return `ldaps://127.0.0.1:${this.#ports.ldaps}`;
  }

  get peer(): Peer {
    if (!this.#peer) throw new Error('slapd does not run yet');
    return this.#peer;
  }

  /** Adds entries; while it does not run. */
  load(entries: readonly string[]): void {
    const ldif = join(this.#folder, 'people.ldif');
    writeFileSync(ldif, `${entries.join('\n\n')}\n`);
    execFileSync('slapadd', ['-q', '-f', join(this.#folder, 'slapd.conf'), '-l', ldif], { stdio: 'pipe' });
  }

  /** Runs it: the first time, or again after `crash`. */
  async run(): Promise<void> {
    const { ldap, ldaps } = this.#ports;
    const listen = `ldap://127.0.0.1:${ldap} ldaps://127.0.0.1:${ldaps}`;
    const args = ['-d', '0', '-f', join(this.#folder, 'slapd.conf'), '-h', listen];
    this.#peer = new Peer('slapd', 'slapd', args, `${this.#folder}.log`);
    await this.#peer.ready(async () => (await isListening(ldap)) && isListening(ldaps));
  }

  async crash(): Promise<void> {
    this.peer.kill('SIGKILL');
    await this.peer.exited;
  }

  /** It answers nothing any more, though every connection stays; until `thaw`. */
  freeze(): void {
    this.peer.kill('SIGSTOP');
  }

  thaw(): void {
    this.peer.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.peer.stop();
  }
}

const FRAME = [
  `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Contoso`,
  `dn: ou=people,${BASE}\nobjectClass: organizationalUnit`,
  `dn: ou=groups,${BASE}\nobjectClass: organizationalUnit`,
  `dn: ${READER.dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\nuserPassword: ${READER.password}`,
];

function writeCertificates(folder: string): void {
  const authority = makeCertificate('directory authority', { isAuthority: true });
  const server = makeCertificate('directory', { issuer: authority, hosts: ['127.0.0.1'] });
  const other = makeCertificate('another authority', { isAuthority: true });
  const files = { ca: authority.cert, server: server.cert, 'server-key': server.key, 'other-ca': other.cert };
  for (const [name, pem] of Object.entries(files)) writeFileSync(join(folder, `${name}.pem`), pem);
}
