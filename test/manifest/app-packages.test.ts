import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32, inflateRawSync, inflateSync } from 'node:zlib';
import AjvDraft04 from 'ajv-draft-04';
import { appPackages, type Product } from '../../manifest/app-packages.ts';
import { listedCommands } from '../../manifest/listed-commands.ts';
import { EVENTS, METHODS, slackScopes } from '../../manifest/slack-app.ts';
import { INVITE_FORM } from '../../src/cards/index.ts';
import { COMMANDS, commandsIn, parseCommand } from '../../src/commands/index.ts';
import { ConfigError } from '../../src/config.ts';

const ENV = {
  MicrosoftAppId: '0f2d9d2b-6c1e-4b9a-9a55-6f2f3c6d1e11',
  PUBLIC_URL: 'https://usher.contoso.com/',
};

describe('app packages', () => {
  describe('of Teams', () => {
    const files = () => unzip(contentOf(['teams'], 'usher-teams.zip'));

    it('hold a manifest, two icons and a file per further language, and nothing else', () => {
      const languages = ['de.json', 'fr.json', 'es.json', 'ja.json'];
      assert.deepEqual([...files().keys()], ['manifest.json', 'color.png', 'outline.png', ...languages]);
      const { localizationInfo } = JSON.parse(String(files().get('manifest.json')));
      assert.equal(localizationInfo.defaultLanguageTag, 'en');
      assert.deepEqual(
        localizationInfo.additionalLanguages.map(({ file }: { file: string }) => file),
        languages,
      );
    });

    for (const language of ['de', 'fr', 'es', 'ja']) {
      it(`say all of it in ${language}, by the schema of such files, and list commands that are understood`, () => {
        const said = JSON.parse(String(files().get(`${language}.json`)));
        assert.deepEqual(faultsOf(said, LOCALIZATION), []);
        assert.notDeepEqual(faultsOf({ ...said, 'bots[0].name': 'Usher' }, LOCALIZATION), []);
        const { bots, name, description } = JSON.parse(String(files().get('manifest.json')));
        assert.notEqual(said['name.full'], name.full);
        assert.notEqual(said['description.short'], description.short);
        for (const [index, { title, description: english }] of bots[0].commandLists[0].commands.entries()) {
          const path = `bots[0].commandLists[0].commands[${index}]`;
          const line = said[`${path}.title`];
          const kindOf = (typed: string, locale: string) =>
            parseCommand(typed, { mentions: [], bot: { id: 'bot', name: 'Usher' }, locale }).kind;
          assert.ok(line.length <= 40, line);
          assert.notEqual(kindOf(line, language), 'unknown', `${title}: ${line}`);
          assert.notEqual(said[`${path}.description`], english);
          assert.ok(said[`${path}.description`].length <= 128, said[`${path}.description`]);
        }
        assert.equal(Object.keys(said).length, 5 + 2 * bots[0].commandLists[0].commands.length);
      });
    }

    it('pass the schema of their version, which is not indulgent', () => {
      const manifest = JSON.parse(String(files().get('manifest.json')));
      assert.deepEqual(faultsOf(manifest), []);
      assert.notDeepEqual(faultsOf({ ...manifest, id: 'no guid' }), []);
      const [bot] = manifest.bots;
      assert.notDeepEqual(faultsOf({ ...manifest, bots: [{ ...bot, scopes: ['groupchat'] }] }), []);
    });

    it('carry the values of the environment and the version of the product', () => {
      const manifest = JSON.parse(String(files().get('manifest.json')));
      const { id, bots, validDomains, version } = manifest;
      assert.deepEqual([id, bots[0].botId], [ENV.MicrosoftAppId, ENV.MicrosoftAppId]);
      assert.deepEqual([validDomains, version], [['usher.contoso.com'], '1.2.3']);
      for (const url of ['websiteUrl', 'privacyUrl', 'termsOfUseUrl']) {
        assert.equal(manifest.developer[url], 'https://usher.contoso.com');
      }
    });

    it('list commands that are understood as they stand there', () => {
      const { bots } = JSON.parse(String(files().get('manifest.json')));
      const [{ commands }] = bots[0].commandLists;
      assert.equal(commands.length, 10);
      assert.equal(commands.at(-1).title, 'help');
      for (const { title, description } of commands) {
        assert.ok(title.length <= 32 && description.length <= 128, `${title}: ${description.length}`);
        const [, example = title] = /Example: (.*)$/.exec(description) ?? [];
        const { kind } = parseCommand(example, { mentions: [], bot: { id: 'bot', name: 'Usher' } });
        assert.notEqual(kind, 'unknown', example);
        assert.ok(example.startsWith(title), `${title}: ${example}`);
      }
    });

    for (const [name, size, corner] of [
      ['color.png', 192, [0x0f, 0x76, 0x6e, 255]],
      ['outline.png', 32, [255, 255, 255, 0]],
    ] as const) {
      it(`have ${name} in its size, with a figure on its ground`, () => {
        const { width, height, pixels } = readPng(files().get(name));
        assert.deepEqual([width, height], [size, size]);
        assert.deepEqual(pixels[0], corner);
        const white = pixels.filter(([red, , , opacity]) => red === 255 && opacity === 255).length;
        assert.ok(white > pixels.length / 10 && white < pixels.length / 2, `${white} of ${pixels.length}`);
      });
    }
  });

  describe('of Slack', () => {
    const slack = (env: Record<string, string> = ENV) =>
      JSON.parse(String(contentOf(['slack'], 'usher-slack.json', env)));

    it('lead Slack to our routes', () => {
      const { features, settings } = slack();
      assert.equal(settings.socket_mode_enabled, false);
      assert.deepEqual(
        [
          features.slash_commands[0].url,
          settings.event_subscriptions.request_url,
          settings.interactivity.request_url,
        ],
        ['commands', 'events', 'interactions'].map((route) => `https://usher.contoso.com/slack/${route}`),
      );
    });

    for (const [why, env] of [
      ['nobody can reach us', {}],
      ['there is a token for it', { ...ENV, SLACK_APP_TOKEN: 'xapp-1' }],
    ] as const) {
      it(`ask for Socket Mode where ${why}, and name no address then`, () => {
        const manifest = slack(env);
        assert.equal(manifest.settings.socket_mode_enabled, true);
        assert.doesNotMatch(JSON.stringify(manifest), /https?:/);
      });
    }

    it('ask for the scopes of what is heard and called, each once', () => {
      const { oauth_config, settings } = slack();
      assert.deepEqual(oauth_config.scopes.bot, slackScopes());
      assert.equal(new Set(slackScopes()).size, slackScopes().length);
      for (const scope of [...Object.values(EVENTS), ...Object.values(METHODS).flat(), 'commands']) {
        assert.ok(slackScopes().includes(scope), scope);
      }
      assert.deepEqual(settings.event_subscriptions.bot_events, Object.keys(EVENTS));
    });

    it('declare the methods that the code calls, and no others', () => {
      const folder = new URL('../../src/chat/slack/', import.meta.url);
      const code = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
      const called = [...code.join('\n').matchAll(/\bcall\('([a-z]+\.[a-zA-Z.]+)'/g)].map(
        ([, method]) => method,
      );
      assert.deepEqual([...new Set(called)].sort(), Object.keys(METHODS).sort());
    });

    it('keep to the lengths that Slack admits', () => {
      const { display_information, features } = slack();
      assert.ok(display_information.description.length <= 140);
      const [shortcut] = features.shortcuts;
      assert.ok(shortcut.name.length <= 24 && shortcut.description.length <= 150);
      assert.ok(shortcut.callback_id.length <= 255);
      const [command] = features.slash_commands;
      assert.ok(command.description.length <= 2000 && command.usage_hint.length <= 1000);
    });

    it('offer the form behind each message', () => {
      const [shortcut, ...others] = slack().features.shortcuts;
      assert.deepEqual([shortcut.type, shortcut.callback_id, others], ['message', INVITE_FORM, []]);
    });

    it('name every command in the hint of the slash command', () => {
      const [{ usage_hint }] = slack().features.slash_commands;
      assert.equal(usage_hint.split(' | ').length, COMMANDS.length);
    });
  });

  describe('name what is wrong with the environment', () => {
    for (const [what, products, env, variables] of [
      ['nothing set', ['teams'], {}, ['MicrosoftAppId', 'PUBLIC_URL']],
      ['an id that is none', ['teams', 'slack'], { ...ENV, MicrosoftAppId: 'usher' }, ['MicrosoftAppId']],
      ['an address without TLS', ['teams', 'slack'], { ...ENV, PUBLIC_URL: 'http://x.com' }, ['PUBLIC_URL']],
      ['an address with a path', ['slack'], { PUBLIC_URL: 'https://x.com/usher' }, ['PUBLIC_URL']],
      ['nothing set for Slack', ['slack'], {}, []],
    ] as const) {
      it(what, () => {
        let faults: readonly { variable: string }[] = [];
        try {
          appPackages(products, env, '1.2.3');
        } catch (error) {
          assert.ok(error instanceof ConfigError);
          faults = error.faults;
        }
        assert.deepEqual(
          faults.map(({ variable }) => variable),
          variables,
        );
      });
    }
  });

  it('list the first commands and help, whatever is declared', () => {
    assert.deepEqual(
      listedCommands(3).map(({ title }) => title),
      ['invite', 'cancel', 'help'],
    );
  });

  it('list what is needed most, in every language the same', () => {
    const needed = 'invite cancel again who end remind scheduled remove use help'.split(' ');
    assert.deepEqual(
      listedCommands(10).map(({ title }) => title),
      needed,
    );
    for (const language of ['de', 'fr', 'es', 'ja'] as const) {
      assert.deepEqual(
        commandsIn(language).map(({ name }) => name),
        COMMANDS.map(({ name }) => name),
        language,
      );
    }
  });

  function contentOf(products: readonly Product[], name: string, env: Record<string, string> = ENV): Buffer {
    const file = appPackages(products, env, '1.2.3').find((one) => one.name === name);
    assert.ok(file, name);
    return file.content;
  }
});

const MANIFEST = 'MicrosoftTeams.schema.json';
const LOCALIZATION = 'MicrosoftTeams.Localization.schema.json';

function faultsOf(manifest: object, file = MANIFEST): unknown[] {
  const require = createRequire(import.meta.url);
  const folder = require.resolve('@microsoft/app-manifest/package.json').replace('package.json', '');
  const path = `${folder}build/json-schemas/teams/v1.25/${file}`;
  const { $schema, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
  assert.match($schema, /draft-04/);
  const ajv = new AjvDraft04.default({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
  });
  const validate = ajv.compile(schema);
  return validate(manifest) ? [] : [...(validate.errors ?? [])];
}

/** Reads an archive as its directory at the end tells, and checks every sum (PKWARE APPNOTE 4.3). */
function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    assert.equal(archive.readUInt16LE(at + 10), 8);
    const [check, packed, size] = [16, 20, 24].map((field) => archive.readUInt32LE(at + field));
    const nameLength = archive.readUInt16LE(at + 28);
    const start = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    assert.equal(archive.readUInt32LE(start), 0x04034b50);
    assert.equal(archive.toString('utf8', start + 30, start + 30 + nameLength), name);
    const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    const content = inflateRawSync(archive.subarray(from, from + (packed ?? 0)));
    assert.deepEqual([crc32(content), content.length], [check, size]);
    files.set(name, content);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  assert.equal(at, end);
  return files;
}

/** A PNG of 8 bits, RGBA and unfiltered lines, with the sums of its chunks checked. */
function readPng(file: Buffer | undefined): { width: number; height: number; pixels: number[][] } {
  assert.ok(file);
  assert.equal(file.toString('latin1', 1, 4), 'PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const typed = file.subarray(at + 4, at + 8 + length);
    assert.equal(file.readUInt32BE(at + 8 + length), crc32(typed));
    chunks.set(typed.toString('latin1', 0, 4), typed.subarray(4));
    at += 12 + length;
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  assert.deepEqual([...header.subarray(8)], [8, 6, 0, 0, 0]);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const data = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  assert.equal(data.length, height * (1 + 4 * width));
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const from = Math.floor(index / width) * (1 + 4 * width) + 1 + 4 * (index % width);
    return [...data.subarray(from, from + 4)];
  });
  return { width, height, pixels };
}
