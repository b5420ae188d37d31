import assert from 'node:assert/strict';
import { getCountries } from 'libphonenumber-js/max';
import { Policy } from '../../src/desk/policy.ts';
import { type Country, Directory, parsePeopleFile, readNumber } from '../../src/directory/index.ts';

/** as written, country, expected */
const TABLE: readonly (readonly [string, Country | undefined, string | undefined])[] = [
  ['030/123456', 'DE', 'tel:+4930123456'],
  ['030 123456', 'DE', 'tel:+4930123456'],
  ['(030) 12 34 56', 'DE', 'tel:+4930123456'],
  ['0171-1234567', 'DE', 'tel:+491711234567'],
  ['0171 – 1234567', 'DE', 'tel:+491711234567'],
  ['0049 30 123456', 'DE', 'tel:+4930123456'],
  ['+49 30 123456', 'DE', 'tel:+4930123456'],
  ['+49 (0)30 123456', 'US', 'tel:+4930123456'],
  ['+49 30 123456', undefined, 'tel:+4930123456'],
  ['(415) 555-2671', 'US', 'tel:+14155552671'],
  ['415.555.2671', 'US', 'tel:+14155552671'],
  ['1 415 555 2671', 'US', 'tel:+14155552671'],
  ['011 44 20 7946 0000', 'US', 'tel:+442079460000'],
  ['020 7946 0000', 'GB', 'tel:+442079460000'],
  ['01 42 68 53 00', 'FR', 'tel:+33142685300'],
  ['06 1234 5678', 'IT', 'tel:+390612345678'],
  ['03-1234-5678', 'JP', 'tel:+81312345678'],
  ['０３－１２３４－５６７８', 'JP', 'tel:+81312345678'],
  ['044 668 18 00', 'CH', 'tel:+41446681800'],
  ['91 123 45 67', 'ES', 'tel:+34911234567'],
  ['030/123456', undefined, undefined],
  ['030/123456', 'US', undefined],
  ['415 555 267', 'US', undefined],
  ['030 123456 ext. 7', 'DE', undefined],
  ['030 123456x7', 'DE', undefined],
  ['Mary 030 123456', 'DE', undefined],
  ['1001', 'DE', undefined],
  ['112', 'DE', undefined],
  ['', 'DE', undefined],
  ['1'.repeat(10_000), 'DE', undefined],
];

describe('a number as a country writes it', () => {
  for (const [written, country, expected] of TABLE) {
    it(`${JSON.stringify(written.slice(0, 30))} in ${country ?? 'no country'} → ${expected}`, () =>
      assert.equal(readNumber(written, country), expected));
  }

  it('never becomes an emergency number, in no country and in no disguise', () => {
    const open = new Policy({
      sipDomains: [],
      telPrefixes: ['+'],
      conferenceUri: 'sip:{id}@conf.contoso.com',
    });
    const numbers =
      '000 100 101 102 103 104 108 110 111 112 113 115 117 118 119 120 122 123 133 144 15 17 18 190 911 933 988 995 999';
    let allowed = 0;
    for (const country of getCountries()) {
      for (const number of numbers.split(' ')) {
        for (const written of [
          number,
          `0 ${number}`,
          `9-${number}`,
          `00${number}`,
          `0000${number}`,
          `+${number}`,
          `(0)${number}`,
        ]) {
          const address = readNumber(written, country);
          if (address !== undefined && open.refusal(address) === undefined) allowed += 1;
        }
      }
    }
    assert.equal(allowed, 0);
  });

  it('rings whose number it is, in the people file too', async () => {
    const file = 'name,tel\nMary Jones,030/123456\nBob,+49 171 1234567';
    const { people, problems } = parsePeopleFile(Buffer.from(file), 'DE');
    assert.deepEqual(problems, []);
    const thread = new Directory(people, 'DE').inThread(async () => []);
    for (const [wanted, name, address] of [
      [{ kind: 'name', name: '030 123456' }, 'Mary Jones', 'tel:+4930123456'],
      [{ kind: 'address', address: 'tel:0171/1234567' }, 'Bob', 'tel:+491711234567'],
      [{ kind: 'name', name: '(030) 901820' }, '+4930901820', 'tel:+4930901820'],
    ] as const) {
      const found = await thread.find(wanted);
      assert.deepEqual(found.kind === 'person' && [found.person.name, found.person.address], [name, address]);
    }
  });
});
