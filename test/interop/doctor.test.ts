/** What `npm run doctor` says of neighbours that others have written. */
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { checkConference } from '../../src/doctor/check-conference.ts';
import { checkLdap } from '../../src/doctor/check-ldap.ts';
import { checkSip } from '../../src/doctor/check-sip.ts';
import { told } from '../doctor/told.ts';
import { scratch } from '../support/scratch.ts';
import type { Asterisk } from './support/asterisk.ts';
import type { Kamailio } from './support/kamailio.ts';
import { useLab } from './support/lab.ts';
import { BASE, READER, Slapd } from './support/slapd.ts';

const log = pino({ level: 'silent' });
const wrong = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('ok: '));

describe('doctor', () => {
  describe('at Kamailio and Asterisk', () => {
    const lab = useLab();
    let asterisk: Asterisk;
    let kamailio: Kamailio;

    beforeEach(async () => {
      asterisk = await lab.asterisk();
      kamailio = await lab.kamailio(asterisk.port, { wantsCertificate: true });
    });

    function sip(more: Readonly<Record<string, string>> = {}) {
      const config = readConfig({
        SIP_SERVER: kamailio.server('tcp'),
        SIP_URI: 'sip:secured@lab.test',
        SIP_USERNAME: 'secured',
        SIP_PASSWORD: 'open sesame',
        SIP_REGISTER: 'yes',
        CONFERENCE_URI: 'sip:conf77@conf.lab.test',
        ...more,
      });
      assert.ok(config.sip);
      return told(checkSip({ sip: config.sip, asksConference: true, log, now: Date.now }));
    }

    it('finds nothing wrong where nothing is, over TCP and over TLS, and registers nobody', async () => {
      assert.deepEqual(await sip(), [
        `ok: 127.0.0.1:${kamailio.port}: connected, not encrypted`,
        'ok: answers OPTIONS with 200 OK',
        'ok: would register sip:secured@lab.test',
        'ok: for sip:conf77@conf.lab.test the answer to OPTIONS is 200 OK',
      ]);
      const { ca, cert, key } = kamailio.tls;
      const files = { SIP_TLS_CA: ca, SIP_TLS_CERT: cert, SIP_TLS_KEY: key };
      const [connected, ...others] = await sip({ SIP_SERVER: kamailio.server('tls'), ...files });
      // The certificates of the lab last a day.
      assert.match(connected ?? '', /^warn: .* its certificate is valid until .* → renew it now$/);
      assert.deepEqual(wrong(others), []);
      assert.match(await kamailio.call('secured'), / 404 /);
    });

    it('tells a wrong password from a name that nobody has', async () => {
      assert.deepEqual(wrong(await sip({ SIP_PASSWORD: 'hunter2' })), [
        'fail: does not register sip:secured@lab.test: 401 Unauthorized → correct SIP_USERNAME and SIP_PASSWORD',
        'fail: for sip:conf77@conf.lab.test the answer to OPTIONS is 407 Proxy Authentication Required → correct SIP_USERNAME and SIP_PASSWORD',
      ]);
      const [nowhere = ''] = wrong(await sip({ CONFERENCE_URI: 'sip:nobody@lab.test' }));
      assert.match(nowhere, /^warn: for sip:nobody@lab\.test the answer to OPTIONS is 404 /);
    });

    it('says that a certificate is not trusted, or that one of ours is wanted', async () => {
      const SIP_SERVER = kamailio.server('tls');
      assert.match(
        wrong(await sip({ SIP_SERVER })).join(),
        /^fail: .*set SIP_TLS_CA.*\(sip\.tls-unknown-ca\)/,
      );
      const unproven = wrong(await sip({ SIP_SERVER, SIP_TLS_CA: kamailio.tls.ca }));
      assert.match(unproven.at(-1) ?? '', /^fail: .*SIP_TLS_CERT/);
    });

    it('says whether ARI lets us in, and leaves nothing there', async () => {
      const { url, username, password } = asterisk.ari;
      const ari = async (ARI_PASSWORD: string, ARI_URL = url) => {
        const config = readConfig({
          SIP_SERVER: kamailio.server('tcp'),
          SIP_URI: 'sip:usher@lab.test',
          CONFERENCE_URI: 'sip:conf77@conf.lab.test',
          CONFERENCE_DRIVER: 'asterisk',
          ...{ ARI_URL, ARI_USERNAME: username, ARI_PASSWORD },
        });
        assert.ok(config.sip);
        return told(checkConference(config, config.sip, log));
      };
      assert.deepEqual(await ari(password), ['ok: asterisk lets us in']);
      assert.match(
        (await ari('hunter2'))[0] ?? '',
        /^fail: .*\(ari\.credentials\) → correct ARI_USERNAME and ARI_PASSWORD/,
      );
      assert.match(
        (await ari(password, `${url}/elsewhere`))[0] ?? '',
        /^fail: .*\(ari\.not-found\) → correct ARI_URL/,
      );
      assert.doesNotMatch(await asterisk.command('ari show apps'), /usher/);
    });
  });

  describe('at OpenLDAP', () => {
    let folder: Awaited<ReturnType<typeof scratch>>;
    let slapd: Slapd;

    before(async () => {
      folder = await scratch();
      const mary = `dn: cn=Mary Lind,ou=people,${BASE}\nobjectClass: inetOrgPerson\nsn: Lind\nmail: mary@contoso.test`;
      slapd = await Slapd.start(folder.path, [mary]);
    });
    after(async () => {
      await slapd?.crash();
      await folder?.remove();
    });

    const ldap = async (more: Readonly<Record<string, string>> = {}) => {
      const { dn: LDAP_BIND_DN, password: LDAP_BIND_PASSWORD } = READER;
      const env = {
        LDAP_URL: slapd.secureUrl,
        LDAP_TLS_CA: slapd.ca,
        LDAP_BASE: BASE,
        LDAP_BIND_DN,
        LDAP_BIND_PASSWORD,
      };
      const config = readConfig({ ...env, ...more });
      assert.ok(config.ldap);
      return (await told(checkLdap(config.ldap)))[0] ?? '';
    };

    it('finds nothing wrong where nothing is', async () => {
      assert.equal(await ldap(), `ok: ${slapd.secureUrl} lets us in and shows people below ${BASE}`);
      assert.match(await ldap({ LDAP_URL: slapd.url }), /^ok: /);
    });

    it('says what is wrong', async () => {
      assert.match(
        await ldap({ LDAP_BIND_PASSWORD: 'hunter2' }),
        /^fail: .*\(ldap\.credentials\) → correct them/,
      );
      assert.match(await ldap({ LDAP_TLS_CA: slapd.otherCa }), /^fail: .*\(ldap\.tls-unknown-ca\)/);
      assert.match(
        await ldap({ LDAP_BASE: `ou=nowhere,${BASE}` }),
        /^fail: .*\(ldap\.no-such-base\) → correct LDAP_BASE/,
      );
      assert.match(await ldap({ LDAP_FILTER: '(cn=nobody)' }), /^fail: .*\(ldap\.nobody\)/);
    });
  });
});
