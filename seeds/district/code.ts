import { checkCharacter } from '#rules/profile/uscc.ts';

const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const PLACES = 6;
const SPACE = DIGITS.length ** PLACES;
/** Shares no factor with 31, so that every index keeps a code of its own while neighbours lie far apart. */
const STRIDE = 1_000_003;

/**
 * The 17th character of every synthetic code. There a real code carries the check character of the organisation
 * code (组织机构代码, GB 11714), always a digit or X: no real firm can ever have a code with H in that place.
 */
export const SYNTHETIC_MARK = 'H';

/** Division codes for the registering district; elsewhere the city's. */
const DIVISIONS: Readonly<Record<string, string>> = {
  dongcheng: '110101',
  xicheng: '110102',
  chaoyang: '110105',
  fengtai: '110106',
  shijingshan: '110107',
  haidian: '110108',
  mentougou: '110109',
  fangshan: '110111',
  tongzhou: '110112',
  shunyi: '110113',
  changping: '110114',
  daxing: '110115',
  huairou: '110116',
  pinggu: '110117',
  miyun: '110118',
  yanqing: '110119',
  tianjin: '120101',
  hebei: '130102',
  'other-china': '310115',
};
/** Authority and kind of body: 91 firms, 92 sole traders, 12 public institutions, 52 private non-enterprise units. */
const PREFIXES: Readonly<Record<string, string>> = {
  'sole-proprietor': '92',
  'public-institution': '12',
  university: '12',
  'social-organisation': '52',
};

/** A unified social credit code (统一社会信用代码) with the right check character that belongs to nobody. */
export function syntheticCode(seed: number, index: number, region: string, applicantType: string): string {
  if (index >= SPACE) throw new RangeError(`A district has at most ${SPACE} firms.`);
  const edition = inBase31(Math.abs(seed) % DIGITS.length ** 2, 2);
  const number = inBase31((index * STRIDE) % SPACE, PLACES);
  const body = `${PREFIXES[applicantType] ?? '91'}${DIVISIONS[region] ?? '110000'}${edition}${number}${SYNTHETIC_MARK}`;
  return body + checkCharacter(body);
}

function inBase31(value: number, places: number): string {
  let text = '';
  for (let rest = value, place = 0; place < places; place += 1) {
    text = DIGITS.charAt(rest % DIGITS.length) + text;
    rest = Math.floor(rest / DIGITS.length);
  }
  return text;
}
