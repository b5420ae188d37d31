/**
 * A small SIP world on loopback, so that everything runs with nothing configured: people with phones and habits, and a
 * conference that takes any room. One listener, real SIP over TCP; people and rooms call each other through it too.
 *
 *   sip:mary@usher.example            a phone (`sandbox-people.ts`)
 *   sip:factory@conf.usher.example    makes a new room for each call (RFC 4579 5.4)
 *   sip:anything@conf.usher.example   a room of the conference
 *   anybody else                      404
 */

import type { Logger } from 'pino';
import type {
  IncomingInviteRequest,
  IncomingReferRequest,
  IncomingSubscribeRequest,
  URI,
} from 'sip.js/lib/core/index.js';
import { RealTimeError } from '../core/index.ts';
import { parseUri, SipUserAgent } from '../sip/index.ts';
import { type ConferenceHabit, ConferenceRoom } from './conference-room.ts';
import { Line } from './line.ts';
import { Media } from './media.ts';
import { Phone, type PhoneDelays } from './phone.ts';
import {
  CONFERENCE_DOMAIN,
  type PersonId,
  SANDBOX_DOMAIN,
  SANDBOX_PEOPLE,
  type SandboxPerson,
} from './sandbox-people.ts';
import { type SandboxSnapshot, snapshotOf, untilSnapshot } from './sandbox-snapshot.ts';

export interface SandboxOptions {
  /** Port on 127.0.0.1; 0, the default, lets the system choose. */
  readonly port?: number;
  /** 2,000 each unless given. */
  readonly delays?: Partial<PhoneDelays>;
  readonly log: Logger;
}

const PHONE_METHODS = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'NOTIFY'];
const FACTORY = 'factory';
const ROOM_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const UNTIL_MS = 10_000;

/** Resolves when it listens. Throws RealTimeError `port.taken` (facts: port). */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = new Sandbox(options, await Media.open());
  await sandbox.start();
  return sandbox;
}

export class Sandbox {
  /** For SIP_URI: an address of the same domain, whose own calls nobody expects. */
  readonly uri = `sip:usher@${SANDBOX_DOMAIN}`;
  readonly domain = SANDBOX_DOMAIN;
  /** For CONFERENCE_URI: any room comes to life when it is called. */
  readonly conferenceUri = `sip:{id}@${CONFERENCE_DOMAIN}`;
  /** For CONFERENCE_FACTORY. */
  readonly conferenceFactory = `sip:${FACTORY}@${CONFERENCE_DOMAIN}`;
  /** The first is the person at the page. */
  readonly people: readonly SandboxPerson[] = SANDBOX_PEOPLE;
  /** What the conference does with the next call, REFER or SUBSCRIBE. */
  conferenceHabit: ConferenceHabit = { answerMs: 0, takesRefer: true };
  readonly #options: SandboxOptions;
  readonly #agent: SipUserAgent;
  readonly #media: Media;
  readonly #phones = new Map<PersonId, Phone>();
  readonly #rooms = new Map<string, ConferenceRoom>();
  readonly #timeouts = new Set<NodeJS.Timeout>();
  readonly #watchers = new Set<(snapshot: SandboxSnapshot) => void>();

