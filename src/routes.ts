/** What is answered over HTTP: the channels that are configured, and what has to work before `/readyz` says 200. */
import { type Chat, MessengerError } from './chat/index.ts';
import type { Config } from './config.ts';
import type { LdapPeople } from './directory/ldap/index.ts';
import { type HttpServerOptions, NotReady } from './http/index.ts';
import type { Metrics } from './metrics/index.ts';
import type { RegistrationState } from './sip/index.ts';
import { StoreError } from './store/index.ts';
import type { Wire } from './wire.ts';

export interface RoutesOptions {
  readonly config: Config;
  readonly chat: Chat;
  readonly store: { ping(): Promise<unknown> };
  readonly wire: Wire;
  /** The calendar entry of an attendee, as a file. */
  readonly calendar: (id: string) => Promise<string | undefined>;
  readonly metrics: Metrics;
  /** Undefined: no directory. */
  readonly ldap: Pick<LdapPeople, 'problem'> | undefined;
}

/** A channel without credentials has no route: botbuilder would believe anybody. With no channel at all it is for loopback only. */
export function routesOf({
  config,
  chat,
  store,
  wire,
  calendar,
  metrics,
  ldap,
}: RoutesOptions): Pick<
  HttpServerOptions,
  'messages' | 'isOpen' | 'slack' | 'calendar' | 'metrics' | 'refused' | 'checks' | 'partChecks'
> {
  const { userAgent, registration } = wire;
  const { slack } = chat;
  const signingSecret = config.slack?.signingSecret;
  const isOpen = config.teams === undefined && config.slack === undefined;
  const hasMessages = config.teams !== undefined || isOpen;
  return {
    isOpen,
    ...(hasMessages && { messages: (req, res) => chat.handle(req, res) }),
    ...(slack && signingSecret !== undefined && { slack: { signingSecret, handle: slack.handle } }),
    calendar,
    metrics: { token: config.metricsToken, scrape: metrics.scrape },
    refused: metrics.refusedAt('http'),
    checks: {
      database: () => withCode(store.ping()),
      sip: async () => checkConnection(userAgent.problem),
      ...(config.conference.driver !== 'sip' && {
        conference: async () => checkConnection(wire.conferenceProblem()),
      }),
      ...(registration && { registration: async () => checkRegistration(registration.state) }),
      ...(slack && { slack: () => withCode(slack.check()) }),
      ...(slack &&
        config.slack?.appToken !== undefined && { 'slack-socket': async () => checkSocket(slack) }),
    },
    // A dead directory keeps nobody from being called: what was read last still counts, and names of the chat do anyway.
    ...(ldap && { partChecks: { directory: async () => checkConnection(ldap.problem) } }),
  };
}

/** Errors of ours say why by a code that may be shown. */
async function withCode(check: Promise<unknown>): Promise<void> {
  await check.catch((error: unknown) => {
    const isOurs = error instanceof StoreError || error instanceof MessengerError;
    throw isOurs ? new NotReady(error.code, error.message) : error;
  });
}

function checkRegistration(state: RegistrationState): void {
  if (state.kind === 'registered') return;
  const code = state.kind === 'failed' ? `${state.code}` : state.kind;
  throw new NotReady(code, 'not registered at SIP_SERVER');
}

function checkSocket({ isListening }: { readonly isListening: boolean }): void {
  if (!isListening) throw new NotReady('no-connection', 'Slack is not connected by Socket Mode');
}

/** Throws why there is no connection to a server, where there is none. */
function checkConnection(problem: { readonly code: string; readonly message: string } | undefined): void {
  if (problem) throw new NotReady(problem.code, problem.message);
}
