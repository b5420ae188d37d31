/** Asterisk as the conference server. Reading guide: asterisk-server.ts, then asterisk-dial-out.ts and rooms.ts; all rests on ari-client.ts. */
export { type AsteriskOptions, type AsteriskRecovery, AsteriskServer } from './asterisk-server.ts';
