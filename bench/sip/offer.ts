/** What each stack offers: the same bytes to read for the endpoint. */
export const OFFER = [
  'v=0',
  'o=bench 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 RTP/AVP 8 0',
  '',
].join('\r\n');
