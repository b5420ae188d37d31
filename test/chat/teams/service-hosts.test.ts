import assert from 'node:assert/strict';
import { isServiceUrl, OWN_MACHINE } from '../../../src/chat/teams/service-hosts.ts';

const HOSTS = ['smba.trafficmanager.net', '*.botframework.com'];

describe('where answers may be sent', () => {
  for (const url of [
    'https://smba.trafficmanager.net/emea/',
    'https://SMBA.TrafficManager.net:443/teams',
    'https://webchat.botframework.com/',
    'https://europe.directline.botframework.com',
  ]) {
    it(`to ${url}`, () => assert.equal(isServiceUrl(url, HOSTS), true));
  }

  for (const url of [
    'http://smba.trafficmanager.net/emea/',
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.com/',
    'https://evil.com/smba.trafficmanager.net',
    'https://evil.com#smba.trafficmanager.net',
    'https://evil.com?.botframework.com',
    'https://evil.com\\@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.com/',
    'https://user:password@smba.trafficmanager.net/',
    'https://botframework.com/',
    'https://evilbotframework.com/',
    'https://smba.trafficmanager.net./',
    'https://smba.trafficmanager。net.evil.com/',
    'https://127.0.0.1/',
    'http://localhost:3978/',
    'ftp://smba.trafficmanager.net/',
    'file:///etc/passwd',
    'https://',
    '',
  ]) {
    it(`not to ${JSON.stringify(url)}`, () => assert.equal(isServiceUrl(url, HOSTS), false));
  }

  it('to this machine where nobody has credentials, and nowhere else', () => {
    for (const url of ['http://localhost:56150/_connector', 'http://127.0.0.1:1/', 'http://[::1]:1/']) {
      assert.equal(isServiceUrl(url, OWN_MACHINE), true, url);
    }
    for (const url of [
      'http://10.0.0.1/',
      'http://localhost.evil.com/',
      'http://0.0.0.0/',
      'http://[::2]/',
    ]) {
      assert.equal(isServiceUrl(url, OWN_MACHINE), false, url);
    }
  });
});
