/** What threads show against what is stored. */
import { isDeepStrictEqual } from 'node:util';
import { sentence } from '../../../src/cards/index.ts';
import { en } from '../../../src/cards/words/en.ts';
import { faceOf } from '../../../src/chat/cards.ts';
import { toActivity } from '../../../src/chat/teams/to-activity.ts';
import type { CardId, InvitationId } from '../../../src/desk/index.ts';
import { cardView } from '../../../src/desk/view-of.ts';
import { connect } from '../../../src/store/database.ts';
import { readCard as readStored } from '../../../src/store/read-card.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { readCard } from '../../support/shown-card.ts';
import type { Figure } from './figures.ts';
import { REMINDED } from './reminders.ts';
import type { UnreliableChat } from './unreliable-chat.ts';

/** How somebody is told that what she has pressed is a copy. */
const COPY = sentence('press.copy', {}, en);

/** `press` somebody's button: resolves with the answer. */
export async function cardFigures(
  url: string,
  chat: UnreliableChat,
  mostCopies: number,
  press: (conversationId: string, replyToId: string, action: object) => Promise<unknown>,
): Promise<readonly Figure[]> {
  const database = await connect(url, quietLog);
  try {
    const cards = await database.selectFrom('cards').select(['id', 'activityId']).execute();
    const wrong: unknown[] = [];
    for (const { id, activityId } of cards) {
      if (!activityId) continue;
      const shown = chat.messages.get(activityId)?.activity.attachments?.[0]?.content;
      const stored = await drawn(id);
      if (!isDeepStrictEqual(shown, stored)) wrong.push({ id, activityId, shown, stored });
    }
    const shownBy = new Set(cards.map(({ activityId }) => activityId));
    // A reminder is posted again rather than never: that is counted with the reminders.
    const isReminder = (id: string) => chat.messages.get(id)?.conversationId.startsWith(REMINDED) ?? false;
    const orphans = [...chat.cards.keys()].filter((id) => !shownBy.has(id) && !isReminder(id));
    const [anyCard = ''] = cards.flatMap(({ activityId }) => activityId || []);
    const deaf: unknown[] = [];
    // Where no process was killed at the right moment, a copy of a card stands for one.
    for (const id of orphans.length > 0 ? orphans : [chat.copy(anyCard)]) {
      const { conversationId = '', activity } = chat.messages.get(id) ?? {};
      const { buttons } = readCard(activity?.attachments?.[0]?.content);
      const button = buttons.find(({ verb }) => verb === 'again' || verb === 'cancel');
      // Where the card has no message yet, there is nothing to point to.
      if (!button || !(await hasMessage(button.data as { id: InvitationId }))) continue;
      const { type, verb, data } = button;
      const answer = await press(conversationId, id, { type, verb, data });
      if (!JSON.stringify(answer).includes(COPY)) deaf.push({ id, button, answer });
    }
    // An empty id: both posts may have arrived or not, nobody knows which message shows it.
    const never = cards.filter(({ activityId }) => !activityId);
    return [
      { what: 'cards', value: cards.length },
      { what: 'of them never shown, or nobody knows by which message', value: never.length, of: never },
      { what: 'cards that do not show what is stored', value: wrong.length, atMost: 0, of: wrong },
      { what: 'cards without an owner in the store', value: orphans.length, atMost: mostCopies, of: orphans },
      {
        what: 'of them that do not point to the card when they are pressed',
        value: deaf.length,
        atMost: 0,
        of: deaf,
      },
    ];
  } finally {
    await database.destroy();
  }

  async function hasMessage({ id }: { readonly id: InvitationId }): Promise<boolean> {
    const found = await database
      .selectFrom('invitations')
      .innerJoin('cards', 'cards.id', 'cardId')
      .select('activityId')
      .where('invitations.id', '=', id)
      .executeTakeFirst();
    // The first press on one of which nobody knows whether it arrived makes it the card.
    return Boolean(found?.activityId);
  }

  async function drawn(id: CardId): Promise<unknown> {
    const content = await database.transaction().execute((trx) => readStored(trx, id));
    if (!content) return undefined;
    const view = cardView(content, new Date());
    const face = faceOf({ view, thread: content.thread, activityId: null });
    const { attachments } = toActivity({ card: face }, 'msteams');
    // As it looks after a journey.
    return JSON.parse(JSON.stringify(attachments?.[0]?.content));
  }
}
