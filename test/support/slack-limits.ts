/** What Slack refuses of a message, checked by its published limits; the emulator accepts anything. */
import type { SlackMessage } from '../../src/cards/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Empty: Slack takes it. */
export function slackFaults({ text, blocks = [] }: SlackMessage): string[] {
  const faults: string[] = [];
  const limit = (what: string, value: unknown, max: number) => {
    if (typeof value !== 'string' || value.length === 0) faults.push(`${what} is missing`);
    else if (value.length > max) faults.push(`${what} has ${value.length} characters, not ${max}`);
    else if (!value.isWellFormed()) faults.push(`${what} holds half a character`);
  };
  const ids = new Set<unknown>();

  function checkText(what: string, value: unknown, max: number, types: readonly string[]) {
    const { type, text: content } = fields(value);
    if (!types.includes(String(type))) faults.push(`${what} is ${type}`);
    limit(what, content, max);
    const isEscaped =
      type !== 'mrkdwn' ||
      /^(?:[^&<>]|&(?:amp|lt|gt);|<!date\^\d+\^[^<>|]+\|[^<>]+>)*$/.test(String(content));
    if (!isEscaped) faults.push(`${what} is not escaped`);
  }

  function checkButton(value: unknown) {
    const button = fields(value);
    if (button.type !== 'button') faults.push(`${button.type} is no button`);
    checkText('the title of a button', button.text, 75, ['plain_text']);
    limit('action_id', button.action_id, 255);
    if (ids.has(button.action_id)) faults.push(`action_id ${button.action_id} twice`);
    ids.add(button.action_id);
    if (button.url === undefined) limit('the value of a button', button.value, 2_000);
    else limit('the url of a button', button.url, 3_000);
    if (button.accessibility_label !== undefined) limit('a label', button.accessibility_label, 75);
  }

  limit('text', text, 40_000);
  if (blocks.length > 50) faults.push(`${blocks.length} blocks`);
  const characters = JSON.stringify(blocks).length;
  if (characters > 13_000) faults.push(`${characters} characters in all`);
  for (const block of blocks.map(fields)) {
    if (block.type === 'header') checkText('the header', block.text, 150, ['plain_text']);
    else if (block.type === 'section') {
      checkText('a section', block.text, 3_000, ['mrkdwn', 'plain_text']);
      if (block.accessory !== undefined) checkButton(block.accessory);
    } else if (block.type === 'input') {
      checkText('the label of an input', block.label, 2_000, ['plain_text']);
      limit('the id of an input', fields(block.element).action_id, 255);
    } else if (block.type === 'actions') {
      const elements = Array.isArray(block.elements) ? block.elements : [];
      if (elements.length === 0 || elements.length > 25)
        faults.push(`${elements.length} buttons side by side`);
      elements.forEach(checkButton);
    } else faults.push(`${block.type} is no block of ours`);
  }
  return faults;
}

/** The same for a modal of inputs (docs.slack.dev, reference/views/modal-views). */
export function slackFormFaults(view: unknown): string[] {
  const { type, callback_id: id, private_metadata: metadata, title, submit, close, blocks } = fields(view);
  const faults: string[] = [];
  const limit = (what: string, value: unknown, max: number) => {
    const isFitting = typeof value === 'string' && value.length > 0 && value.length <= max;
    if (!isFitting || !value.isWellFormed()) faults.push(`${what} is not ${max} characters: ${value}`);
  };
  const plain = (what: string, value: unknown, max: number) => {
    if (fields(value).type !== 'plain_text') faults.push(`${what} is ${fields(value).type}`);
    limit(what, fields(value).text, max);
  };
  if (type !== 'modal') faults.push(`${type} is no modal`);
  limit('callback_id', id, 255);
  limit('private_metadata', metadata, 3_000);
  for (const [what, value] of Object.entries({ title, submit, close })) plain(what, value, 24);
  const inputs = Array.isArray(blocks) ? blocks.map(fields) : [];
  if (inputs.length === 0 || inputs.length > 100) faults.push(`${inputs.length} blocks`);
  if (new Set(inputs.map(({ block_id }) => block_id)).size < inputs.length) faults.push('a block_id twice');
  for (const { type: kind, block_id, label, element } of inputs) {
    const { type: what, action_id, max_length: most } = fields(element);
    if (kind !== 'input') faults.push(`${kind} is no input`);
    limit('block_id', block_id, 255);
    limit('action_id', action_id, 255);
    plain('a label', label, 2_000);
    if (what !== 'multi_users_select' && what !== 'plain_text_input')
      faults.push(`${what} is no input of ours`);
    if (what === 'plain_text_input' && !(Number(most) >= 1 && Number(most) <= 3_000))
      faults.push(`max_length ${most}`);
  }
  return faults;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
