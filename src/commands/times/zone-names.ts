/** What people call time zones, beside the last part of an IANA name (`berlin`, `new york`), which needs no table. */

/** Towns without a zone of their own, countries with a single one, and names that IANA has changed. */
const PLACES: Readonly<Record<string, string>> = {
  'Africa/Cairo': 'egypt',
  'Africa/Johannesburg': 'cape town, durban, pretoria, south africa, south african',
  'Africa/Lagos': 'abuja, nigeria, nigerian',
  'Africa/Nairobi': 'kenya, kenyan',
  'America/Argentina/Buenos_Aires': 'buenos aires, argentina',
  'America/Bogota': 'medellin, colombia, colombian',
  'America/Chicago':
    'dallas, houston, austin, san antonio, minneapolis, milwaukee, new orleans, nashville, us central',
  'America/Denver': 'salt lake city, albuquerque, us mountain',
  'America/Edmonton': 'calgary',
  'America/Lima': 'peru',
  'America/Los_Angeles':
    'san francisco, seattle, san diego, san jose, las vegas, sacramento, palo alto, silicon valley, california, us pacific',
  'America/Mexico_City': 'guadalajara, mexico city',
  'America/New_York':
    'nyc, boston, washington, washington dc, philadelphia, atlanta, miami, pittsburgh, baltimore, charlotte, orlando, us eastern',
  'America/Sao_Paulo': 'rio, rio de janeiro, brasilia, belo horizonte, curitiba, porto alegre',
  'America/Toronto': 'montreal, ottawa',
  'Asia/Dubai': 'abu dhabi',
  'Asia/Ho_Chi_Minh': 'ho chi minh, ho chi minh city, saigon, hanoi, vietnam',
  'Asia/Hong_Kong': 'hk',
  'Asia/Jerusalem': 'israel, haifa',
  'Asia/Karachi': 'lahore, islamabad, pakistan',
  'Asia/Kathmandu': 'kathmandu, nepal',
  'Asia/Kolkata':
    'kolkata, delhi, new delhi, mumbai, bangalore, bengaluru, chennai, hyderabad, pune, india, indian',
  'Asia/Manila': 'cebu, philippines',
  'Asia/Riyadh': 'jeddah',
  'Asia/Seoul': 'busan, korea, korean, south korea',
  'Asia/Shanghai': 'beijing, shenzhen, guangzhou, china, chinese',
  'Asia/Singapore': 'sg',
  'Asia/Tokyo': 'osaka, kyoto, nagoya, yokohama, japan, japanese',
  'Asia/Yangon': 'yangon',
  'Australia/Melbourne': 'canberra',
  'Europe/Amsterdam': 'rotterdam, the hague, netherlands, dutch',
  'Europe/Athens': 'greece, greek',
  'Europe/Berlin': 'munich, hamburg, cologne, frankfurt, stuttgart, dusseldorf, leipzig, germany, german',
  'Europe/Brussels': 'antwerp, belgium, belgian',
  'Europe/Copenhagen': 'denmark, danish',
  'Europe/Dublin': 'cork, ireland, irish',
  'Europe/Helsinki': 'finland, finnish',
  'Europe/Istanbul': 'ankara, turkey, turkish',
  'Europe/Kyiv': 'kyiv, ukraine',
  'Europe/London':
    'uk, britain, british, england, manchester, birmingham, edinburgh, glasgow, cardiff, oxford, cambridge',
  'Europe/Madrid': 'barcelona, valencia, sevilla, seville',
  'Europe/Oslo': 'norway, norwegian',
  'Europe/Paris': 'lyon, marseille, toulouse, nice, bordeaux, france, french',
  'Europe/Prague': 'czech',
  'Europe/Rome': 'milan, turin, naples, florence, italy, italian',
  'Europe/Stockholm': 'gothenburg, malmo, sweden, swedish',
  'Europe/Vienna': 'graz, salzburg, austria, austrian',
  'Europe/Warsaw': 'krakow, gdansk, poland, polish',
  'Europe/Zurich': 'geneva, basel, bern, switzerland, swiss',
  'Pacific/Auckland': 'wellington, new zealand',
  'Pacific/Honolulu': 'hawaii',
};

/** Several zones: which one is meant only the speaker's own can tell. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  'utc, gmt, z, zulu': 'UTC',
  'et, est, edt, eastern, eastern standard, eastern daylight': 'America/New_York',
  'ct, cdt, central': 'America/Chicago',
  'mt, mdt, mst, mountain': 'America/Denver',
  'pt, pst, pdt, pacific, pacific standard, pacific daylight': 'America/Los_Angeles',
  'akt, akst, akdt': 'America/Anchorage',
  hst: 'Pacific/Honolulu',
  'cet, cest, mez, mesz, central european': 'Europe/Berlin',
  'eet, eest, eastern european': 'Europe/Helsinki',
  'wet, west': 'Europe/Lisbon',
  msk: 'Europe/Moscow',
  brt: 'America/Sao_Paulo',
  sast: 'Africa/Johannesburg',
  pkt: 'Asia/Karachi',
  sgt: 'Asia/Singapore',
  hkt: 'Asia/Hong_Kong',
  jst: 'Asia/Tokyo',
  kst: 'Asia/Seoul',
  'aet, aest, aedt': 'Australia/Sydney',
  awst: 'Australia/Perth',
  'nzt, nzst, nzdt': 'Pacific/Auckland',
  bst: 'Europe/London',
  ist: 'Asia/Kolkata, Europe/Dublin, Asia/Jerusalem',
  cst: 'America/Chicago, Asia/Shanghai, America/Havana',
  ast: 'America/Halifax, Asia/Riyadh',
  gst: 'Asia/Dubai',
  'acst, acdt': 'Australia/Adelaide, Australia/Darwin',
};

const NAMES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  // Of a city that IANA knows twice (Indiana's Vincennes) the last one counts.
  ...Intl.supportedValuesOf('timeZone').map(
    (zone) => [(zone.split('/').at(-1) ?? zone).toLowerCase().replaceAll('_', ' '), [zone]] as const,
  ),
  ...Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), [zone]] as const),
  ...Object.entries(PLACES).flatMap(([zone, names]) =>
    names.split(', ').map((name) => [name, [zone]] as const),
  ),
  ...Object.entries(ABBREVIATIONS).flatMap(([names, zones]) =>
    names.split(', ').map((name) => [name, zones.split(', ')] as const),
  ),
]);
/** Of these everything that ends in `time` is one: `eastern time`, but `in central` is none. */
const ONLY_BEFORE_TIME = new Set('nice, cork, west, rio, z'.split(', '));

/** Words that a zone may be called by: all that may stand in a phrase about time. */
export const ZONE_WORDS: ReadonlySet<string> = new Set([...NAMES.keys()].flatMap((name) => name.split(' ')));

/** Which zones a name (lower case, no accents) may mean; `isTime`: it stood in front of the word `time`. */
export function zonesCalled(name: string, isTime: boolean): readonly string[] | undefined {
  return isTime || !ONLY_BEFORE_TIME.has(name) ? NAMES.get(name) : undefined;
}
