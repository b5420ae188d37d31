/**
 * The stories in a real browser, by hand: `npx node test/scenarios/browser/story.ts FOLDER` types and presses at the page
 * of the Playground and leaves a picture of each moment in FOLDER. Somebody has to look at them. That page is neither dark nor narrow: `story-pictures.ts` shows cards so.
 *
 * Needs Chromium: /usr/bin/chromium, or CHROMIUM.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { readConfig } from '../../../src/config.ts';
import { startUsher } from '../../../src/main.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { scratch } from '../../support/scratch.ts';

const UNTIL_MS = 30_000;

type Clip = { x: number; y: number; width: number; height: number };
const folder = resolve(process.argv[2] ?? 'screenshots');
const data = await scratch();
await mkdir(folder, { recursive: true });

const env = { PORT: '0', PLAYGROUND_PORT: '0', DATA_DIR: data.path, RING_SECONDS: '5' };
const usher = await startUsher(readConfig(env), quietLog);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  await play(await openPage(browser, usher.page ?? ''));
} finally {
  await browser.close();
  await usher.stop();
  await data.remove();
}

async function openPage(in_: Browser, url: string): Promise<Page> {
  const page = await in_.newPage({ viewport: { width: 1500, height: 1000 }, deviceScaleFactor: 2 });
  page.setDefaultTimeout(UNTIL_MS);
  // Fonts and the like: nothing of it is needed, and nobody outside should hear of us.
  await page.route(
    ({ hostname }) => !['127.0.0.1', 'localhost'].includes(hostname),
    (route) => route.abort(),
  );
  await page.goto(url);
  return page;
}

async function play(page: Page): Promise<void> {
  await open(page, 'Personal Chat');
  await see(page, 'I bring people into a live conference.');
  await shoot(page, '01-welcome');

  await type(page, 'invite mary');
  await see(page, 'Ringing');
  await shoot(page, '02-mary-rings');
  await see(page, 'Mary Lind joined.');
  await shoot(page, '03-mary-joined');

  await type(page, 'invite bob, sue, lee and fay saying "Join us"');
  await see(page, 'Sue Park: Ringing');
  await shoot(page, '04-four-ring');
  await see(page, 'Sue Park: No answer');
  await shoot(page, '05-four-ends');

  await type(page, 'invite alex');
  await see(page, 'Who is alex?');
  await shoot(page, '06-question');
  await page.getByRole('button', { name: 'Alex Wong' }).last().click();
  await see(page, 'Alex Wong: Ringing');
  await shoot(page, '07-chosen-rings');
  await see(page, 'Alex Wong joined.');
  await shoot(page, '08-chosen-joined');

  await type(page, 'again sue');
  await see(page, 'Sue Park: Ringing');
  await card(page, 'Sue Park').getByRole('button', { name: 'Cancel' }).click();
  await see(page, 'Sue Park: Withdrawn');
  await shoot(page, '09-cancelled');

  await type(page, 'invite me');
  await see(page, 'Robin Doe joined.');
  await type(page, 'invite sip:sue@elsewhere.example');
  await see(page, 'are not allowed');
  await type(page, 'onvite sue');
  await see(page, 'Did you mean');
  await shoot(page, '10-me-and-refusals');
  await type(page, 'who');
  await see(page, 'Conference sip:');
  await shoot(page, '11-who');
  await type(page, 'help');
  await see(page, 'What I can do');
  await shoot(page, '12-help');
  await type(page, 'end');
  await see(page, 'The conference has ended');
  await shoot(page, '13-end');

  await type(page, 'listen to pat');
  await see(page, 'are shown here from now on');
  await type(page, 'invite pat');
  await see(page, 'Pat Novak: Invites you');
  await shoot(page, '14-being-invited');
  await card(page, 'Invites you').getByRole('button', { name: 'Join' }).click();
  await see(page, 'Robin Doe: Joined');
  await type(page, 'invite mary');
  await see(page, 'Mary Lind: Ringing');
  await see(page, 'Mary Lind: Joined');
  await type(page, 'remove mary');
  await see(page, 'Mary Lind: Left');
  await shoot(page, '15-taken-out');

  await playSchedule(page);

  await open(page, 'Ops');
  await see(page, 'Here I only read messages that mention me');
  await shoot(page, '20-group-welcome');
  await mention(page, 'invite bob, sue, lee and fay saying "Join us"');
  await see(page, 'Sue Park: No answer');
  await see(page, 'No answer from Sue Park');
  await shoot(page, '21-group');
  await shootCard(page, 'Sue Park', 'thread-card');

  await open(page, 'Ops team - Standup');
  const post = page.getByRole('textbox').first();
  await mention(page, 'invite max and bob', post);
  await page.getByRole('button', { name: 'Post' }).click();
  await see(page, 'Bob Stone: Declined');
  await see(page, 'Bob Stone declined');
  await shoot(page, '22-channel');
}

async function playSchedule(page: Page): Promise<void> {
  await type(page, 'invite lee, sue and bob to "Ward round" every weekday at 7:30');
  await see(page, 'Every weekday; next:');
  await card(page, 'Ward round').getByRole('textbox').fill('tomorrow at 8');
  await card(page, 'Ward round').getByRole('button', { name: 'Move' }).click();
  await see(page, 'at 8:00');
  await shoot(page, '16-scheduled');
  await type(page, 'remind me in 2 seconds to bring the plans');
  await see(page, 'will be reminded');
  await see(page, 'In 15 minutes');
  await shoot(page, '17-reminded');
  await type(page, 'invite sue, else lee to "Blood bank" urgently in 2 seconds');
  await see(page, 'Called if nobody before has come.');
  await see(page, 'Lee Chen: Joined');
  await shoot(page, '18-in-order');
  await type(page, 'scheduled');
  await see(page, 'What is scheduled here');
  await shoot(page, '19-what-is-scheduled');
}

async function open(page: Page, conversation: string): Promise<void> {
  await page.getByRole('treeitem', { name: conversation, exact: true }).click();
}

async function type(page: Page, text: string, into = page.getByRole('textbox').last()): Promise<void> {
  await into.pressSequentially(text);
  await page.keyboard.press('Enter');
}

/** Picked from the list that opens at the @, as people do. */
async function mention(page: Page, text: string, into = page.getByRole('textbox').last()): Promise<void> {
  await into.pressSequentially('@Us');
  await page.getByRole('menuitem', { name: 'Usher' }).click();
  await type(page, ` ${text}`, into);
}

/** A text anywhere, or a row of a card: `Mary Lind: Joined`. */
async function see(page: Page, what: string): Promise<void> {
  const [, name, word] = /^([A-Z]\w+ [A-Z]\w+): (.+)$/.exec(what) ?? [];
  if (name && word) await card(page, name).getByText(word).last().waitFor();
  else await page.getByText(what).last().waitFor();
}

/** The newest card that names somebody. */
function card(page: Page, name: string): Locator {
  return page.locator('.ac-adaptiveCard', { hasText: name }).last();
}

async function shoot(page: Page, name: string, clip?: Clip): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, ...(clip ? { clip } : {}) });
  console.log(path);
}

/** With its frame and nothing around it. */
async function shootCard(page: Page, person: string, name: string): Promise<void> {
  const box = await card(page, person).boundingBox();
  if (!box) throw new Error(`The card of ${person} is not to be seen`);
  const { x, y, width, height } = box;
  await shoot(page, name, { x: x - 2, y: y - 2, width: width + 4, height: height + 4 });
}
