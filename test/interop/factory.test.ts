import assert from 'node:assert/strict';
import { useLab } from './support/lab.ts';

describe('a conference factory behind a proxy', () => {
  const lab = useLab();

  it('makes a conference, which a call without media keeps alive until it is not needed', async () => {
    const focus = await lab.scriptedFocus('factory');
    await lab.kamailio(focus.port);
    const bot = await lab.bot({ methods: ['bridge'] });

    const made = await bot.makeConference('sip:conf1@conf.lab.test');

    assert(made.kind === 'made');
    assert.equal(made.uri, `sip:made17@127.0.0.1:${focus.port};transport=tcp`);
    await made.call.hangUp();
    assert.ok(await focus.succeeded());
    assert.match(focus.messages, /^a=inactive/m);
  });

  it('is not what a real Asterisk is: its rooms do not call themselves a focus, and nobody stays in one', async () => {
    const asterisk = await lab.asterisk();
    await lab.kamailio(asterisk.port);
    const bot = await lab.bot({ methods: ['bridge'] });

    const made = await bot.makeConference('sip:conf77@conf.lab.test');

    assert.deepEqual(made, { kind: 'failed', outcome: { word: 'failed', detail: 'no-focus' } });
    await asterisk.roomHolds('conf77');
  });
});
