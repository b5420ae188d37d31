import assert from 'node:assert/strict';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';
import type { Asterisk } from './support/asterisk.ts';
import type { Baresip } from './support/baresip.ts';
import { useLab } from './support/lab.ts';

/** The whole product beside an Asterisk, seen where people see it. */
describe('a thread whose conferences are in Asterisk', function () {
  this.timeout(60_000);
  const lab = useLab();
  let world: ThreadWorld;
  let asterisk: Asterisk;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    world = await ThreadWorld.open();
    asterisk = await lab.asterisk();
    const kamailio = await lab.kamailio(asterisk.port);
    const { url, username, password } = asterisk.ari;
    env = {
      SIP_SERVER: `sip:127.0.0.1:${kamailio.port};transport=tcp`,
      SIP_URI: 'sip:usher@lab.test',
      ALLOWED_SIP_DOMAINS: 'lab.test,conf.lab.test',
      CONFERENCE_URI: 'sip:{id}@conf.lab.test',
      CONFERENCE_DRIVER: 'asterisk',
      ...{ ARI_URL: url, ARI_USERNAME: username, ARI_PASSWORD: password },
      ARI_ENDPOINT: `PJSIP/people/sip:{user}@127.0.0.1:${kamailio.port};transport=tcp`,
      INVITE_METHODS: 'dial-out',
    };
  });

  afterEach(() => world.close());

  const mary = () => lab.softphone('mary', 'Mary Smith', 'manual');

  /** Types the invitation; resolves when her phone rings. */
  const ring = async (usher: UsherProcess, phone: Baresip) => {
    await world.type(usher, 'invite sip:mary@lab.test');
    await world.row('mary', 'Ringing');
    await phone.reported('CALL_INCOMING');
  };

  it('shows her ringing, joined when she is in the room, and that she has left', async () => {
    const phone = await mary();
    const usher = await world.start(env);
    await ring(usher, phone);

    phone.command('accept');
    await world.row('mary', 'Joined');
    phone.command('hangup');

    await world.row('mary', 'Left');
    const { origin } = new URL(usher.endpoint);
    assert.deepEqual(await (await fetch(`${origin}/readyz`)).json(), { status: 'ready' });
  });

  it('takes her out by a typed line', async () => {
    const phone = await mary();
    const usher = await world.start(env);
    await ring(usher, phone);
    phone.command('accept');
    await world.row('mary', 'Joined');

    await world.type(usher, 'remove mary');

    await phone.reported('CALL_CLOSED');
    await world.row('mary', 'Left');
  });

  it('with CONFIRM, shows her joined only when she has pressed 1', async () => {
    const phone = await mary();
    const usher = await world.start({ ...env, CONFIRM: 'yes' });
    await ring(usher, phone);
    phone.command('accept');
    await phone.reported('CALL_ESTABLISHED');
    await world.row('mary', 'Ringing');

    phone.command('sndcode', '1');

    await world.row('mary', 'Joined');
  });

  it('killed while her phone rings: the next process stops it, and says so', async () => {
    const phone = await mary();
    const usher = await world.start(env);
    await ring(usher, phone);
    await world.drawn();
    await usher.kill();

    await world.start(env);

    await phone.reported('CALL_CLOSED');
    await world.row('mary', 'Failed', /interrupted/);
  });

  it('says in readiness that Asterisk is not reached', async () => {
    const usher = await world.start(env);
    await asterisk.crash();
    const { origin } = new URL(usher.endpoint);

    await world.until('not ready', async () => (await fetch(`${origin}/readyz`)).status === 503);

    assert.deepEqual(await (await fetch(`${origin}/readyz`)).json(), {
      status: 'not-ready',
      missing: ['conference'],
      codes: { conference: 'ari.unreachable' },
    });
  });
});
