/**
 * After a reconnect or a restart our Contact is another one, and requests from the far ends would miss us. Only a re-INVITE
 * changes it (RFC 3261 12.2): one side is asked for an offer, the other gets it, the answer goes back. To the two it looks
 * like a session refresh.
 */
import type { Body } from 'sip.js/lib/core/index.js';
import { bodyOf } from '../calls/body.ts';
import type { Call } from '../calls/call.ts';

/** Resolves when both know it, or refuse; a 481 ends the call concerned. */
export async function refreshContact(person: Call, conference: Call): Promise<void> {
  if (await refreshFrom(person, conference)) return;
  // Some take no re-INVITE without an offer: then the other side makes the offer.
  if (!person.isOver && !conference.isOver) await refreshFrom(conference, person);
}

function refreshFrom(first: Call, second: Call): Promise<boolean> {
  return attempt(false, (resolve) => {
    first.reinvite(undefined, {
      onAccept: async ({ message, ack }) => {
        const offer = bodyOf(message);
        const answer = offer && (await pass(second, offer));
        ack(answer && { body: answer });
        // Without an answer her media is gone, and no further offer would bring it back.
        if (!answer) await Promise.all([first.bye(), second.bye()]);
        resolve(true);
      },
      onReject: () => resolve(false),
    });
  });
}

function pass(call: Call, offer: Body): Promise<Body | undefined> {
  return attempt<Body | undefined>(undefined, (resolve) => {
    call.reinvite(offer, {
      onAccept: ({ message, ack }) => {
        ack();
        resolve(bodyOf(message));
      },
      onReject: () => resolve(undefined),
    });
  });
}

/** A call that is busy with another re-INVITE throws: to us that is a refusal. */
function attempt<T>(refused: T, run: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise<T>((resolve) => {
    try {
      run(resolve);
    } catch {
      resolve(refused);
    }
  });
}