  constructor(options: SandboxOptions, media: Media) {
    this.#options = options;
    this.#media = media;
    this.#agent = new SipUserAgent({
      uri: `sip:${SANDBOX_DOMAIN}`,
      listen: `127.0.0.1:${options.port ?? 0}`,
      allow: [...PHONE_METHODS, 'REFER', 'SUBSCRIBE'],
      delegate: {
        onInvite: (request) => this.#invite(request),
        onRefer: (request) => this.#refer(request),
        onSubscribe: (request) => this.#subscribe(request),
      },
      log: options.log,
    });
  }

  async start(): Promise<void> {
    const { port = 0, delays, log } = this.#options;
    try {
      await this.#agent.start();
    } catch (cause) {
      this.#media.close();
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
      throw new RealTimeError('port.taken', `The sandbox's port ${port} is taken`, { port }, { cause });
    }
    for (const person of SANDBOX_PEOPLE) {
      const allow = person.habit.takesRefer ? [...PHONE_METHODS, 'REFER'] : PHONE_METHODS;
      const line = this.#line({ uri: person.sip, name: person.name, contactUser: person.id, allow });
      const phoneDelays = { answerMs: 2_000, declineMs: 2_000, ...delays };
      this.#phones.set(person.id, new Phone({ person, line, delays: phoneDelays, ...this.#hooks }));
    }
    log.info({ server: this.server }, 'sandbox started');
  }

  /** For SIP_SERVER. */
  get server(): string {
    return `sip:127.0.0.1:${this.#agent.listening?.port};transport=tcp`;
  }

  phone(id: PersonId): Phone {
    const phone = this.#phones.get(id);
    if (!phone) throw new RangeError(`Nobody in the sandbox is ${id}`);
    return phone;
  }

  /** The room with this name or URI; it comes to life if nobody has called it yet. */
  room(nameOrUri: string): ConferenceRoom {
    const name = nameOrUri.includes(':') ? (parseUri(nameOrUri).user ?? '') : nameOrUri;
    const room = this.#rooms.get(name) ?? this.#makeRoom(name);
    this.#rooms.set(name, room);
    return room;
  }

  snapshot(): SandboxSnapshot {
    return snapshotOf(this.#phones, this.#rooms);
  }

  /** Calls back after each change; returns how to stop that. */
  watch(watcher: (snapshot: SandboxSnapshot) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Resolves as soon as it is so; rejects after `timeoutMs`, 10,000 unless given, telling how it is instead. */
  until(predicate: (snapshot: SandboxSnapshot) => boolean, timeoutMs = UNTIL_MS): Promise<SandboxSnapshot> {
    return untilSnapshot(this, predicate, timeoutMs);
  }

  /** Ends it without a word to anybody. */
  async stop(): Promise<void> {
    for (const timeout of this.#timeouts) clearTimeout(timeout);
    await this.#agent.stop();
    this.#media.close();
  }

  #invite(request: IncomingInviteRequest): void {
    const { ruri } = request.message;
    if (ruri?.host === CONFERENCE_DOMAIN && ruri.user === FACTORY) {
      this.#make(request);
      return;
    }
    const callee = this.#find(ruri);
    if (callee) callee.receive(request);
    else request.reject({ statusCode: 404 });
  }

  /** RFC 4579 5.4: the new room answers, and its Contact is what people are called to. */
  #make(request: IncomingInviteRequest): void {
    const name = `made-${crypto.randomUUID()}`;
    const room = this.room(name);
    room.receive(request, this.#line({ ...roomLine(name), contactUri: roomLine(name).uri }));
  }

  #refer(request: IncomingReferRequest): void {
    const callee = this.#find(request.message.ruri);
    if (callee instanceof ConferenceRoom) callee.refer(request);
    // Phones mean by their `Allow: REFER` those inside a call.
    else request.reject({ statusCode: callee ? 405 : 404 });
  }

  #subscribe(request: IncomingSubscribeRequest): void {
    const callee = this.#find(request.message.ruri);
    if (callee instanceof ConferenceRoom) callee.subscribe(request);
    else request.reject({ statusCode: callee ? 489 : 404 });
  }

  #find(uri: URI | undefined): Phone | ConferenceRoom | undefined {
    const user = uri?.user ?? '';
    if (uri?.host === CONFERENCE_DOMAIN) return ROOM_NAME.test(user) ? this.room(user) : undefined;
    return uri?.host === SANDBOX_DOMAIN ? this.#phones.get(user.toLowerCase() as PersonId) : undefined;
  }

  #makeRoom(name: string): ConferenceRoom {
    return new ConferenceRoom({
      line: this.#line(roomLine(name)),
      nameOf: (uri) => SANDBOX_PEOPLE.find(({ sip }) => sip === uri)?.name,
      habit: () => this.conferenceHabit,
      ...this.#hooks,
    });
  }

  #line(options: ConstructorParameters<typeof Line>[2]): Line {
    return new Line(this.#agent, this.#media, options);
  }

  /** What phones and rooms need from their world. */
  readonly #hooks = {
    later: (delayMs: number, act: () => void): void => {
      const timeout = setTimeout(() => {
        this.#timeouts.delete(timeout);
        try {
          act();
        } catch (error) {
          // The bot lives in the same process: a phone must not end it.
          this.#options.log.warn({ err: error }, 'sandbox');
        }
      }, delayMs);
      this.#timeouts.add(timeout);
    },
    changed: (): void => this.#changed(),
  };

  #changed(): void {
    const snapshot = this.snapshot();
    // Not in the middle of what changed it: a watcher may act.
    queueMicrotask(() => {
      for (const watcher of this.#watchers) watcher(snapshot);
    });
  }
}

function roomLine(name: string): ConstructorParameters<typeof Line>[2] {
  return {
    uri: `sip:${name}@${CONFERENCE_DOMAIN}`,
    name: `Conference ${name}`,
    contactUser: `room-${name}`,
    contactParameters: ';isfocus',
    allow: [...PHONE_METHODS, 'REFER', 'SUBSCRIBE'],
  };
}
