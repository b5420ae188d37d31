import type { Logger } from 'pino';
import type { SipConfig } from '../config.ts';
import { newConferenceUri } from '../desk/index.ts';
import { randomText } from '../random-text.ts';
import {
  type Answer,
  askOptions,
  askRegistrar,
  lookAtServer,
  SipUserAgent,
  type TargetLook,
} from '../sip/index.ts';
import { type Check, type Finding, fail, ok, reasonOf, warn } from './check.ts';

const CERTIFICATE_DAYS = 14;
const DAY_MS = 86_400_000;
/** For a connection; every question after it. */
const CONNECT_MS = 4_000;
const ANSWER_MS = 3_000;

export interface CheckSipOptions {
  readonly sip: SipConfig;
  /** Whether the conference is one that SIP is spoken to. */
  readonly asksConference: boolean;
  readonly log: Logger;
  readonly now: () => number;
}

/** SIP_SERVER: its addresses, its certificate, whether it knows us, and whether a conference is behind it. Calls nobody. */
export function checkSip({ sip, asksConference, log, now }: CheckSipOptions): Check {
  return {
    name: 'SIP server',
    async *run(signal) {
      const { server, tls = {} } = sip;
      let targets: readonly TargetLook[];
      try {
        targets = await lookAtServer({ server, tls, limitMs: CONNECT_MS, signal });
      } catch (error) {
        yield fail(`${server}: ${reasonOf(error)}`, 'correct what is named, or the name in SIP_SERVER');
        return;
      }
      const isAnyThere = targets.some(({ problem }) => problem === undefined);
      for (const target of targets) yield* judgeTarget(target, isAnyThere, now());
      if (!isAnyThere) return;
      // Beside a running Usher: neither its port nor its registration is touched.
      const { listen: _, ...ours } = sip;
      const userAgent = new SipUserAgent({ ...ours, log });
      try {
        await userAgent.start();
        if (userAgent.problem) {
          yield fail(userAgent.problem.message, 'look at its log, and at SIP_SERVER');
          return;
        }
        const [itself, registrar, conference] = await Promise.all([
          askOptions(userAgent, `sip:${userAgent.uri.host}`, ANSWER_MS),
          sip.register ? askRegistrar(userAgent, ANSWER_MS) : undefined,
          asksConference ? askOptions(userAgent, conferenceOf(sip), ANSWER_MS) : undefined,
        ]);
        yield judgeServer(itself, sip);
        if (sip.register) yield judgeRegistrar(registrar, sip);
        if (asksConference) yield judgeConference(conference, sip);
      } finally {
        await userAgent.stop();
      }
    },
  };
}

function conferenceOf({ conferenceUri, isFactory }: SipConfig): string {
  return isFactory ? conferenceUri : newConferenceUri(conferenceUri, randomText);
}

function* judgeTarget(
  { address, problem, certificateUntil }: TargetLook,
  isAnyThere: boolean,
  now: number,
): Generator<Finding> {
  if (problem) {
    const says = `${address}: ${problem.message.replace(/^SIP server: /, '')} (${problem.code})`;
    yield isAnyThere
      ? warn(says, 'another address answers; mend this one, or take it out of the DNS')
      : fail(says, 'correct SIP_SERVER, start the server, or let the firewall pass');
    return;
  }
  if (certificateUntil === undefined) {
    yield ok(`${address}: connected, not encrypted`);
    return;
  }
  const day = certificateUntil.toISOString().slice(0, 10);
  const says = `${address}: connected, its certificate is valid until ${day}`;
  const isSoon = certificateUntil.getTime() - now < CERTIFICATE_DAYS * DAY_MS;
  yield isSoon ? warn(says, 'renew it now') : ok(says);
}

/** What became of a question that only who may use the server gets answered. */
const isRefused = (answer: Answer): boolean => [401, 403, 407].includes(answer.code);

function judgeServer(answer: Answer | undefined, sip: SipConfig): Finding {
  if (!answer) return warn('no answer to OPTIONS', 'normal for some servers; try npm run call -- ADDRESS');
  if (!isRefused(answer)) return ok(`answers OPTIONS with ${answer.code} ${answer.reason}`);
  return fail(`refuses us: ${answer.code} ${answer.reason}`, credentialsTodo(sip));
}

function judgeRegistrar(answer: Answer | undefined, sip: SipConfig): Finding {
  if (!answer) return fail('no answer to REGISTER', 'is there a registrar for the domain of SIP_URI?');
  if (answer.code < 300) return ok(`would register ${sip.uri}`);
  const says = `does not register ${sip.uri}: ${answer.code} ${answer.reason}`;
  return fail(
    says,
    isRefused(answer) ? credentialsTodo(sip) : 'make that account at the server, or correct SIP_URI',
  );
}

function credentialsTodo({ username }: SipConfig): string {
  return username === undefined
    ? 'set SIP_USERNAME and SIP_PASSWORD, or let the server trust our address'
    : 'correct SIP_USERNAME and SIP_PASSWORD';
}

/** Many conference servers answer for a room only when it is there. */
function judgeConference(answer: Answer | undefined, sip: SipConfig): Finding {
  const todo = 'try npm run call -- ADDRESS; if the conference is missing there too, correct its address';
  if (!answer) return warn(`no answer for ${sip.conferenceUri}`, todo);
  const says = `for ${sip.conferenceUri} the answer to OPTIONS is ${answer.code} ${answer.reason}`;
  if (isRefused(answer)) return fail(says, credentialsTodo(sip));
  return answer.code < 300 || answer.code === 405 ? ok(says) : warn(says, todo);
}
