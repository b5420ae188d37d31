import type { Response } from 'botbuilder';
import type { CardId } from '../desk/index.ts';
import { ActivityBot } from './activity-bot.ts';
import { byChannel } from './by-channel.ts';
import { drawJob } from './draw.ts';
import { type Ends, noticeJob } from './notices.ts';
import { MONOTONIC, Patience, type Time } from './patience.ts';
import type { BlockDoor, Door, Easel, Log, People, PersonalDoor, ReceptionDoor } from './ports.ts';
import type { ReminderDoor, ScheduleDoor } from './schedule-ports.ts';
import { createSlack, type Slack, type SlackOptions } from './slack/slack.ts';
import { type Credentials, createAdapter } from './teams/adapter.ts';
import { faultOf } from './teams/read-activity.ts';
import { Rosters } from './teams/rosters.ts';
import { teamsMessenger } from './teams/teams-messenger.ts';
import { asTurn, type Turned } from './turns.ts';

export interface ChatOptions {
  readonly desk: Door & Easel;
  readonly reception: ReceptionDoor;
  readonly personal: PersonalDoor;
  readonly schedule: ScheduleDoor;
  readonly reminders: ReminderDoor;
  readonly blocks: BlockDoor;
  readonly people: People;
  readonly credentials: Credentials;
  /** Undefined: no Slack channel. */
  readonly slack?: SlackOptions | undefined;
  readonly log: Log;
  /** For pauses; the machine's unless given. */
  readonly time?: Time;
  /** The clock on the wall, by which people say times; the machine's unless given. */
  readonly today?: () => Date;
  /** Of turns, which people are told where something fails, and of activities that came without one; UUIDs unless given. */
  readonly newId?: () => string;
  /** Told of each turn when it is answered. */
  readonly turned?: (turn: Turned) => void;
  /** Counts what was refused, by a stable code, and logs it: anybody can make it happen any number of times. */
  readonly refused?: ((door: ChatDoor, reason: string, facts?: object) => void) | undefined;
}

/** Where something that was refused came in. */
export type ChatDoor = 'teams' | 'slack';

/** A request as restify has it, with its JSON parsed. */
export interface MessageRequest {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body?: unknown;
}

export interface Chat {
  /** Answers POST /api/messages. */
  handle(req: MessageRequest, res: Response): Promise<void>;
  /** Undefined: no Slack channel. */
  readonly slack: Slack | undefined;
  /** Shows a card as it stands now. Rejects with a MessengerError where trying again may help. */
  draw(cardId: CardId): Promise<void>;
  /** Says in the thread how people ended. Rejects like `draw`. */
  notify(ends: Ends): Promise<void>;
}

export function createChat({
  desk,
  reception,
  personal,
  schedule,
  reminders,
  blocks,
  people,
  credentials,
  slack: slackOptions,
  log,
  time = MONOTONIC,
  today = () => new Date(),
  newId = () => crypto.randomUUID(),
  turned,
  refused = () => {},
}: ChatOptions): Chat {
  const adapter = createAdapter(credentials, log, (...refusal) => refused('teams', ...refusal));
  const rosters = new Rosters(time.now);
  const doors = { desk, reception, personal, schedule, reminders, blocks };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const turns = { ...doors, people, log, newId, turned, now: today, zone };
  const bot = new ActivityBot({
    ...turns,
    roster: (context) => rosters.of(context),
    refused: (...refusal) => refused('teams', ...refusal),
  });
  const slack =
    slackOptions &&
    createSlack({
      ...{ ...turns, options: slackOptions, time, draw },
      refused: (...refusal) => refused('slack', ...refusal),
    });
  const teams = teamsMessenger(adapter, credentials.MicrosoftAppId ?? '');
  const messenger = slack ? byChannel(teams, slack.messenger) : teams;
  const parts = { ...doors, messenger, log, patience: new Patience(time) };
  const drawCard = drawJob(parts);
  return {
    slack,
    async handle({ headers, body }, res) {
      const fault = faultOf(body);
      if (fault !== undefined) {
        refused('teams', 'not-an-activity', { fault });
        res.status(400);
        res.send({ error: { code: 'not-an-activity', message: `This is no activity: ${fault}.` } });
        return;
      }
      const req = { method: 'POST', headers, body: body as Record<string, unknown> };
      await asTurn(turns, () => adapter.process(req, res, (context) => bot.run(context)));
    },
    draw,
    notify: noticeJob(parts),
  };

  function draw(cardId: CardId): Promise<void> {
    return drawCard(cardId);
  }
}
