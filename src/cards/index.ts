/**
 * Everything that people read. Views become a `Card`, free of any channel; a renderer makes a channel's message of it.
 *
 *   threadCard(view)                     the live card of one invite command
 *   sentence('already-in', { name })     what a code means; all sentences stand in words/en.ts
 *   noticeText(view, invitationIds)      "Mary joined. Bob declined."
 *
 * The way: show.ts makes data safe to read, sentence.ts fills it into words, *-card.ts arrange, a renderer escapes.
 */

// Renderers
export { ADAPTIVE_CARD_TYPE, type AdaptiveCard, adaptiveCard } from './adaptive-card.ts';
export {
  fitSlackMessage,
  readSlackButton,
  readSlackInput,
  type SlackMessage,
  slackText,
} from './slack-message.ts';
export {
  type FormField,
  formFaults,
  INVITE_FORM,
  inviteForm,
  readInviteForm,
  type TypedForm,
} from './slack-form.ts';
export { submitCard } from './submit-card.ts';
// Cards
export { appointmentCard, attendeeCard } from './appointment-card.ts';
export { calendarEntry, type CalendarEntry, describeEntry } from './calendar-entry.ts';
export { reminderCard, SNOOZE_SECONDS } from './reminder-card.ts';
export { scheduleNoticeText } from './schedule-notice.ts';
export { scheduledCard } from './scheduled-card.ts';
export {
  ALL_OF_THEM,
  type Button,
  type Card,
  type CardRow,
  NOBODY,
  type PressData,
  VERBS,
  type Verb,
} from './card.ts';
export { fitAdaptiveCard, MAX_CARD_BYTES, type Sizes } from './fit-card.ts';
export { incomingCard } from './incoming-card.ts';
export { helpCard, type Place, type Topic, welcomeCard } from './help-card.ts';
// Sentences
export { type CallEnd, callIdentity, callNote, callReport } from './call-report.ts';
export {
  addressed,
  messageText,
  noticeText,
  notRemovedText,
  passedOverText,
  unreachableText,
} from './notice.ts';
export { personalCard } from './personal-card.ts';
export { inertMessage } from './inert.ts';
export { plainText } from './plain-text.ts';
export { sentence } from './sentence.ts';
export { gatheringCard, MAX_ROWS, threadCard } from './thread-card.ts';
// Languages
export { wordsOf } from './words/words-of.ts';
export type {
  ChatCode,
  Code,
  CommandCode,
  CommandTopic,
  DirectoryCode,
  Facts,
  Words,
} from './words/words.ts';
