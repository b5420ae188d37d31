/** Every variable with its meaning, unit, bounds and default, once; `.env.example` is written from it. */
interface Option {
  readonly about: string;
  /** Used where nothing is set; an empty one means: not set. */
  readonly fallback: string;
}

export const OPTIONS = {
  PORT: { about: 'TCP port of the HTTP server, 0 to 65535 (0: the system chooses)', fallback: '3978' },
  HOST: {
    about: 'Address that the HTTP server listens on; beyond loopback only with a channel',
    fallback: '127.0.0.1',
  },
  MicrosoftAppId: {
    about: 'Teams: the application id of the Azure Bot; empty: no Teams channel',
    fallback: '',
  },
  MicrosoftAppPassword: { about: 'Teams: the client secret of that application', fallback: '' },
  MicrosoftAppCertificate: {
    about: 'Teams, instead of the secret: PEM file of the certificate of that application',
    fallback: '',
  },
  MicrosoftAppCertificateKey: {
    about: 'PEM file of the private key of MicrosoftAppCertificate, not encrypted',
    fallback: '',
  },
  MicrosoftAppType: {
    about:
      'Teams: SingleTenant, UserAssignedMSI (neither secret nor certificate), or MultiTenant, of which Azure makes no new ones',
    fallback: 'SingleTenant',
  },
  MicrosoftAppTenantId: { about: 'Teams: the tenant of a SingleTenant or UserAssignedMSI bot', fallback: '' },
  ALLOWED_TENANTS: {
    about:
      'Teams: ids of the tenants that the bot works for, comma-separated, or any; empty: MicrosoftAppTenantId',
    fallback: '',
  },
  ALLOWED_SERVICE_URLS: {
    about:
      'Teams: hosts that answers may be sent to, comma-separated, *.contoso.com for subdomains; as Microsoft publishes them',
    fallback:
      'smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com,smba.infra.gov.teams.microsoft.us,smba.infra.dod.teams.microsoft.us,*.botframework.com,*.botframework.azure.us',
  },
  ChannelService: {
    about: 'Teams: https://botframework.azure.us in the cloud of the US government; empty: the public cloud',
    fallback: '',
  },
  PUBLIC_URL: {
    about:
      'https://usher.contoso.com, where chat products and people reach Usher: for npm run manifest and links to calendar entries; empty: they cannot',
    fallback: '',
  },
  SLACK_BOT_TOKEN: {
    about: 'Slack: the bot token of the app, xoxb-…; empty: no Slack channel',
    fallback: '',
  },
  SLACK_SIGNING_SECRET: {
    about: 'Slack: what its requests to /slack/… are signed with; empty: no such routes, only Socket Mode',
    fallback: '',
  },
  SLACK_APP_TOKEN: {
    about: 'Slack: an app-level token, xapp-…, for Socket Mode, where Slack cannot reach us; empty: none',
    fallback: '',
  },
  SLACK_API_URL: { about: 'Slack: where its Web API is', fallback: 'https://slack.com/api/' },
  SIP_SERVER: {
    about:
      'The SIP server that all calls go through: sip:host:port;transport=tcp (or tls), sips:host, ws://… or wss://…; without a port its SRV records are asked; empty: the built-in sandbox',
    fallback: '',
  },
  SIP_URI: { about: "Usher's own SIP address, sip:usher@contoso.com; needed with SIP_SERVER", fallback: '' },
  SIP_USERNAME: { about: 'Digest user name, where the SIP server asks for one', fallback: '' },
  SIP_PASSWORD: { about: 'Digest password', fallback: '' },
  SIP_REGISTER: {
    about: 'yes: register SIP_URI at the SIP server, for servers that serve only who is registered; no',
    fallback: 'no',
  },
  SIP_CALLER_ID: {
    about:
      'The number (+493012345) or SIP address that telephones are to see, where a trunk wants one of its own; sent as P-Preferred-Identity with calls to numbers; empty: none',
    fallback: '',
  },
  SIP_TLS_CA: {
    about:
      'PEM file of the authorities that may have signed the certificate of the SIP server; empty: those that Node trusts',
    fallback: '',
  },
  SIP_TLS_CERT: {
    about: 'PEM file of our own certificate, where the SIP server wants one (mutual TLS); empty: none',
    fallback: '',
  },
  SIP_TLS_KEY: { about: 'PEM file of the private key of SIP_TLS_CERT, not encrypted', fallback: '' },
  SIP_LISTEN: {
    about:
      'host:port where Usher also takes SIP connections over TCP, for servers that open their own; empty: it takes none',
    fallback: '',
  },
  SIP_ALLOWED_PEERS: {
    about:
      'Addresses and networks that may connect to SIP_LISTEN, as 10.0.0.5,10.1.0.0/24; empty: the addresses of SIP_SERVER',
    fallback: '',
  },
  SIP_CALLS_PER_SECOND: {
    about: 'How many calls may start per second, 0.1 to 1000; the rest queue',
    fallback: '5',
  },
  SIP_MAX_CALLS: {
    about:
      'How many SIP calls of its own one process may have at once, 2 to 100000: somebody who rings or is bridged is two, who has joined by herself none; who would be more is not called, and it is said why',
    fallback: '500',
  },
  SIP_TRACE: {
    about:
      'File that gets every SIP message, without credentials, up to 20 MB with the one before it; empty: none',
    fallback: '',
  },
  CONFERENCE_URI: {
    about:
      'Where conferences are: {id} is 10 of a-z0-9, {number} 8 digits, neither is one fixed room; needed with SIP_SERVER, unless CONFERENCE_FACTORY is set',
    fallback: '',
  },
  CONFERENCE_FACTORY: {
    about:
      'Instead: the SIP address that makes a new conference for whoever calls it (RFC 4579); where they have another domain, ALLOWED_SIP_DOMAINS has to name it',
    fallback: '',
  },
  CONFERENCE_JOIN_URL: {
    about:
      'Link of the Join button, https://…; {id} is the user part of the conference, {uri} all of it; empty: no button',
    fallback: '',
  },
  CONFERENCE_DRIVER: {
    about:
      'How the conference server is spoken to beside being called: sip (RFC 4575, 4579), asterisk (ARI) for its ConfBridges, freeswitch (Event Socket) for its conferences, or lync (experimental, docs/lync.md)',
    fallback: 'sip',
  },
  ARI_URL: { about: 'Asterisk: its REST interface, http://host:8088/ari or https://…', fallback: '' },
  ARI_USERNAME: { about: 'Asterisk: the user of ari.conf, not read-only', fallback: '' },
  ARI_PASSWORD: { about: 'Asterisk: the password of that user', fallback: '' },
  ARI_ENDPOINT: {
    about:
      'Asterisk: what is dialled for a person, with {user} or {uri} of her address: PJSIP/{user}, PJSIP/trunk/{uri}',
    fallback: 'PJSIP/{user}',
  },
  ARI_CONTEXT: {
    about:
      'Asterisk: the context of the dialplan in which the user part of a conference URI leads into its ConfBridge',
    fallback: 'conferences',
  },
  ESL_ADDRESS: { about: 'FreeSWITCH: its Event Socket, host:8021', fallback: '' },
  ESL_PASSWORD: { about: 'FreeSWITCH: the password of event_socket.conf.xml', fallback: '' },
  ESL_ENDPOINT: {
    about:
      'FreeSWITCH: what is dialled for a person, with {user} or {uri} of her address: user/{user}, sofia/gateway/trunk/{user}, sofia/external/{uri}',
    fallback: 'user/{user}',
  },
  ESL_PROFILE: {
    about:
      'FreeSWITCH: the profile of conference.conf.xml for a conference that begins with somebody who was called',
    fallback: 'default',
  },
  CONFIRM: {
    about:
      'yes: whom the conference calls hears CONFIRM_PROMPT and is in when 1 is pressed, so that no voicemail gets in (asterisk); no',
    fallback: 'no',
  },
  CONFIRM_PROMPT: {
    about: 'Asterisk: what is played then, as ARI media: sound:name, or several with commas',
    fallback: 'sound:followme/options',
  },
  INVITE_METHODS: {
    about:
      'Tried in this order for each person: bridge, dial-out, refer (asks the phone to join by itself; most refuse), conf-invite (experimental: Lync, Skype for Business, docs/lync.md)',
    fallback: 'bridge,dial-out',
  },
  STEP_OUT: {
    about: 'auto: a phone that can joins by itself, and its call needs us no more; never',
    fallback: 'auto',
  },
  RING_SECONDS: { about: 'How long a phone rings, 5 to 180 seconds (15 in the sandbox)', fallback: '20' },
  FROM_NAME: {
    about: 'The caller that phones show, with {inviter} and {subject}',
    fallback: '{inviter}: {subject}',
  },
  PEOPLE_FILE: {
    about: 'CSV file of people: name,sip,tel,email,aliases,groups,timezone,teams,slack,hours; empty: none',
    fallback: '',
  },
  DEFAULT_COUNTRY: {
    about:
      'Where telephone numbers without + are at home, as DE or US (ISO 3166); empty: they are not understood',
    fallback: '',
  },
  LDAP_URL: {
    about:
      'The company directory that people are known from, LDAP or Active Directory: ldaps://dc1.contoso.com, or ldap://; several with commas, tried in this order; empty: none (docs/connect-ldap.md)',
    fallback: '',
  },
  LDAP_BIND_DN: {
    about: 'LDAP: who reads, a DN or user@contoso.com; empty: nobody in particular',
    fallback: '',
  },
  LDAP_BIND_PASSWORD: { about: 'LDAP: the password of LDAP_BIND_DN', fallback: '' },
  LDAP_BASE: { about: 'LDAP: people and groups are below it, as dc=contoso,dc=com', fallback: '' },
  LDAP_FILTER: {
    about: 'LDAP: which entries are people (RFC 4515); disabled accounts and computers never are',
    fallback: '(objectClass=person)',
  },
  LDAP_START_TLS: {
    about:
      'LDAP, of ldap:// only: yes: nothing is said before the connection is encrypted; no: anybody on the way can read along, the password too; empty: yes, but no on this machine',
    fallback: '',
  },
  LDAP_TLS_CA: {
    about:
      'PEM file of the authorities that may have signed the certificate of the LDAP server; empty: those that Node trusts',
    fallback: '',
  },
  LDAP_REFRESH_MINUTES: {
    about: 'After how many minutes the directory is read again, 1 to 1440',
    fallback: '15',
  },
  ALLOWED_SIP_DOMAINS: {
    about:
      'Domains whose SIP addresses may be rung, comma-separated, *.contoso.com for subdomains; empty: that of SIP_URI',
    fallback: '',
  },
  ALLOWED_TEL_PREFIXES: {
    about: 'Beginnings of numbers that may be rung, as +49,+1212; empty: no numbers (calls cost money)',
    fallback: '',
  },
  INVITERS: {
    about:
      'Who may have people rung, comma-separated: mail addresses, SIP addresses, numbers, ids of the chat product (id:…), and groups of PEOPLE_FILE or the directory (group:surgeons); or everybody',
    fallback: 'everybody',
  },
  INVITES_PER_MINUTE: {
    about:
      'How many people may be rung within a minute by one person, and in one thread, 1 to 1000; 0: any number',
    fallback: '60',
  },
  ADMIN_CONTACT: {
    about:
      'Whom people may ask when something is refused, as "IT help desk, tel. 1234": one line, at most 200 characters; empty: nobody is named',
    fallback: '',
  },
  DATABASE_URL: { about: 'postgres://… of a PostgreSQL 13 or newer; empty: the embedded one', fallback: '' },
  DATA_DIR: {
    about: 'Folder of the embedded database; empty: data, or /var/lib/usher for root',
    fallback: '',
  },
  RETENTION_DAYS: {
    about: 'How many days what has ended is kept (docs/operate.md), 1 to 3650; then it is deleted',
    fallback: '90',
  },
  AUDIT_DAYS: {
    about: 'How many days the audit trail is kept (npm run audit), 1 to 3650; then it is deleted',
    fallback: '365',
  },
  PLAYGROUND_PORT: {
    about:
      'TCP port of a chat page that plays Teams, on 127.0.0.1, while there is no chat channel; with SIP_SERVER there is one where this is set',
    fallback: '56150',
  },
  METRICS_TOKEN: {
    about:
      'Who sends it as Authorization: Bearer … may read /metrics, at least 16 characters; empty: only this machine may',
    fallback: '',
  },
  LOG_LEVEL: { about: 'trace, debug, info, warn, error or silent (warn in the sandbox)', fallback: 'info' },
} as const satisfies Record<string, Option>;

export type Variable = keyof typeof OPTIONS;

/** `.env.example`: each variable with its meaning and its default. */
export function envExample(): string {
  const blocks = Object.entries(OPTIONS).map(
    ([name, { about, fallback }]) => `# ${about}\n# ${name}=${fallback}\n`,
  );
  return `# Copy to .env and uncomment what differs. Nothing set at all runs the sandbox.\n\n${blocks.join('\n')}`;
}
