import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../call-record.ts';
import type { Confirmation } from '../server-dial-out.ts';
import type { DialledChannel } from './dialled-channel.ts';

/** As the prompt says that is played unless another is configured: "press 1 to accept this call, or 2 to reject it". */
const KEYS: Readonly<Record<string, Confirmation>> = { 1: 'confirmed', 2: 'declined' };

/** Heard once more by who picks up slowly; a voicemail may record it. */
const TIMES = 2;

/** Asks who has answered whether she wants in. Resolves when a key is pressed, she hangs up, or nothing was pressed. */
export async function askToConfirm(
  channel: DialledChannel,
  { prompt, waitMs, log }: { readonly prompt: string; readonly waitMs: number; readonly log: Log },
): Promise<Confirmation> {
  let isOver = false;
  const silence = async (): Promise<Confirmation> => {
    for (let time = 0; time < TIMES && !isOver; time++) {
      const isPlayed = await channel.play(prompt);
      if (!isPlayed) log.warn({ CONFIRM_PROMPT: prompt }, 'Asterisk could not play the prompt');
      await sleep(waitMs, undefined, { ref: false });
    }
    return 'not-confirmed';
  };
  const answer = await Promise.race([
    channel.digit.then((digit) => KEYS[digit] ?? 'not-confirmed'),
    channel.ended.then((): Confirmation => 'not-confirmed'),
    silence(),
  ]);
  isOver = true;
  await channel.stopPlaying();
  return answer;
}
