/**
 * One call with the current configuration, seen from the wire: the core and its methods as the product has them, without
 * database and chat.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { callIdentity, callNote, callReport, sentence, type Words } from './cards/index.ts';
import type { Config } from './config.ts';
import {
  ArgumentError,
  Conference,
  ConferenceInvitation,
  type ConferenceInvitationResponse,
  type DeliverOptions,
  formatAddress,
  type Outcome,
  type Participant,
  parseAddress,
  RealTimeError,
  type StateChange,
  ToastMessage,
  toSipUri,
} from './core/index.ts';
import { fillFromName, newConferenceUri } from './desk/index.ts';
import { randomText } from './random-text.ts';
import { type CallJournal, Ladder } from './sip/index.ts';
import { openWire, type Wire } from './wire.ts';

/** As typed. */
export interface CallRequest {
  readonly address: string;
  /** A fresh one of CONFERENCE_URI unless given. */
  readonly conference?: string | undefined;
  readonly toast?: string | undefined;
}

export interface CallSurroundings {
  readonly log: Logger;
  /** Takes a line. */
  readonly print: (line: string) => void;
  /** Aborted: whoever still rings is withdrawn, whoever talks through us is hung up. */
  readonly signal: AbortSignal;
  /** In which it is said what became of the call; the ladder is that of the wire. */
  readonly words: Words;
}

/** 0: she is in; 1: she is not; 2: what was typed cannot be called. */
export type ExitCode = 0 | 1 | 2;

/** Nobody could read it after this process. */
const NO_JOURNAL: CallJournal = { save: async () => {} };

/** Calls, prints its ladder and what became of it. Rejects where the surroundings fail (a port that is taken). */
export async function makeCall(
  config: Config,
  request: CallRequest,
  surroundings: CallSurroundings,
): Promise<ExitCode> {
  const { print, words } = surroundings;
  const stops: (() => Promise<unknown>)[] = [];
  try {
    return await call(config, readRequest(request), surroundings, stops);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    print(sentence(error.code, error.facts, words));
    return 2;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

interface CheckedRequest {
  readonly address: string;
  readonly conference: string | undefined;
  readonly toast: ToastMessage | undefined;
}

/** Throws ArgumentError. */
function readRequest({ address, conference, toast }: CallRequest): CheckedRequest {
  if (conference !== undefined && parseAddress(conference).scheme === 'tel')
    throw new ArgumentError('address.not-sip', 'A conference has a SIP URI', { address: conference });
  return {
    address: formatAddress(parseAddress(address)),
    conference: conference === undefined ? undefined : formatAddress(parseAddress(conference)),
    toast: toast === undefined ? undefined : new ToastMessage(toast),
  };
}

async function call(
  config: Config,
  { address, conference, toast }: CheckedRequest,
  { log, print, signal, words }: CallSurroundings,
  stops: (() => Promise<unknown>)[],
): Promise<ExitCode> {
  const ladder = new Ladder();
  let isOver = false;
  const wire = await openWire({
    config: withFreeListener(config),
    journal: NO_JOURNAL,
    log,
    stops,
    observe: (message) => isOver || print(ladder.rung(message)),
  });
  await wire.registered;
  for (const target of conference === undefined ? [address] : [address, conference]) {
    const refusal = wire.policy.refusal(target);
    if (!refusal) continue;
    print(sentence(refusal.code, { name: target, ...refusal.facts }, words));
    return refusal.code === 'address.invalid' ? 2 : 1;
  }
  const { user, host } = parseAddress(address);
  const name = user || host;
  const { inviter, subject } = callIdentity(words);
  const place =
    conference === undefined ? await freshConference(wire, subject, stops, signal) : { uri: conference };
  if ('outcome' in place) {
    const end = { name, address, ...place, problem: wire.userAgent.problem?.message };
    for (const line of callReport(end, words)) print(line);
    return 1;
  }
  const { uri } = place;
  ladder.knows({ person: toSipUri(parseAddress(address), wire.userAgent.uri.host), conference: uri });
  const options: DeliverOptions = {
    inviteeName: name,
    fromName: fillFromName(config.fromName, inviter, subject),
    ringSeconds: config.ringSeconds,
    ...(toast === undefined ? {} : { toast }),
  };
  const invitation = new ConferenceInvitation(new Conference({ uri, subject, methods: wire.methods }))
    .onStateChanged((change) => print(ladder.step(describe(change))))
    .onProgress(({ kind }) => kind === 'queued' && print(ladder.step('* waiting for its turn')));
  const response = await delivered(invitation, address, options, signal);
  const problem = wire.userAgent.problem?.message;
  for (const line of callReport({ name, address, outcome: invitation.outcome, problem }, words)) print(line);
  if (response?.participant?.presence === 'bridged')
    await stay(response.participant, (what) => print(callNote(what, name, words)), signal);
  // How we take leave of the server is no part of the call.
  isOver = true;
  return response ? 0 : 1;
}

/** Where to bring her, or why there is nowhere. One that a factory makes lasts as long as this command. */
async function freshConference(
  { factory, sip }: Wire,
  subject: string,
  stops: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<{ readonly uri: string } | { readonly outcome: Outcome }> {
  if (!factory) return { uri: newConferenceUri(sip.conferenceUri, randomText) };
  const order = { conferenceId: randomUUID(), subject, ...NO_JOURNAL };
  const made = await factory.make(order, signal);
  if (made.kind === 'failed') return { outcome: made.outcome ?? { word: 'withdrawn' } };
  stops.push(() => made.call.hangUp());
  return { uri: made.uri };
}

/** Beside the product its port is taken; a port of the system's choice stands in for it. */
function withFreeListener(config: Config): Config {
  if (config.sip?.listen === undefined) return config;
  return { ...config, sip: { ...config.sip, listen: config.sip.listen.replace(/:\d+$/, ':0') } };
}

/** Undefined: she is not in; the invitation knows why. */
async function delivered(
  invitation: ConferenceInvitation,
  address: string,
  options: DeliverOptions,
  signal: AbortSignal,
): Promise<ConferenceInvitationResponse | undefined> {
  try {
    return await invitation.deliver(address, options, signal);
  } catch (error) {
    if (!(error instanceof RealTimeError)) throw error;
    if (error.cause) throw error.cause;
    return undefined;
  }
}

/** Her call runs through us: it has to last until she is out, or needs us no more. */
async function stay(
  participant: Participant,
  tell: (what: Parameters<typeof callNote>[0]) => void,
  signal: AbortSignal,
): Promise<void> {
  tell('bridged');
  const hangUp = () => void participant.hangUp();
  signal.addEventListener('abort', hangUp, { once: true });
  if (signal.aborted) hangUp();
  tell((await participant.ended).how);
}

function describe({ state, reason, response, outcome }: StateChange): string {
  const because = reason === 'None' ? '' : ` (${reason})`;
  const answer = response ? `: ${response.code} ${response.reasonPhrase}` : '';
  return `* ${state}${because}${outcome ? `: ${outcome.word}` : answer}`;
}
