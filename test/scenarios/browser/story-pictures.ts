/**
 * The pictures of docs/story.md: `npx node test/scenarios/browser/story-pictures.ts [FOLDER]` draws each moment as Teams shows it,
 * in light and in dark, beside Slack, and writes `story-NAME.png` into FOLDER (docs/images unless given). Somebody has to look at
 * them. With `--text` it prints the moments as plain text.
 *
 * Needs Chromium: /usr/bin/chromium, or CHROMIUM.
 */
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { fitAdaptiveCard } from '../../../src/cards/index.ts';
import { momentHtml, narrowHtml, script } from './story-page.ts';
import { SCENES, type Scene, textOf } from './story-scenes.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Cards on the picture of narrow ones. */
const NARROW = 4;
const LIBRARY = join(ROOT, 'node_modules/adaptivecards/dist/adaptivecards.min.js');

const folder = resolve(process.argv[2] ?? join(ROOT, 'docs/images'));

if (process.argv.includes('--text')) {
  for (const scene of SCENES) console.log(`\n## ${scene.name}\n\n${textOf(scene)}`);
} else {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    for (const scene of SCENES) await shoot(browser, scene.name, 1_240, momentHtml(scene), cardsOf([scene]));
    const narrow = cardsOf(SCENES).slice(1, 1 + NARROW);
    await shoot(browser, 'narrow', NARROW * 310, narrowHtml(NARROW), narrow);
  } finally {
    await browser.close();
  }
}

/** Those of a story that have one. */
function cardsOf(scenes: readonly Scene[]): object[] {
  return scenes.flatMap(({ shows }) => (typeof shows === 'string' ? [] : [fitAdaptiveCard(shows)]));
}

async function shoot(browser: Browser, name: string, width: number, html: string, cards: readonly object[]) {
  const path = join(folder, `story-${name}.png`);
  const page = await browser.newPage({
    viewport: { width, height: 400 },
    deviceScaleFactor: 1.25,
    ...{ locale: 'en-GB', timezoneId: 'Europe/Berlin' },
  });
  await page.setContent(html);
  await page.addScriptTag({ path: LIBRARY });
  await page.evaluate(script(cards));
  await page.locator('main').screenshot({ path });
  await page.close();
  console.log(path);
}
