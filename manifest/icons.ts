/** The two icons of the Teams app, drawn here: somebody in a speech bubble. */
import { type Pixel, png } from './png.ts';

/** Behind the figure; also the accent colour of the app. */
export const ACCENT_COLOR = '#0F766E';
/** Points per pixel side that are asked whether they are in the figure: its edges are smooth. */
const SAMPLES = 4;

/** 192 × 192, white on the accent colour, which fills it; the figure stands in the middle half, as Teams crops the rest. */
export function colorIcon(): Buffer {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(ACCENT_COLOR.slice(at, at + 2), 16) / 255);
  const mix = (channel: number | undefined, cover: number) => cover + (channel ?? 0) * (1 - cover);
  return png(192, (x, y): Pixel => {
    const cover = coverAt((x - 38) / 116, (y - 38) / 116, 1 / 116);
    return [mix(red, cover), mix(green, cover), mix(blue, cover), 1];
  });
}

/** 32 × 32, white on nothing. */
export function outlineIcon(): Buffer {
  return png(32, (x, y): Pixel => [1, 1, 1, coverAt(x / 32, y / 32, 1 / 32)]);
}

/** How much of a pixel is in the figure, 0 to 1. The figure lies between 0 and 1 in both directions. */
function coverAt(left: number, top: number, side: number): number {
  let inside = 0;
  for (let row = 0; row < SAMPLES; row += 1) {
    for (let column = 0; column < SAMPLES; column += 1) {
      if (isFigure(left + (side * (column + 0.5)) / SAMPLES, top + (side * (row + 0.5)) / SAMPLES))
        inside += 1;
    }
  }
  return inside / SAMPLES ** 2;
}

/** A speech bubble from which a person is cut out. */
function isFigure(x: number, y: number): boolean {
  const isBubble = isInRoundedBox(x, y) || isInTail(x, y);
  return isBubble && !isPerson(x, y);
}

function isInRoundedBox(x: number, y: number): boolean {
  const radius = 0.16;
  const beyondX = Math.max(0.04 + radius - x, 0, x - (0.96 - radius));
  const beyondY = Math.max(0.06 + radius - y, 0, y - (0.78 - radius));
  return Math.hypot(beyondX, beyondY) <= radius;
}

function isInTail(x: number, y: number): boolean {
  return y >= 0.7 && y <= 0.96 && x >= 0.22 && x <= 0.22 + (0.96 - y);
}

/** A head, and shoulders below it. */
function isPerson(x: number, y: number): boolean {
  const isHead = Math.hypot(x - 0.5, y - 0.29) <= 0.12;
  const isBody = y <= 0.68 && Math.hypot((x - 0.5) / 0.24, (y - 0.68) / 0.22) <= 1;
  return isHead || isBody;
}
