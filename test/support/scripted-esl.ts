import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Facts = Readonly<Record<string, string>>;

/** Undefined: no answer. */
type Answering = (line: string) => string | undefined;

interface Listener {
  readonly socket: Socket;
  isIn: boolean;
  /** `name value`, in their order. */
  readonly filters: string[];
  events: string[];
}

const PASSWORD = 'open sesame';
const GREETING = 'Content-Type: auth/request\n\n';
const GOODBYE = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n';

/**
 * A FreeSWITCH that is only its Event Socket, and does what a test says. Written from the documentation of mod_event_socket,
 * mod_conference and mod_commands, and never compared with a real one. What a test does not say goes well.
 */
export class ScriptedEsl {
  /** Without passwords. */
  readonly commands: string[] = [];
  /** By their names. */
  readonly channels = new Map<string, Facts>();
  /** Names of channels in each conference; their numbers there count from 1. */
  readonly rooms = new Map<string, string[]>();
  readonly #answers: { readonly what: string; readonly answer: Answering }[] = [];
  readonly #server: Server;
  readonly #listeners = new Set<Listener>();
  /** What is said to who connects. */
  greeting = GREETING;
  /** No event gets through any more, though nothing is closed. */
  isMute = false;

  private constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => this.#welcome(socket));
  }

  static async start(): Promise<ScriptedEsl> {
    const esl = new ScriptedEsl();
    await esl.listen(0);
    return esl;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** As when FreeSWITCH is stopped; `listen` starts it again. */
  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const { socket } of this.#listeners) socket.destroy();
    await closed;
  }

  /** The connection is ended, as by `reload mod_event_socket`; the end that it has in the documentation. */
  disconnect(): void {
    for (const { socket } of this.#listeners) {
      socket.end(`Content-Type: text/disconnect-notice\nContent-Length: ${GOODBYE.length}\n\n${GOODBYE}`);
    }
  }

  /** `what`: the beginning of a command. The newest one that fits counts. */
  when(what: string, answer: Answering): void {
    this.#answers.unshift({ what, answer });
  }

  asked(what: string): readonly string[] {
    return this.commands.filter((line) => line.startsWith(what));
  }

  /** Resolves when it was asked for what begins so, for the `count`th time. */
  async heard(what: string, count = 1): Promise<string> {
    const giveUpAt = Date.now() + 5_000;
    for (;;) {
      const line = this.asked(what)[count - 1];
      if (line !== undefined) return line;
      if (Date.now() > giveUpAt) throw new Error(`FreeSWITCH was never asked: ${what}`);
      await sleep(2);
    }
  }

  /** To everybody who has asked for it. */
  say(name: string, facts: Facts): void {
    const event: Facts = { 'Event-Name': name, ...facts };
    for (const listener of this.#listeners) {
      if (!this.isMute && wants(listener, event)) sayEvent(listener.socket, JSON.stringify(event));
    }
  }

  /** Whatever it is. */
  saySomething(bytes: string): void {
    for (const { socket } of this.#listeners) socket.write(bytes);
  }

  /** A channel that is there without us. */
  add(id: string, given: Facts = {}): Facts {
    const channel: Facts = {
      ...{ 'Unique-ID': id, 'Channel-Call-State': 'DOWN', variable_sip_call_id: `call-${id}` },
      ...given,
    };
    this.channels.set(id, channel);
    return channel;
  }

  ring(id: string): void {
    this.say('CHANNEL_PROGRESS', this.#change(id, { 'Channel-Call-State': 'RINGING' }));
  }

  /** 183, with a voice or a tone. */
  progress(id: string): void {
    this.say('CHANNEL_PROGRESS_MEDIA', this.#change(id, { 'Channel-Call-State': 'EARLY' }));
  }

  pickUp(id: string): void {
    this.say('CHANNEL_ANSWER', this.#change(id, { 'Channel-Call-State': 'ACTIVE' }));
  }

  enter(id: string, room: string): void {
    const channel = this.#change(id, { 'Channel-Call-State': 'ACTIVE', variable_conference_name: room });
    this.rooms.set(room, [...(this.rooms.get(room) ?? []), id]);
    this.#maintain('add-member', channel, room);
  }

  /** Her end hangs up. */
  hangUp(id: string): void {
    this.end(id, { variable_sip_hangup_disposition: 'recv_bye', variable_sip_term_status: '200' });
  }

  end(id: string, facts: Facts = {}): void {
    const channel = this.channels.get(id) ?? this.add(id);
    this.channels.delete(id);
    for (const [room, ids] of this.rooms) if (ids.includes(id)) this.#leave(room, channel);
    const causes = { 'Hangup-Cause': 'NORMAL_CLEARING', variable_hangup_cause_q850: '16' };
    this.say('CHANNEL_HANGUP_COMPLETE', { ...channel, ...causes, ...facts });
  }

  answerAsFreeswitch(line: string): string | undefined {
    const [, name = '', rest = ''] = /^api (\w+) ?(.*)$/s.exec(line) ?? [];
    switch (name) {
      case 'module_exists':
        return 'true';
      case 'uuid_dump': {
        const channel = this.channels.get(rest.split(' ')[0] ?? '');
        return channel
          ? JSON.stringify({ 'Event-Name': 'CHANNEL_DATA', ...channel })
          : '-ERR No such channel!\n';
      }
      case 'uuid_kill':
        if (!this.channels.has(rest)) return '-ERR No such channel!\n';
        this.end(rest);
        return '+OK\n';
      case 'conference':
        return this.#conference(rest);
    }
    return `-ERR ${name} Command not found!\n`;
  }

  #conference(text: string): string {
    const [name = '', command, ...rest] = atBlanks(text);
    if (command === 'bgdial') return this.#dial(rest);
    const ids = this.rooms.get(name);
    if (!ids) return `-ERR Conference ${name} not found\n`;
    if (command === 'json_list') {
      const members = ids.map((uuid, at) => ({ type: 'caller', id: at + 1, uuid, flags: {} }));
      return JSON.stringify([{ conference_name: name, member_count: ids.length, members }]);
    }
    const id = ids[Number(rest[0]) - 1];
    if (command !== 'hup' || id === undefined) return `Non-Existant ID ${rest[0]}\n`;
    this.end(id);
    // As it is where a command says nothing.
    return '-ERR no reply\n';
  }

  #dial([dialString = '']: readonly string[]): string {
    const { variables } = readDialString(dialString);
    const id = variables.origination_uuid ?? crypto.randomUUID();
    const named = Object.entries(variables).map(([name, value]) => [`variable_${name}`, value]);
    this.say('CHANNEL_CREATE', this.add(id, Object.fromEntries(named)));
    return `OK Job-UUID: ${crypto.randomUUID()}\n`;
  }

  #leave(room: string, channel: Facts): void {
    const others = (this.rooms.get(room) ?? []).filter((id) => id !== channel['Unique-ID']);
    // A conference ends with the last of its members.
    if (others.length > 0) this.rooms.set(room, others);
    else this.rooms.delete(room);
    this.#maintain('del-member', channel, room);
  }

  #maintain(action: string, channel: Facts, room: string): void {
    const about = { 'Event-Subclass': 'conference::maintenance', 'Conference-Name': room, Action: action };
    this.say('CUSTOM', { ...channel, ...about });
  }

  #change(id: string, part: Facts): Facts {
    return this.add(id, { ...(this.channels.get(id) ?? {}), ...part });
  }

  #welcome(socket: Socket): void {
    const listener: Listener = { socket, isIn: false, filters: [], events: [] };
    this.#listeners.add(listener);
    socket.on('error', () => {});
    socket.on('close', () => this.#listeners.delete(listener));
    socket.write(this.greeting);
    let text = '';
    socket.setEncoding('utf8').on('data', (more) => {
      const commands = `${text}${more}`.split('\n\n');
      text = commands.pop() ?? '';
      for (const command of commands) this.#serve(listener, command);
    });
  }

  #serve(listener: Listener, line: string): void {
    const [, password] = /^auth (.*)$/s.exec(line) ?? [];
    if (password !== undefined) {
      listener.isIn = password === PASSWORD;
      reply(listener.socket, listener.isIn ? '+OK accepted' : '-ERR invalid');
      if (!listener.isIn) this.disconnect();
      return;
    }
    this.commands.push(line);
    const told = this.#answers.find(({ what }) => line.startsWith(what));
    if (told) {
      const answer = told.answer(line);
      if (answer !== undefined) (line.startsWith('api ') ? respond : reply)(listener.socket, answer);
      return;
    }
    if (!listener.isIn) {
      reply(listener.socket, '-ERR command not found');
      return;
    }
    const [, filter] = /^filter (.*)$/.exec(line) ?? [];
    if (filter !== undefined) listener.filters.push(filter);
    const [, events] = /^event json (.*)$/.exec(line) ?? [];
    if (events !== undefined) listener.events = events.split(' ');
    if (line.startsWith('api ')) respond(listener.socket, this.answerAsFreeswitch(line) ?? '');
    else reply(listener.socket, '+OK');
  }
}

