/**
 * What becomes of a call whose process has died, by the records of its legs that are not `ended`:
 *
 *   dial-out inviting            ──► REFER method=BYE                      cancelled, or unknown
 *   refer inviting               ──► nothing: it cannot be taken back      unknown
 *   dial-out of a server with its own language
 *            inviting            ──► the server takes her out              cancelled, or unknown
 *   either confirmed             ──► adopted (she is in by herself)
 *   person inviting              ──► CANCEL, and BYE to what rings         cancelled, ended (gone), or unknown
 *   person confirmed, alone or with the conference inviting
 *                                ──► half a bridge: CANCEL there, BYE her  ended
 *   both confirmed               ──► adopted: both dialogs live here       …or ended, where one of them answers 481;
 *                                    her phone was stepping out: it goes on with that
 *   ended, while stepping out    ──► adopted (she is in by herself); an App-INVITE that was accepted is the same
 *   none                         ──► ended
 */
import { once } from 'node:events';
import type { ConferenceServer, Participant } from '../core/index.ts';
import { type AdoptedCall, adoptCall } from './calls/adopted-call.ts';
import type { CallJournal, LegRecord } from './calls/call-journal.ts';
import { CALL_TIMERS, type CallTimers } from './calls/call-timers.ts';
import { LegEntry } from './calls/leg-entry.ts';
import { cancelInvite } from './calls/resumed-invite.ts';
import { OnHerOwn } from './lync/on-her-own.ts';
import { Independent, takeOut } from './methods/independent.ts';
import { LiveBridge } from './methods/live-bridge.ts';
import type { SipUserAgent } from './user-agent/user-agent.ts';

export interface RecoveryOptions {
  readonly userAgent: SipUserAgent;
  readonly journal: CallJournal;
  /** All records of one invitation, in any order. */
  readonly records: readonly LegRecord[];
  /** Asked about calls that it was asked for in its own language; without, nobody knows what became of those. */
  readonly conferenceServer?: Pick<ConferenceServer, 'remove'>;
  readonly timers?: Partial<CallTimers>;
}

export type RecoveryResult =
  /** Her phone does not ring any more because of us. */
  | { readonly kind: 'cancelled' }
  /** There is no call any more. */
  | { readonly kind: 'ended' }
  /** Nobody answered: her phone may still ring. */
  | { readonly kind: 'unknown' }
  /** The call goes on, with us or by itself; *answered*: by the conference's call, which a voicemail may have taken. */
  | { readonly kind: 'adopted'; readonly participant: Participant; readonly word: 'joined' | 'answered' };

/**
 * Her phone was asked to call the conference itself, and our call with her is over: then it has, as far as anybody can know.
 * Nothing of hers runs through us any more.
 */
const ON_HER_OWN: Participant = {
  presence: 'independent',
  ended: new Promise(() => {}),
  hangUp: async () => {},
};

/** The connection was lost while they were asked: it has to be done again. */
const LOST = { kind: 'lost' } as const;
type Attempt = RecoveryResult | typeof LOST;

/**
 * Cleans up after a dead process, or takes over from it. Waits until the user agent is ready, and begins again when the
 * connection is lost: for good only where the user agent is stopped, and then the next process finds everything as it was.
 * Rejects only for records that are none.
 */
export async function recoverCall(options: RecoveryOptions): Promise<RecoveryResult> {
  const { userAgent, journal, records } = options;
  const entries = records.map((record) => new LegEntry(userAgent, journal, record));
  for (;;) {
    if (!userAgent.ready) await once(userAgent, 'ready');
    const left = entries.filter(({ record }) => record.state !== 'ended');
    const result = await attempt(options, left);
    if (result.kind === 'lost') continue;
    const wasSteppingOut = entries.some(({ record }) => isSteppingOut(record));
    if (result.kind !== 'ended' || !wasSteppingOut) return result;
    // Who accepted an App-INVITE is expected to join by herself; whether she did, the roster tells.
    const word = entries.some(({ record }) => record.form === 'app-invite') ? 'answered' : 'joined';
    return { kind: 'adopted', participant: ON_HER_OWN, word };
  }
}

function isSteppingOut({ steppingOut }: LegRecord): boolean {
  return steppingOut === 'asked' || steppingOut === 'taken';
}

