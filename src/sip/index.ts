/**
 * The SIP room: one user agent over TCP, and the ways of bringing somebody in (`DeliveryMethod` of the core).
 *
 *   const userAgent = new SipUserAgent({ server: 'sip:127.0.0.1:5060;transport=tcp', uri: 'sip:usher@example.com', log });
 *   await userAgent.start();
 */

// The user agent: the bot connects with it, the sandbox listens with it
export { codeOf, isMadeHere, parseUri, SipUserAgent, type SipUserAgentOptions } from './user-agent.ts';
