/** Documents of RFC 4575, as conference servers write them. */

export const CONFERENCE = 'sip:standup@conf.example.com';

export interface InfoOptions {
  readonly state?: string;
  readonly version?: number;
  readonly entity?: string;
}

/** A `conference-info` document around what is in it. */
export function conferenceInfo(
  content: string,
  { state, version, entity = CONFERENCE }: InfoOptions = {},
): string {
  const attributes = [
    'xmlns="urn:ietf:params:xml:ns:conference-info"',
    `entity="${entity}"`,
    ...(state === undefined ? [] : [`state="${state}"`]),
    ...(version === undefined ? [] : [`version="${version}"`]),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<conference-info ${attributes.join(' ')}>${content}</conference-info>`;
}

/** A full document with these people in, each at one endpoint: `mary`, or `mary alerting`. */
export function fullInfo(version: number, ...people: string[]): string {
  return conferenceInfo(`<users>${people.map((one) => userInfo(one)).join('')}</users>`, {
    state: 'full',
    version,
  });
}

/** One `user` with one endpoint. */
export function userInfo(person: string, attributes = ''): string {
  const [id = '', status = 'connected'] = person.split(' ');
  return [
    `<user entity="sip:${id}@example.com" ${attributes}><display-text>${id}</display-text>`,
    `<endpoint entity="sip:${id}@192.0.2.1:5060"><status>${status}</status></endpoint></user>`,
  ].join('');
}
