import type { Nature } from './nature.ts';
import { P } from './parameters.ts';
import { oneOf, type Random } from './random.ts';

const SYLLABLES = P.names.syllables;

/** An invented name that says in itself that it is one: 示例·望京启远软件有限公司（合成）. */
export function nameOf(random: Random, { kind, subdistrict, region, row }: Nature): string {
  const syllables = `${oneOf(random, SYLLABLES) ?? ''}${oneOf(random, SYLLABLES) ?? ''}`;
  const place = subdistrict?.name ?? PLACES[region] ?? '京城';
  return `示例·${place}${syllables}${oneOf(random, row.words) ?? ''}${form(random, kind)}（合成）`;
}

const PLACES: Readonly<Record<string, string>> = {
  haidian: '海淀',
  tongzhou: '通州',
  fengtai: '丰台',
  xicheng: '西城',
  bda: '亦庄',
  shunyi: '顺义',
  changping: '昌平',
  daxing: '大兴',
  shijingshan: '石景山',
  fangshan: '房山',
  huairou: '怀柔',
  miyun: '密云',
  pinggu: '平谷',
  mentougou: '门头沟',
  yanqing: '延庆',
  chaoyang: '朝阳',
  dongcheng: '东城',
  tianjin: '天津',
  hebei: '河北',
  'other-china': '外地',
  overseas: '境外',
};

function form(random: Random, kind: string): string {
  switch (kind) {
    case 'startup-team':
      return '创业团队';
    case 'sole-proprietor':
      return '经营部';
    case 'partnership':
      return '合伙企业（有限合伙）';
    case 'public-institution':
      return '中心';
    case 'social-organisation':
      return '服务中心';
    case 'university':
      return '学院';
    default:
      return random.chance(0.06) ? '股份有限公司' : '有限公司';
  }
}
