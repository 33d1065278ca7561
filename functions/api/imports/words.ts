/** Names of columns as people write them, besides the labels of the field dictionary. */
export const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  name: ['公司名称', '单位名称', '企业全称', '名称', 'company', 'company name', 'firm'],
  uscc: ['信用代码', '社会信用代码', '税号', '纳税人识别号', '机构代码', 'credit code', 'tax number'],
  registeredOn: ['注册日期', '成立时间', '注册时间', '设立日期', 'founded', 'registered on'],
  region: ['所在区', '注册区', '区', '区域', '行政区', 'district', 'region'],
  subdistrict: ['街道', '街乡', '所属街道', '地区'],
  park: ['园区', '分园', 'park'],
  applicantType: ['企业类型', '主体', 'type'],
  industryCode: ['行业', '行业代码', '所属行业', '国民经济行业', 'industry', 'industry code'],
  ownership: ['所有制', '控股情况', 'ownership'],
  'years.*.revenue': ['营业收入', '销售收入', '收入', '营收', '年收入', 'revenue', 'sales', 'turnover'],
  'years.*.rdExpense': ['研发费用', '研发投入', '研发经费', '研究开发费', 'r&d', 'r&d expense', 'rd expense'],
  'years.*.totalAssets': ['资产总额', '总资产', '资产总计', 'total assets'],
  'years.*.totalLiabilities': ['负债总额', '总负债', '负债合计', 'total liabilities'],
  'years.*.netAssets': ['净资产', '所有者权益', 'net assets', 'equity'],
  'years.*.taxableIncome': ['应税所得', 'taxable income'],
  'years.*.employees': [
    '职工人数',
    '员工人数',
    '员工数',
    '人数',
    '从业人员',
    '职工数',
    'employees',
    'staff',
    'headcount',
  ],
  'years.*.techStaff': ['科技人员数', '技术人员'],
  'years.*.rdStaff': ['研发人员数', '研发人数', 'r&d staff'],
  'years.*.highTechRevenue': ['高新收入', '高新技术产品收入'],
  'ip.classI': ['一类知识产权', 'Ⅰ类知识产权数'],
  'ip.classII': ['二类知识产权', 'Ⅱ类知识产权数'],
  'ip.inventionPatents': ['发明专利数', '有效发明专利', 'invention patents', 'patents'],
  'ip.softwareCopyrights': ['软著', '软件著作权数', 'software copyrights'],
  certificates: ['资质', '称号', '企业资质', '荣誉资质', 'certificates', 'titles'],
  needs: ['需求', '诉求', 'needs'],
  focusFields: ['领域', '重点领域', 'fields'],
};

/** What the template asks for: the fields that most measures turn on. Yearly ones for the last completed year. */
export const TEMPLATE_FIELDS: readonly string[] = [
  'uscc',
  'name',
  'registeredOn',
  'region',
  'subdistrict',
  'park',
  'applicantType',
  'ownership',
  'industryCode',
  'highTechField',
  'focusFields',
  'aboveScale',
  'years.*.revenue',
  'years.*.mainBusinessRevenue',
  'years.*.highTechRevenue',
  'years.*.rdExpense',
  'years.*.costExpense',
  'years.*.totalAssets',
  'years.*.totalLiabilities',
  'years.*.netAssets',
  'years.*.taxableIncome',
  'years.*.employees',
  'years.*.techStaff',
  'years.*.rdStaff',
  'years.*.graduatesShare',
  'ip.classI',
  'ip.classII',
  'ip.inventionPatents',
  'ip.softwareCopyrights',
  'certificates',
  'segment.years',
  'segment.marketShare',
  'credit.abnormalList',
  'credit.seriousDishonesty',
  'financing.raisedTotal',
  'financing.listed',
  'incubation.tenantOf',
  'needs',
];

/** In what a column’s figures are written. */
export const UNITS = {
  yuan: { zh: '元', en: 'RMB', times: 1, of: 'yuan', names: ['元', '人民币元', 'yuan', 'rmb', 'cny'] },
  thousand: {
    zh: '千元',
    en: 'RMB thousand',
    times: 1e3,
    of: 'yuan',
    names: ['千元', 'rmb thousand', 'rmb 1000', 'thousand yuan'],
  },
  wan: {
    zh: '万元',
    en: 'RMB 10,000',
    times: 1e4,
    of: 'yuan',
    names: ['万元', '万', 'rmb 10000', '10k yuan', '10000 yuan', 'wan'],
  },
  million: {
    zh: '百万元',
    en: 'RMB million',
    times: 1e6,
    of: 'yuan',
    names: ['百万元', '百万', 'rmb million', 'million yuan', 'million'],
  },
  yi: {
    zh: '亿元',
    en: 'RMB 100 million',
    times: 1e8,
    of: 'yuan',
    names: ['亿元', '亿', 'rmb 100 million', '100m yuan', '100 million yuan', 'yi'],
  },
  usd: { zh: '美元', en: 'USD', times: 1, of: 'usd', names: ['美元', 'usd', 'us dollars'] },
  'wan-usd': { zh: '万美元', en: 'USD 10,000', times: 1e4, of: 'usd', names: ['万美元', 'usd 10000', '10k usd'] },
  'yi-usd': {
    zh: '亿美元',
    en: 'USD 100 million',
    times: 1e8,
    of: 'usd',
    names: ['亿美元', 'usd 100 million', '100m usd'],
  },
  share: { zh: '小数（0–1）', en: 'share (0–1)', times: 1, of: 'ratio', names: ['小数', 'share'] },
  percent: { zh: '%', en: '%', times: 0.01, of: 'ratio', names: ['%', '百分比', 'percent'] },
} as const satisfies Record<
  string,
  {
    readonly zh: string;
    readonly en: string;
    readonly times: number;
    readonly of: string;
    readonly names: readonly string[];
  }
>;
export type UnitName = keyof typeof UNITS;
export const UNIT_NAMES = Object.keys(UNITS) as readonly UnitName[];

/** The unit of this name for figures of this kind; spaces do not count. */
export const unitNamed = (name: string, of: string | undefined): UnitName | undefined =>
  UNIT_NAMES.find(
    (unit) => UNITS[unit].of === of && UNITS[unit].names.some((known) => spaceless(known) === spaceless(name)),
  );

const spaceless = (text: string): string => text.replaceAll(' ', '');

/** Words after a figure that say nothing new: people, pieces. */
export const COUNTED = /^(人|个|件|项|家|名|年|个月|月|天|日|分|位|㎡|m2|平方米|平米|people|persons?)$/;

/** As compared: width, case, spaces and punctuation do not count. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]/gu, '');