/** How FreeSWITCH reads `{name=value,…}dial-string` when the command was cut at its blanks. */
export function readDialString(text: string): { variables: Facts; dialled: string } {
  const [, braces = '', dialled = ''] = /^\{(.*?)\}(.*)$/s.exec(text) ?? [];
  const pairs = braces.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { variables: Object.fromEntries(pairs), dialled };
}

/** How FreeSWITCH cuts the arguments of a command: at blanks that are not in single quotes, which are dropped. */
export function atBlanks(text: string): string[] {
  return (text.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((part) => part.replaceAll("'", ''));
}

/** Once there is a filter, one of them has to fit. */
function wants({ isIn, filters, events }: Listener, event: Facts): boolean {
  if (!isIn || !events.includes(event['Event-Name'] ?? '')) return false;
  const subclass = event['Event-Subclass'];
  if (subclass !== undefined && !events.includes(subclass)) return false;
  return filters.length === 0 || filters.some((filter) => fits(filter, event));
}

function fits(filter: string, event: Facts): boolean {
  const [, name = '', value = ''] = /^(\S+) (.*)$/.exec(filter) ?? [];
  const [, pattern] = /^\/(.*)\/$/.exec(value) ?? [];
  const has = event[name];
  if (has === undefined) return false;
  return pattern === undefined ? has.toLowerCase() === value.toLowerCase() : new RegExp(pattern).test(has);
}

function reply(socket: Socket, text: string): void {
  socket.write(`Content-Type: command/reply\nReply-Text: ${text}\n\n`);
}

function respond(socket: Socket, body: string): void {
  socket.write(`Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}`);
}

function sayEvent(socket: Socket, json: string): void {
  socket.write(`Content-Length: ${Buffer.byteLength(json)}\nContent-Type: text/event-json\n\n${json}`);
}
