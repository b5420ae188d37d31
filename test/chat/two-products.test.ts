/** Somebody who is known in Teams and in Slack: where her own card goes, on a real database, with scripted chat services. */
import assert from 'node:assert/strict';
import { byChannel } from '../../src/chat/by-channel.ts';
import { drawJob } from '../../src/chat/draw.ts';
import { MessengerError } from '../../src/chat/messenger-error.ts';
import { Patience } from '../../src/chat/patience.ts';
import { slackMessenger } from '../../src/chat/slack/slack-messenger.ts';
import { createAdapter } from '../../src/chat/teams/adapter.ts';
import { teamsMessenger } from '../../src/chat/teams/teams-messenger.ts';
import {
  type Invitee,
  PersonalDoor,
  Policy,
  Reception,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import { Connector, personalChatOf } from '../support/connector.ts';
import { DeskWorld, neverAnswers, person } from '../support/desk-world.ts';
import { scheduleDoors } from '../support/fake-desk.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const TEAMS_ID = '29:mary';
const SLACK_ID = 'U0MARY0001';
const IN_SLACK: Thread = { id: 'T1:C1:1.1' as ThreadId, channel: 'slack', title: 'Ward 3', reference: null };

describe('who is known in Teams and in Slack', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let connector: Connector;
  let door: PersonalDoor;
  let slackCalls: { method: string; facts: Readonly<Record<string, unknown>> }[];
  /** Answered in this order: a status that refuses; then everything is taken. */
  let slackRefusals: Record<string, number[]>;

  beforeEach(async () => {
    world = await DeskWorld.open();
    connector = await new Connector().start();
    slackCalls = [];
    slackRefusals = {};
    const { store, desk } = world;
    door = new PersonalDoor({ store, desk, joinUrl: undefined });
    const call = async (method: string, facts: Readonly<Record<string, unknown>> = {}) => {
      slackCalls.push({ method, facts });
      const status = slackRefusals[method]?.shift();
      if (status !== undefined) throw new MessengerError(status, undefined);
      return method === 'conversations.open' ? { channel: { id: 'D1' } } : { ts: '5.5' };
    };
    const messenger = byChannel(
      teamsMessenger(createAdapter({}, quietLog), ''),
      slackMessenger(call, async () => 'T1'),
    );
    const policy = new Policy({
      sipDomains: ['usher.test'],
      telPrefixes: [],
      conferenceUri: 'sip:c@usher.test',
    });
    const time = { now: () => performance.now(), sleep: async () => {} };
    const patience = new Patience(time);
    const reception = new Reception({ store, policy });
    await store.onNotice(async () => {});
    await store.onDraw(
      drawJob({ desk, reception, personal: door, ...scheduleDoors(), messenger, patience, log: quietLog }),
    );
  });
  afterEach(async () => {
    await world?.close();
    await connector?.stop();
  });

  const inTeams = (id = 'team-chat'): Thread => ({
    id: id as ThreadId,
    channel: 'msteams',
    title: 'Ward 3',
    reference: {
      ...{ channelId: 'msteams', serviceUrl: connector.url, bot: { id: '28:usher', name: 'Usher' } },
      conversation: { id, tenantId: 'tenant-1' },
    },
  });
  const inTeamsSeen = () => (connector.personal.get(personalChatOf(TEAMS_ID)) ?? []).length;
  const inSlackSeen = () => slackCalls.filter(({ facts }) => facts.channel === 'D1').length;
  const opened = () => slackCalls.filter(({ method }) => method === 'conversations.open').length;

  async function invite(thread: Thread, more: Partial<Invitee> = {}) {
    const invitee = { ...person('Mary'), ids: [TEAMS_ID, SLACK_ID], ...more };
    world.phones.set(invitee.address, neverAnswers);
    const { cardId } = await world.desk.invite({ ...world.inbound('robin', thread), invitees: [invitee] });
    await world.until(cardId, 'Mary', 'ringing');
    await world.store.drained(5_000);
    return { cardId, row: () => world.row(cardId, 'Mary') };
  }

  async function told(): Promise<number> {
    const notices = `select id from pgboss.job where name = 'notice' and data -> 'notice' ? 'unreachable'`;
    return (await execute(world.url, notices)).length;
  }

  it('is asked in the product of the thread', async () => {
    await invite(inTeams());
    assert.deepEqual([inTeamsSeen(), inSlackSeen()], [1, 0]);
    await world.desk.end(world.inbound('robin', inTeams()));
    await invite(IN_SLACK, { key: 'sip:mary2@usher.test', address: 'sip:mary2@usher.test' });
    assert.deepEqual([inTeamsSeen(), inSlackSeen()], [1, 1]);
  });

  it('is asked in Slack where Teams refuses, and not tried there again; nobody is told', async () => {
    connector.refusePersonal(403);
    const { row } = await invite(inTeams());
    assert.deepEqual([inTeamsSeen(), inSlackSeen(), await told()], [0, 1, 0]);
    assert.deepEqual((await row()).answers, []);
    const { id } = await row();
    await door.answer(world.inbound(SLACK_ID, { ...IN_SLACK, id: 'T1:D1' as ThreadId }), id, 'decline');
    const tried = connector.requests.length;
    await invite(inTeams('other-chat'), { key: 'sip:mary2@usher.test', address: 'sip:mary2@usher.test' });
    assert.deepEqual([inTeamsSeen(), inSlackSeen() > 1, await told()], [0, true, 0]);
    const openings = connector.requests.slice(tried).filter(({ conversationId }) => conversationId === '');
    assert.deepEqual(openings, []);
  });

  it('is asked in Slack where Teams opens the chat, but takes no card', async () => {
    connector.personal.set(personalChatOf(TEAMS_ID), []);
    const thread = inTeams();
    const { store } = world;
    const invitee = { ...person('Mary'), ids: [TEAMS_ID, SLACK_ID] };
    connector.refuseIn(personalChatOf(TEAMS_ID), 403);
    await world.desk.invite({ ...world.inbound('robin', thread), invitees: [invitee] });
    await store.drained(5_000);
    assert.deepEqual([inTeamsSeen(), inSlackSeen(), await told()], [0, 1, 0]);
  });

  it('is asked in Teams where Slack refuses, by the service of a thread that is known there', async () => {
    await world.desk.end(world.inbound('robin', inTeams()));
    slackRefusals['conversations.open'] = [403];
    await invite(IN_SLACK);
    assert.deepEqual([inTeamsSeen(), inSlackSeen(), await told()], [1, 0, 0]);
    const opening = connector.requests.find(({ conversationId }) => conversationId === '');
    assert.equal(opening?.body.tenantId, 'tenant-1');
  });

  it('is asked by the service where she was written to before, rather than by that of a later thread', async () => {
    await invite(inTeams());
    await world.desk.end(world.inbound('robin', inTeams()));
    const elsewhere = {
      ...inTeams('stranger'),
      reference: { ...Object(inTeams().reference), serviceUrl: 'http://127.0.0.1:1' },
    };
    await world.desk.end(world.inbound('eve', elsewhere));
    slackRefusals['conversations.open'] = [403];
    await invite(IN_SLACK, { key: 'sip:mary2@usher.test', address: 'sip:mary2@usher.test' });
    assert.deepEqual([inTeamsSeen(), inSlackSeen()], [2, 0]);
  });

  it('cannot be written to where Slack refuses and no service of Teams is known: told once', async () => {
    slackRefusals['conversations.open'] = [403];
    const { row } = await invite(IN_SLACK);
    assert.deepEqual([await told(), opened()], [1, 1]);
    assert.deepEqual((await row()).answers, ['accept', 'refuse', 'later']);
  });

  it('cannot be written to where both refuse: told once, and not tried again for a day', async () => {
    connector.refusePersonal(403);
    slackRefusals['conversations.open'] = [403];
    const { row } = await invite(inTeams());
    assert.deepEqual([await told(), opened(), inTeamsSeen()], [1, 1, 0]);
    assert.deepEqual((await row()).answers, ['accept', 'refuse', 'later']);
    await invite(inTeams('other-chat'), { key: 'sip:mary2@usher.test', address: 'sip:mary2@usher.test' });
    assert.deepEqual([await told(), opened(), inTeamsSeen()], [1, 1, 0]);
  });
});