async function attempt(
  { userAgent, conferenceServer, timers }: RecoveryOptions,
  entries: readonly LegEntry[],
): Promise<Attempt> {
  const command = entries.find(({ record }) => record.form === 'c3p');
  if (command) return await recoverCommand(userAgent, command, conferenceServer);
  const refer = entries.find(({ record }) => record.form === 'refer');
  if (refer) return await recoverReferral(userAgent, refer);
  const isConfirmed = (leg: LegRecord['leg']) => (entry: LegEntry) =>
    entry.record.leg === leg && entry.record.state === 'confirmed';
  const person = entries.find(isConfirmed('person'));
  const conference = entries.find(isConfirmed('conference'));
  if (person && conference) return await adoptBridge(userAgent, person, conference, timers);
  return await takeDown(userAgent, entries);
}

async function recoverReferral(userAgent: SipUserAgent, entry: LegEntry): Promise<Attempt> {
  // Her phone was asked to call, not the conference: it alone knows, and tells only the one who asked.
  const isRecallable = entry.record.method !== 'refer';
  if (entry.record.state === 'confirmed') {
    const word = isRecallable ? 'answered' : 'joined';
    return { kind: 'adopted', participant: new Independent(userAgent, entry), word };
  }
  const isTaken = isRecallable && (await takeOut(userAgent, entry.record));
  if (!isTaken && !userAgent.ready) return LOST;
  await entry.change({ state: 'ended' });
  return { kind: isTaken ? 'cancelled' : 'unknown' };
}

async function recoverCommand(
  userAgent: SipUserAgent,
  entry: LegEntry,
  conferenceServer: RecoveryOptions['conferenceServer'],
): Promise<Attempt> {
  const { requestUri, referTo: address = '', state } = entry.record;
  const takeOut = async () => await conferenceServer?.remove(requestUri, { address });
  if (state === 'confirmed') return { kind: 'adopted', participant: new OnHerOwn(takeOut), word: 'answered' };
  const removal = await takeOut();
  if (removal?.kind === 'refused' && !userAgent.ready) return LOST;
  await entry.change({ state: 'ended' });
  if (removal?.kind === 'removed') return { kind: 'cancelled' };
  return { kind: removal?.kind === 'not-in' ? 'ended' : 'unknown' };
}

async function adoptBridge(
  userAgent: SipUserAgent,
  personEntry: LegEntry,
  conferenceEntry: LegEntry,
  timers?: Partial<CallTimers>,
): Promise<RecoveryResult> {
  const { call: person } = adoptCall(userAgent, personEntry);
  const { call: conference } = adoptCall(userAgent, conferenceEntry);
  const bridge = new LiveBridge(userAgent, person, conference);
  // Also where our Contact is still the same one: only an answer shows that the call is still there.
  await bridge.refresh();
  if (!person.isOver && !conference.isOver) {
    if (isSteppingOut(personEntry.record)) void bridge.resumeStepOut({ ...CALL_TIMERS, ...timers });
    return { kind: 'adopted', participant: bridge, word: 'joined' };
  }
  await bridge.ended;
  return { kind: 'ended' };
}

async function takeDown(userAgent: SipUserAgent, entries: readonly LegEntry[]): Promise<Attempt> {
  const results = await Promise.all(
    entries.map(async (entry) => {
      if (entry.record.state === 'confirmed') {
        await hangUp(adoptCall(userAgent, entry));
        return 'ended' as const;
      }
      const result = await cancelInvite(userAgent, entry.record);
      if (result === 'unknown' && !userAgent.ready) return 'lost' as const;
      await entry.change({ state: 'ended' });
      return entry.record.leg === 'conference' || result === 'gone' ? ('ended' as const) : result;
    }),
  );
  if (results.includes('lost')) return LOST;
  if (results.includes('unknown')) return { kind: 'unknown' };
  return { kind: results.includes('cancelled') ? 'cancelled' : 'ended' };
}

/** Her 2xx may never have been acknowledged, and a BYE before the ACK is refused by some. */
async function hangUp({ call, acknowledge }: AdoptedCall): Promise<void> {
  acknowledge();
  await call.bye('SIP;cause=480');
}
