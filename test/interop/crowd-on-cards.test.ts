import assert from 'node:assert/strict';
import { setTimeout as after } from 'node:timers/promises';
import type { CardId, InvitationId, Invitee } from '../../src/desk/index.ts';
import type { CardView, InvitationRow } from '../../src/desk/views.ts';
import { Bridge, type LegRecord, Pacer, SipUserAgent } from '../../src/sip/index.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';

const CARDS = 20;
const PER_CARD = 50;
const PEOPLE = CARDS * PER_CARD;
/** The phones decline after 10 s; withdrawals also cross that. */
const WITHDRAWN_WITHIN_MS = 11_000;
/** A thousand ends are several thousand commits; a machine with two cores that is busy with other things takes its time. */
const SETTLED_WITHIN_MS = 60_000;

describe('a thousand people ringing at once, on their cards', () => {
  const lab = useLab();
  let world: DeskWorld | undefined;
  let userAgent: SipUserAgent | undefined;
  afterEach(async () => {
    await world?.close();
    await userAgent?.stop();
  });

  it('half of them withdrawn at random moments: every card ends, and no row is left open', async () => {
    // One call more: the OPTIONS with which the user agent begins.
    const phones = await lab.scriptedFocus('crowd', { calls: PEOPLE + 1 });
    const agent = new SipUserAgent({
      server: `sip:127.0.0.1:${phones.port};transport=tcp`,
      uri: 'sip:usher@usher.test',
      log: quietLog,
    });
    userAgent = agent;
    await agent.start();
    const opened = await DeskWorld.open(undefined, (store) => ({
      methods: [
        new Bridge({
          userAgent: agent,
          journal: store.callJournal<LegRecord>(),
          pacer: new Pacer(1_000_000),
          mayCall: () => true,
        }),
      ],
      ringSeconds: 60,
    }));
    world = opened;
    const { desk, store, url } = opened;
    const drawn = new Map<CardId, CardView>();
    await store.onDraw(async (id) => {
      const card = await desk.cardToDraw(id);
      if (card) drawn.set(id, card.view);
    });
    const count = async (what: string) =>
      Number((await execute(url, `select count(*) as n from ${what}`))[0]?.n);

    const receipts = await Promise.all(
      Array.from({ length: CARDS }, async (_, card) => {
        const asked = await desk.invite({
          ...opened.inbound(),
          invitees: Array.from({ length: PER_CARD }, (_, i) => person(card * PER_CARD + i)),
        });
        const [question] = (await opened.card(asked.cardId)).rows;
        assert(question?.kind === 'question');
        assert.equal(question.rings, PER_CARD);
        return desk.choose(opened.inbound(), question.id, 'all');
      }),
    );
    const ids = (await execute(url, 'select id from invitations')).map(({ id }) => id as InvitationId);
    assert.equal(ids.length, PEOPLE);
    await Promise.all(
      ids.map(async (id, i) => {
        if (i % 2 === 1) return;
        await after(Math.random() * WITHDRAWN_WITHIN_MS);
        const press = opened.inbound();
        await untilTaken(() => desk.cancel(press, [id]));
      }),
    );

    await until(
      'every invitation has ended',
      () => count(`invitations where state <> 'Terminated'`),
      (living) => living === 0,
      SETTLED_WITHIN_MS,
    );
    assert.ok(await phones.succeeded(), 'a phone has heard something else than its script');
    await store.drained(10_000);

    assert.equal(await count('calls'), PEOPLE);
    await until(
      'every leg has ended',
      () => count(`calls where record->>'state' <> 'ended'`),
      (open) => open === 0,
      SETTLED_WITHIN_MS,
    );
    assert.equal(
      await count(`pgboss.job where name = 'draw' and state in ('created', 'retry', 'active')`),
      0,
    );
    assert.equal(drawn.size, receipts.length);
    const rows = [...drawn.values()].flatMap((card) => card.rows as readonly InvitationRow[]);
    assert.equal(rows.length, PEOPLE);
    // The drawn cards say what the rows say, and nothing is on its way on any of them.
    const words = Map.groupBy(rows, ({ status }) => status);
    assert.deepEqual([...words.keys()].sort(), ['declined', 'withdrawn']);
    assert.equal(await count(`invitations where status = 'withdrawn'`), words.get('withdrawn')?.length);
    assert.ok((words.get('withdrawn')?.length ?? 0) > PEOPLE / 10, 'some withdrawals came in time');
    assert.ok(rows.every(({ actions }) => actions.length === 1 && actions[0] === 'again'));
  }).timeout(150_000);
});

/** What a chat service does: it delivers again what was answered with an error, here that the database has too much to do. */
async function untilTaken(deliver: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await deliver();
      return;
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('timeout exceeded'))) throw error;
    }
  }
}

function person(i: number): Invitee {
  const address = `sip:person${i}@usher.test`;
  return { key: address, name: `Person ${i}`, address, guessed: false };
}
