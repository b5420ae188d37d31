/** Invitations from outside, at the desk: who is listened to, who answers, and what crosses, on a real database. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IncomingInvitation, type Inviter } from '../../src/core/index.ts';
import { IncomingOwner } from '../../src/desk/incoming-owner.ts';
import type { IncomingId } from '../../src/desk/incoming-ports.ts';
import {
  type IncomingView,
  type Invitee,
  Policy,
  Reception,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import { PostgresStore } from '../../src/store/index.ts';
import { DeskWorld, dieWith, person, ring, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const LEE: Inviter = { address: 'sip:lee@contoso.com', name: 'Lee' };
const OTHER_THREAD: Thread = { ...THREAD, id: 'thread-2' as ThreadId, title: 'Ward 4' };
const lee: Invitee = {
  key: LEE.address,
  name: 'Lee',
  address: 'sip:Lee@Contoso.com;user=phone',
  guessed: false,
};
const UNTIL_MS = 10_000;

describe('the reception', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let incoming: IncomingOwner;
  let reception: Reception;
  let rooms = 0;

  before(async () => {
    world = await DeskWorld.open();
  });
  beforeEach(async () => {
    await execute(world.url, 'delete from incoming_invitations');
    await execute(world.url, 'delete from bindings');
    ({ incoming, reception } = open());
  });
  after(() => world?.close());

  function open(store = world.store) {
    const policy = new Policy({
      sipDomains: ['usher.test'],
      telPrefixes: [],
      conferenceUri: 'sip:{id}@conf.usher.test',
    });
    const parts = { store, desk: world.desk, log: quietLog, now: () => new Date() };
    return { incoming: new IncomingOwner(parts), reception: new Reception({ store, policy }) };
  }

  /** How the inviter is answered; `confirm` is her ACK. */
  class Peer {
    readonly answers: (number | 'accepted')[] = [];
    readonly #confirmed = Promise.withResolvers<boolean>();
    readonly invitation: IncomingInvitation;

    constructor(conferenceUri = `sip:room${++rooms}@conf.usher.test`, inviter = LEE) {
      this.invitation = new IncomingInvitation({
        inviter,
        conferenceUri,
        subject: 'Standup',
        expiresAt: new Date(Date.now() + 60_000),
        reply: {
          accept: () => {
            this.answers.push('accepted');
            return this.#confirmed.promise;
          },
          decline: ({ code }) => void this.answers.push(code),
        },
      });
    }

    confirm(isConfirmed = true): void {
      this.#confirmed.resolve(isConfirmed);
    }
  }

  const listen = (thread = THREAD) => reception.listen(world.inbound('robin', thread), [lee]);

  /** The card of the invitation that came last. */
  async function shownId(): Promise<IncomingId> {
    const [row] = await execute(
      world.url,
      'select id from incoming_invitations order by created_at desc limit 1',
    );
    return row?.id as IncomingId;
  }

  async function view(id: IncomingId): Promise<IncomingView> {
    const shown = await reception.incomingToDraw(id);
    assert.ok(shown);
    return shown.view;
  }

  async function until(id: IncomingId, status: IncomingView['status']): Promise<IncomingView> {
    const giveUpAt = performance.now() + UNTIL_MS;
    for (;;) {
      const seen = await view(id);
      if (seen.status === status) return seen;
      assert(performance.now() < giveUpAt, `${seen.status} instead of ${status}`);
      await sleep(5);
    }
  }

  async function received(peer = new Peer()): Promise<{ peer: Peer; id: IncomingId }> {
    assert.equal(await incoming.receive(peer.invitation), 'asked');
    return { peer, id: await shownId() };
  }

  const press = (
    id: IncomingId,
    wish: 'join' | 'decline',
    invitee?: Invitee,
    inbound = world.inbound('ann'),
  ) => reception.answer(inbound, id, wish, invitee);

  describe('listening', () => {
    it('is needed, to anybody', async () => {
      assert.equal(await incoming.receive(new Peer().invitation), 'nobody');
      await listen();
      assert.equal(
        await incoming.receive(
          new Peer(undefined, { address: 'sip:mallory@contoso.com', name: '' }).invitation,
        ),
        'nobody',
      );
      const { id } = await received();
      const shown = await reception.incomingToDraw(id);
      assert.equal(shown?.thread.id, THREAD.id);
      const { since, ...seen } = shown?.view ?? {};
      assert(since instanceof Date);
      assert.deepEqual(seen, {
        kind: 'incoming',
        id,
        inviter: LEE,
        subject: 'Standup',
        toast: null,
        conferenceUri: `sip:room${rooms}@conf.usher.test`,
        status: 'invited',
        answeredBy: undefined,
        rings: undefined,
        actions: ['join', 'decline'],
      });
    });

    it('says to whom, and from where it moves', async () => {
      const first = await listen();
      assert.deepEqual(first.says, [{ code: 'listening', facts: { names: ['Lee'], address: lee.address } }]);
      const second = await listen(OTHER_THREAD);
      assert.deepEqual(second.says[1], { code: 'listening-moved', facts: { name: 'Lee', from: 'Ward 3' } });
      const { id } = await received();
      assert.equal((await reception.incomingToDraw(id))?.thread.id, OTHER_THREAD.id);
    });

    it('stops', async () => {
      await listen();
      const stop = (people: Invitee[] = []) => reception.stopListening(world.inbound(), people);
      assert.deepEqual((await stop([person('Mary')])).says, [
        { code: 'listening-to-nobody', facts: { names: [] } },
      ]);
      assert.deepEqual((await stop([lee])).says, [{ code: 'listening-stopped', facts: { names: ['Lee'] } }]);
      assert.equal(await incoming.receive(new Peer().invitation), 'nobody');
    });

    it('is done once for each activity', async () => {
      const inbound = world.inbound();
      await reception.listen(inbound, [lee]);
      assert.deepEqual(await reception.listen(inbound, [lee]), {
        duplicate: true,
        says: [],
        cardId: undefined,
      });
    });
  });

  describe('Join', () => {
    beforeEach(() => listen());

    it('accepts, leads the thread to the conference, and rings who pressed', async () => {
      const rung = Promise.withResolvers<string>();
      world.phones.set('sip:ann@usher.test', (delivery) => {
        ring(delivery);
        rung.resolve(delivery.conference.uri);
        return { outcome: { word: 'declined' } };
      });
      const { peer, id } = await received();
      const receipt = await press(id, 'join', person('Ann'));
      assert.deepEqual([receipt.says, receipt.cardId], [[], id]);
      const pressed = await view(id);
      assert.deepEqual(
        [pressed.status, pressed.answeredBy, pressed.rings, pressed.actions],
        ['joining', 'Ann', 'Ann', []],
      );
      peer.confirm();
      await until(id, 'accepted');
      assert.deepEqual(peer.answers, ['accepted']);
      assert.equal(await rung.promise, peer.invitation.conferenceUri);
      const gathering = await world.desk.gathering(THREAD.id);
      assert.deepEqual(
        [gathering?.conferenceUri, gathering?.subject],
        [peer.invitation.conferenceUri, 'Standup'],
      );
    });

    it('rings nobody whose address is not known, and says where to dial in', async () => {
      const { peer, id } = await received();
      await press(id, 'join');
      peer.confirm();
      const { rings, conferenceUri } = await until(id, 'accepted');
      assert.deepEqual([rings, conferenceUri], [undefined, peer.invitation.conferenceUri]);
      assert.deepEqual((await world.desk.gathering(THREAD.id))?.rows, []);
    });

    it('rings nobody whom the gate does not let be rung', async () => {
      const { id } = await received();
      const stranger = { ...person('Eve'), address: 'sip:eve@evil.test' };
      assert.equal((await press(id, 'join', stranger)).says[0]?.code, 'policy.domain');
      assert.equal((await view(id)).rings, undefined);
    });

    it('rings nobody before the inviter has confirmed it, and nobody where she never does', async () => {
      const { peer, id } = await received();
      await press(id, 'join', person('Bob'));
      while (peer.answers.length === 0) await sleep(5);
      const before = (await world.desk.gathering(THREAD.id))?.conferenceUri;
      assert.notEqual(before, peer.invitation.conferenceUri);
      peer.confirm(false);
      await until(id, 'unconfirmed');
      assert.equal((await world.desk.gathering(THREAD.id))?.conferenceUri, before);
    });

    it('pressed as the inviter takes it back: one of them is first, and the card says which', async () => {
      const { peer, id } = await received();
      const pressed = press(id, 'join', person('Cem'));
      peer.invitation.end('withdrawn');
      await pressed;
      await until(id, 'withdrawn');
      assert.deepEqual(peer.answers, []);
    });

    it('accepted, and taken back after it: it stands', async () => {
      const { peer, id } = await received();
      await press(id, 'join', person('Dan'));
      while (peer.answers.length === 0) await sleep(5);
      peer.invitation.end('withdrawn');
      peer.confirm();
      await until(id, 'accepted');
    });
  });

  describe('Decline', () => {
    beforeEach(() => listen());

    it('refuses with 603, and says by whom', async () => {
      const { peer, id } = await received();
      await press(id, 'decline');
      const { answeredBy } = await until(id, 'declined');
      assert.deepEqual([peer.answers, answeredBy], [[603], 'Ann']);
    });

    it('of another press comes too late', async () => {
      const { peer, id } = await received();
      await press(id, 'decline');
      const late = await press(id, 'join', person('Ann'), world.inbound('bob'));
      assert.deepEqual(late.says, [{ code: 'incoming-over', facts: {} }]);
      await until(id, 'declined');
      assert.deepEqual(peer.answers, [603]);
    });

    it('in another thread is none', async () => {
      const { id } = await received();
      const receipt = await press(id, 'decline', undefined, world.inbound('ann', OTHER_THREAD));
      assert.deepEqual([receipt.cardId, (await view(id)).status], [undefined, 'invited']);
    });

    it('whose wake-up call was lost is found', async () => {
      const { peer, id } = await received();
      const answer = { wish: 'decline', by: { id: 'ann', name: 'Ann' }, invitee: null };
      const sql = 'update incoming_invitations set answer = $1 where id = $2';
      await execute(world.url, sql, [JSON.stringify(answer), id]);
      await incoming.sweep();
      await until(id, 'declined');
      assert.deepEqual(peer.answers, [603]);
    });
  });

  for (const how of ['withdrawn', 'expired'] as const) {
    it(`says that it is ${how}, and takes no answer any more`, async () => {
      await listen();
      const { peer, id } = await received();
      peer.invitation.end(how);
      assert.deepEqual((await until(id, how)).actions, []);
      assert.equal((await press(id, 'join')).says[0]?.code, 'incoming-over');
    });
  }

  it('withdrawn while it is written: the card says so', async () => {
    await listen();
    const peer = new Peer();
    const receiving = incoming.receive(peer.invitation);
    peer.invitation.end('withdrawn');
    await receiving;
    await until(await shownId(), 'withdrawn');
  });

  it('given up while it is written: the card says so', async () => {
    await listen();
    const peer = new Peer();
    const receiving = incoming.receive(peer.invitation);
    peer.invitation.decline({ code: 480 });
    await receiving;
    await until(await shownId(), 'expired');
  });

  describe('is not flooded', () => {
    beforeEach(() => listen());

    it('by the same invitation again', async () => {
      const { peer, id } = await received();
      const again = () => incoming.receive(new Peer(peer.invitation.conferenceUri).invitation);
      assert.equal(await again(), 'busy');
      peer.invitation.end('withdrawn');
      await until(id, 'withdrawn');
      assert.equal(await again(), 'asked');
    });

    it('by many at a time', async () => {
      for (let count = 0; count < 5; count += 1) await received();
      assert.equal(await incoming.receive(new Peer().invitation), 'busy');
    });

    it('by one who invites and takes it back, again and again', async () => {
      for (let count = 0; count < 10; count += 1) {
        const { peer, id } = await received();
        peer.invitation.end('withdrawn');
        await until(id, 'withdrawn');
      }
      assert.equal(await incoming.receive(new Peer().invitation), 'busy');
      await execute(
        world.url,
        `update incoming_invitations set created_at = created_at - interval '1 minute'`,
      );
      assert.equal(await incoming.receive(new Peer().invitation), 'asked');
    });
  });

  it('keeps what could not be written, and writes it later', async () => {
    await listen();
    const { peer, id } = await received();
    await execute(world.url, 'alter table incoming_invitations rename to away');
    peer.invitation.end('withdrawn');
    await incoming.sweep().catch(() => {});
    await execute(world.url, 'alter table away rename to incoming_invitations');
    assert.equal((await view(id)).status, 'invited');
    await incoming.sweep();
    assert.equal((await view(id)).status, 'withdrawn');
  });

  it('that closes tells the inviters, and takes nothing more', async () => {
    await listen();
    const { peer, id } = await received();
    await incoming.drain();
    assert.deepEqual([peer.answers, (await view(id)).status], [[480], 'interrupted']);
    assert.equal(await incoming.receive(new Peer().invitation), 'nobody');
  });

  it('of a dead process is answered by nobody; its successor says so, and what it still does has no effect', async () => {
    await listen();
    const { peer, id } = await received();
    await press(id, 'join', person('Gil'));
    while (peer.answers.length === 0) await sleep(5);
    const store = await PostgresStore.open({ url: world.url, log: quietLog });
    try {
      await dieWith(world);
      await open(store).incoming.sweep();
      assert.equal((await view(id)).status, 'interrupted');
      peer.confirm();
      await incoming.drain();
      assert.equal((await view(id)).status, 'interrupted');
      assert.notEqual((await world.desk.gathering(THREAD.id))?.conferenceUri, peer.invitation.conferenceUri);
    } finally {
      await store.close();
    }
  });

  it('of another process is woken by a press in this one', async () => {
    await listen();
    const store = await PostgresStore.open({ url: world.url, log: quietLog });
    try {
      const { peer, id } = await received();
      await open(store).reception.answer(world.inbound('ann'), id, 'decline', undefined);
      await until(id, 'declined');
      assert.deepEqual(peer.answers, [603]);
    } finally {
      await store.close();
    }
  });
});
