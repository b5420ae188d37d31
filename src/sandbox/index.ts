/**
 * The sandbox room: everything that is outside, small and on loopback, for trying the bot with nothing configured.
 *
 *   const sandbox = await startSandbox({ log });                                     // SIP: people, phones, a conference
 *   const playground = await startPlayground({ people: pagePeople(uri), botEndpoint, port, dataDir, log });   // the page
 */

// For those who watch and steer it: tests
export type { ConferenceHabit, RosterEntry } from './conference-room.ts';
// The page
export { type Playground, type PlaygroundOptions, startPlayground } from './playground.ts';
export { PLAYGROUND_CONVERSATIONS, pagePeople } from './playground-config.ts';
// The SIP world
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
export { type Habit, type PersonId, SANDBOX_PEOPLE, type SandboxPerson } from './sandbox-people.ts';
export type { CallSnapshot, PhoneSnapshot, SandboxSnapshot } from './sandbox-snapshot.ts';
