/** Asterisk as the conference server. Reading guide: asterisk-server.ts, then dialled-channel.ts and bridges.ts; all rests on ari-client.ts. */
export { type AsteriskOptions, AsteriskServer } from './asterisk-server.ts';
