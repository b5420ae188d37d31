/**
 * Chat in and out, on the Bot Framework (the only room that knows it).
 *
 *   const chat = createChat({ desk, people: directory, credentials, log });
 *   createHttpServer({ …, messages: chat.handle });              in: POST /api/messages
 *   store.onDraw(chat.draw);                                     out: the jobs of the store's queues
 *   store.onNotice((_threadId, notice) => chat.notify(notice));
 *
 * In: teams/ reads an activity → turn.ts (a typed line) or press.ts (a button) → desk → an answer in words of cards/.
 * Out: draw.ts shows a card as it stands now, notices.ts says how people ended; both speak through a `Messenger`.
 */

// Commonly used
export { type Chat, type ChatOptions, createChat } from './chat.ts';
// Who somebody is, where that decides what she may
export { identify } from './identify.ts';
// What the jobs take and throw
export { type MessengerCode, MessengerError } from './messenger-error.ts';
export type { Ends } from './notices.ts';
export type { Time } from './patience.ts';
// What has to be brought along
export type { Door, Easel, Log, People } from './ports.ts';
export type { InboxStore } from './slack/inbox.ts';
export type { Slack, SlackOptions, SlackRoute } from './slack/slack.ts';
export type { Credentials } from './teams/adapter.ts';
// What the log says of the turn under way; what the clock does is one too
export { asTurn, turnNow } from './turns.ts';
