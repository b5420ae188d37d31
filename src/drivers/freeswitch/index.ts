/** FreeSWITCH as the conference server. Reading guide: freeswitch-server.ts, then bgdial.ts, dialled-call.ts and conferences.ts; all rests on esl-client.ts. */
export { type FreeswitchOptions, FreeswitchServer } from './freeswitch-server.ts';
