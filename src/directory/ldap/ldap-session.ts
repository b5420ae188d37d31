/** What the reading of a directory needs of an LDAP client; ldap-client.ts makes it with ldapts. */

export interface LdapEntry {
  readonly dn: string;
  /** By the name of the attribute in lower case; only what is text. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export interface LdapSearch {
  /** RFC 4515. Configured, never typed by somebody in a chat. */
  readonly filter: string;
  readonly attributes: readonly string[];
}

export interface LdapSession {
  /** Everything below LDAP_BASE, page by page (RFC 2696). Throws LdapError. */
  pages(search: LdapSearch): AsyncIterable<readonly LdapEntry[]>;
  /** Ends the connection, at once. */
  close(): void;
}

/** Connects and says who we are. What is under way when `signal` aborts rejects. Throws LdapError. */
export type OpenLdap = (signal: AbortSignal) => Promise<LdapSession>;
