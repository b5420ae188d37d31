/**
 * The SIP room: one user agent over TCP, and the ways of bringing somebody in (`DeliveryMethod` of the core).
 *
 *   const userAgent = new SipUserAgent({ server: 'sip:127.0.0.1:5060;transport=tcp', uri: 'sip:usher@example.com', log });
 *   await userAgent.start();
 *   const options = { userAgent, journal, pacer: new Pacer(5), mayCall: (uri) => policy.mayCall(uri) };
 *   const conference = new Conference({ uri, subject, methods: [new Bridge(options), new DialOut(options)] });
 *
 * The way to the wire: bridge.ts → invite-leg.ts → user-agent.ts → tcp-transport.ts.
 */

// Commonly used: the delivery methods, and what they share
export { Bridge } from './bridge.ts';
// What the store keeps of each call leg, and what a successor does with it
export type { CallJournal, LegRecord } from './call-journal.ts';
export { DialOut } from './dial-out.ts';
export type { CallTimers, SipMethodOptions } from './method-options.ts';
export { Pacer } from './pacer.ts';
export { type RecoveryOptions, type RecoveryResult, recoverCall } from './recovery.ts';
export { codeOf, isMadeHere } from './responses.ts';
export { parseUri } from './uri.ts';
// The user agent: the bot connects with it, the sandbox listens with it
export { SipUserAgent } from './user-agent.ts';
export type { SipUserAgentOptions, UserAgentTimers } from './user-agent-options.ts';
