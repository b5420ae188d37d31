/** Types `invite mary` on the page of its argument, as step 7 of docs/first-call.md says, and waits until she is in. */
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { PlaygroundChat } from '../support/playground-chat.ts';
import { rowLines } from '../support/shown-card.ts';

const chat = await PlaygroundChat.open(process.argv[2] ?? '');
const { personal } = PLAYGROUND_CONVERSATIONS;
await chat.type(personal, 'invite mary');
await chat.seeRows(personal, 'Mary Lind: Joined');
const faces = chat.messages(personal).flatMap((message) => message.faces);
console.log(faces.map((face) => rowLines(face).join(', ')).join('\n'));
await chat.close();
