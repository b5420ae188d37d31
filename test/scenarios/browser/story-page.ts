/** The page on which the pictures of the story are taken: what surrounds a card in Teams and in Slack, as far as it matters. */
import { fitSlackMessage } from '../../../src/cards/index.ts';
import { mrkdwnHtml, slackHtml } from './slack-page.ts';
import type { Scene } from './story-scenes.ts';

/** To run in the page: draws each of these cards in its place, in the colours of that place. */
export function script(cards: readonly object[]): string {
  return `(${draw})(${JSON.stringify({ cards, themes: { light: hostConfig(LIGHT), dark: hostConfig(DARK) } })})`;
}

const draw = `({ cards, themes }) => {
  for (const place of document.querySelectorAll('[data-card]')) {
    const shown = new AdaptiveCards.AdaptiveCard();
    shown.hostConfig = new AdaptiveCards.HostConfig(themes[place.dataset.theme]);
    shown.parse(cards[place.dataset.card]);
    shown.lang = 'en-GB';
    place.append(shown.render());
  }
}`;

interface Colors {
  readonly back: string;
  readonly text: string;
  readonly subtle: string;
  readonly good: string;
  readonly bad: string;
  readonly line: string;
}

const LIGHT: Colors = {
  ...{
    back: '#ffffff',
    text: '#242424',
    subtle: '#616161',
    good: '#237b4b',
    bad: '#c4314b',
    line: '#e1e1e1',
  },
};
const DARK: Colors = {
  ...{
    back: '#292929',
    text: '#ffffff',
    subtle: '#adadad',
    good: '#92c353',
    bad: '#f9526b',
    line: '#484644',
  },
};

/** Close to that of Teams. */
function hostConfig({ back, text, subtle, good, bad, line }: Colors): object {
  const color = (value: string, faded = value) => ({ default: value, subtle: faded });
  const foregroundColors = { default: color(text, subtle), good: color(good), attention: color(bad) };
  return {
    fontFamily: 'inherit',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 12 },
    separator: { lineThickness: 1, lineColor: line },
    containerStyles: { default: { backgroundColor: back, foregroundColors } },
    actions: { maxActions: 6, actionAlignment: 'left', actionsOrientation: 'horizontal', buttonSpacing: 8 },
    supportsInteractivity: true,
  };
}

/** One moment in three windows side by side; `script` then draws the card of Teams, its only one. */
export function momentHtml({ shows, typed }: Scene): string {
  const isText = typeof shows === 'string';
  const teams = (theme: 'light' | 'dark') => {
    const said = typed === undefined ? '' : `<div class="said">${typed}</div>`;
    return said + (isText ? `<div class="bubble">${shows}</div>` : place(0, theme));
  };
  const slack = isText ? `<p>${mrkdwnHtml(shows)}</p>` : slackHtml(fitSlackMessage(shows).blocks ?? []);
  const slackSaid = typed === undefined ? '' : `<p class="said">${typed}</p>`;
  return pageHtml(`
    <div class="teams light"><h2>Teams</h2>${teams('light')}</div>
    <div class="teams dark"><h2>Teams, dark</h2>${teams('dark')}</div>
    <div class="slack"><h2>Slack</h2>${slackSaid}<div class="who">Usher <small>APP</small></div>${slack}</div>`);
}

/** So many cards as a telephone shows them. */
export function narrowHtml(count: number): string {
  const places = Array.from({ length: count }, (_, i) => {
    const theme = i % 2 === 0 ? 'light' : 'dark';
    return `<div class="teams ${theme}">${place(i, theme)}</div>`;
  });
  return pageHtml(places.join(''));
}

function place(card: number, theme: 'light' | 'dark'): string {
  return `<div class="card" data-card="${card}" data-theme="${theme}"></div>`;
}

function pageHtml(windows: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main>${windows}</main>`;
}

const STYLE = `
  body { margin: 0; font: 14px/1.4 'Segoe UI', 'Liberation Sans', sans-serif; }
  main { display: flex; align-items: stretch; }
  main > div { flex: 1; padding: 12px 16px 20px; min-width: 0; }
  h2 { margin: 0 0 10px; font-size: 12px; font-weight: 400; opacity: 0.7; }
  .teams.light { background: #f5f5f5; color: #242424; }
  .teams.dark { background: #1f1f1f; color: #ffffff; }
  .teams .card, .bubble { border-radius: 6px; border: 1px solid #e1e1e1; background: #fff; overflow: hidden; }
  .teams.dark .card, .dark .bubble { border-color: #3d3d3d; background: #292929; }
  .bubble { padding: 8px 12px; display: inline-block; }
  .teams .said { margin: 0 0 10px auto; padding: 8px 12px; border-radius: 6px; background: #e8ebfa; width: fit-content; }
  .teams.dark .said { background: #2b2b40; }
  /* As Teams does it (microsoft/AdaptiveCards, issue 8792); the library alone cuts them off. */
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
  .ac-pushButton { font: 600 14px 'Segoe UI', 'Liberation Sans', sans-serif; padding: 5px 12px; border-radius: 4px;
    border: 1px solid #d1d1d1; background: #fff; color: #242424; }
  .dark .ac-pushButton { border-color: #666; background: #292929; color: #fff; }
  .ac-input { font: inherit; padding: 6px 8px; border: 1px solid #d1d1d1; border-radius: 4px; box-sizing: border-box; }
  .dark .ac-input { background: #1f1f1f; border-color: #666; color: #fff; }
  .slack { font: 15px/1.47 Lato, 'Liberation Sans', sans-serif; color: #1d1c1d; background: #fff; border-left: 1px solid #ddd; }
  .slack p { margin: 0; }
  .slack .said { margin-bottom: 10px; }
  .slack .who { font-weight: 700; }
  .slack small { font-size: 10px; font-weight: 700; color: #616061; background: #ebeaeb; border-radius: 2px; padding: 1px 3px; }
  .slack h3 { margin: 6px 0; font-size: 18px; }
  .slack section { display: flex; justify-content: space-between; align-items: flex-start; gap: 12px; margin: 8px 0; }
  .slack nav { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
  .slack button { font: 700 13px 'Liberation Sans', sans-serif; padding: 5px 12px; border-radius: 8px;
    border: 1px solid #bbb; background: #fff; color: #1d1c1d; white-space: nowrap; }
  .slack label { display: block; font-weight: 700; margin: 8px 0; }
  .slack label i { font-weight: 400; color: #616061; }
  .slack label span { display: block; border: 1px solid #bbb; border-radius: 8px; height: 34px; margin-top: 4px; }
`;
