/** What the rules’ compiler finds wrong with a draft, in Chinese. */

/** In Chinese, by the compiler’s own sentence; the sentence itself where there is no Chinese for it. */
export function compilerWords(message: string): string {
  const guess = GUESS.exec(message);
  const plain = guess ? message.slice(0, guess.index) : message;
  for (const { pattern, zh } of PATTERNS) {
    const parts = pattern.exec(plain)?.slice(1);
    if (!parts) continue;
    const said = parts.reduce((text, part, at) => text.replaceAll(`{${at}}`, () => part), zh);
    return guess ? `${said}。是不是“${guess[1] ?? ''}”？` : said;
  }
  return message;
}

/** What the compiler adds where something similar is known. */
const GUESS = /; did you mean “([^”]*)”\?$/;

/** The compiler’s sentences with `{}` for what it names and `{name}` for a single word, and the Chinese with its places by number. */
const SENTENCES: readonly (readonly [en: string, zh: string])[] = [
  ['“{}” is entered twice', '“{0}”重复了'],
  ['a parameter needs a value, or “by” with bands', '参数要有一个值（value），或按档（by）列出各档'],
  ['the last band has no upper limit; leave upTo out', '最后一档没有上限，去掉 upTo'],
  ['only the last band goes without upTo', '只有最后一档可以不写 upTo'],
  ['bands are not ascending: {} is not above the band before', '各档要从小到大：{0} 不大于前一档'],
  ['“{}” is also the id of {}', '编号“{0}”已经被 {1} 用了'],
  ['the file of “{}” is named {}.yaml', '“{0}”的文件应叫 {1}.yaml'],
  [
    'the verdict of “{}” depends on itself through qualifies(…)',
    '“{0}”的结论通过 qualifies(…) 绕回到自己，不能这样引用',
  ],

  ['a condition is a map such as { id, label, test }', '条件要写成 { id, label, test } 这样的一组'],
  ['a condition has exactly one of {}; this one has {}', '一个条件只能有其中一种：{0}；这里有 {1}'],
  ['unknown field “{}”', '不认识“{0}”这一项'],
  ['no shared condition is named “{}”', '没有叫“{0}”的共用条件'],
  [
    'a track needs the measure’s “title” and “renewalMonths”',
    '分首次和复审（track），政策要先写明 title 和 renewalMonths',
  ],
  ['a track is “new” or “renewal”', 'track 只能是 new（首次）或 renewal（复审）'],
  ['“{}” is a list of conditions', '“{0}”下面要列出条件'],
  ['“atLeast” is a whole number from 1 to {}', 'atLeast 要是 1 到 {0} 的整数'],
  [
    'a guarded condition cannot be met under “{}”: where its guard is false it does not count; write all: with the guard’s test as a condition of its own',
    '带前提的条件不能放在“{0}”里：前提不成立时它不算数。改写成 all:，把前提单列为一个条件',
  ],
  [
    'scope says only who and where (applicant type, residence, region, sub-park, a named list); move this to “require”',
    'scope 只写对象和地域（申请人类型、居民身份、所在区、园区、名单），这一条移到 require',
  ],
  ['one comparison per condition; use all: or any: for several', '一个条件只写一个比较；几个的话用 all: 或 any:'],
  [
    'a figure of grade C never decides; make it a judgement naming who judges',
    'C 级数字不能用来判定，改成由谁认定（judgement）',
  ],
  [
    'near is 20 % of the threshold, which is nothing for 0: say what is near with “tolerance”, or lever: none',
    '“差一点”按门槛的 20% 算，门槛为 0 时没有意义：用 tolerance 写明多少算差一点，或写 lever: none',
  ],
  [
    'scope is decided by data, never by a judgement; move this to “require”',
    'scope 只按数据判定，不由人认定，这一条移到 require',
  ],

  ['the expression cannot be read from “{}” on', '判断式从“{0}”起读不出来'],
  ['the expression breaks off; something is missing at its end', '判断式没有写完，末尾还缺内容'],
  ['the expression ends before “{}”', '判断式在“{0}”之前就结束了'],
  ['“{}” is not a comparison; use >=, >, <=, <, == or in', '“{0}”不是比较符，用 >=、>、<=、<、== 或 in'],
  ['“{}” is not a yes/no field; compare it with something', '“{0}”不是“是/否”项，要和一个值比较'],
  [
    'this is not a test; write a comparison, a yes/no field, holds(…), exists(…), qualifies(…) or … in […]',
    '这不是判断：写一个比较、一个“是/否”项、holds(…)、exists(…)、qualifies(…) 或 … in […]',
  ],
  ['both sides are plain numbers; name a field', '两边都是数字，要有一个指标'],
  ['units differ: this is in {}, but {} is needed', '单位不同：这里是 {0}，应为 {1}'],
  ['an amount needs its unit: write wan(…), yi(…) or yuan(…)', '金额要带单位：写 wan(…)、yi(…) 或 yuan(…)'],
  ["a date is needed: write date('2026-01-01')", "要写日期，如 date('2026-01-01')"],
  ['shares are written 0–1: is {} meant as {}?', '占比写 0 到 1 之间的小数：{0} 是不是 {1}？'],
  ["write 'value' in listField", "写成 '值' in 列表项"],
  ['“in” needs a field on its left', 'in 的左边要是一个指标'],
  ['“{}” has no choices to be one of', '“{0}”没有可选项，不能用 in'],
  ['no set is named “{}”', '没有叫“{0}”的集合'],
  [
    "write a list such as ['chaoyang', 'dongcheng'] or a named set",
    "写一个列表，如 ['chaoyang', 'dongcheng']，或一个集合的名字",
  ],
  ['lists hold quoted values only', '列表里只能是带引号的值'],
  ['“{}” is not one of the choices', '“{0}”不在可选项里'],
  [
    '“{}” is not an industry prefix; write a section letter with digits, such as C or I65',
    '“{0}”不是行业代码：写门类字母，后面可加数字，如 C 或 I65',
  ],
  ['no measure is named “{}”', '没有编号为“{0}”的政策'],
  ['“{}(…)” is not a test', '“{0}(…)”不是判断'],
  [
    'this is not a figure; write a field, a number, wan(…), sum(…), or arithmetic on them',
    '这不是数值：写一个指标、数字、wan(…)、sum(…)，或它们的加减乘除',
  ],
  ['units differ: {} divided by {}', '单位不同：{0} 不能除以 {1}'],
  ['units differ: {} and {}', '单位不同：{0} 和 {1}'],
  ['“{}” is not arithmetic; use + - * /', '“{0}”不是运算符，用 + - * /'],
  [
    'dates take no arithmetic; use daysSince(…), monthsSince(…) or yearsSince(…)',
    '日期不能加减，用 daysSince(…)、monthsSince(…) 或 yearsSince(…)',
  ],
  ['{} times {} has no meaning here', '{0} 乘以 {1} 在这里没有意义'],
  ['“{}” is not a date; write 2026-01-01', '“{0}”不是日期，写成 2026-01-01'],
  ['the number of years is a whole number from {} to 10', '年数要是 {0} 到 10 的整数'],
  ['{}(…) needs figures', '{0}(…) 里要有数值'],
  ['{}(…) needs a date', '{0}(…) 里要有日期'],
  ['“{}(…)” is not known', '没有“{0}(…)”这种写法'],
  [
    'write the fiscal year as [0] (last completed), [-1] (the one before) … or [1] (current)',
    '年度写作 [0]（上一个完整年度）、[-1]（再前一年）……或 [1]（当年）',
  ],
  ['this name cannot be read', '这个名称读不出来'],
  ['“{}” is not a figure', '“{0}”不是数值'],
  [
    '“{}” is a yearly figure: write {}[0] for the last completed year or sum({}, 3)',
    '“{0}”按年度填：上一年写 {1}[0]，近三年合计写 sum({2}, 3)',
  ],
  ['there is no field or parameter “{}”', '没有“{0}”这个指标或参数'],
  ['no option of this field is named “{}”', '这一项没有选项“{0}”'],
  ['there is no yearly figure “{}”', '没有“{0}”这个年度指标'],
  ['“{}” is not a list', '“{0}”不是列表'],
  ['argument {} is missing', '缺少第 {0} 个参数'],
  ['a number is needed here', '这里要写数字'],
  ['a quoted name is needed here', '这里要写带引号的名称'],

  ['a measure has no relation to itself', '政策不能和自己建立关系'],
  ['the bibliography has no document “{}”', '文件目录里没有“{0}”'],
  ['no region is named “{}”', '没有叫“{0}”的地区'],
  ['no provision of the plans is named “{}”', '规划条目里没有“{0}”'],
  ['no certificate type is named “{}”', '没有叫“{0}”的资质'],
  ['no {} is named “{}”', '没有叫“{1}”的 {0}'],
  ['“{}” comes before itself through prerequisiteOf', '“{0}”通过 prerequisiteOf 成了自己的前置政策'],
  ['only {} measures belong to “{}”: it rules nothing out', '“{1}”里只有 {0} 项政策，起不到互斥作用'],
  ['write “{}”: lower case, half-width', '写成“{0}”：小写、半角'],

  ['calls need availability: calls, not “{}”', '有年度通知的政策，availability 要写 calls，不是“{0}”'],
  ['ends on {}, not after it begins on {}', '到 {0} 结束，不晚于 {1} 的开始日'],
  [
    'overlaps the one before, which lasts to {}; write to: {} there',
    '与前一个版本重叠（它到 {0} 为止）；在前一个版本写 to: {1}',
  ],
  [
    'nothing is in force from {} to {}; close the hole or say why with a version of its own',
    '{0} 到 {1} 之间没有有效的规定：补上，或单列一个版本说明原因',
  ],
  [
    'a call of grade C never decides; leave it out until a source confirms it',
    'C 级通知不能用来判定，等来源核实后再加入',
  ],
  ['window {} closes on {}, before it opens on {}', '第 {0} 段申报时间的截止日 {1} 早于开始日 {2}'],
  ['a call that does not list this measure has no window', '这一年未列入的政策没有申报时间'],
  [
    'give either windows, or opensOn with closesOn or batches',
    '申报时间写 windows，或写 opensOn 加 closesOn 或 batches',
  ],
  ['the last batch closes the call; leave closesOn out', '最后一批就是截止日，去掉 closesOn'],
  ['batches are not in order', '各批次的次序不对'],

  ['a condition needs an id of lower-case words joined by “-”', '条件要有编号（id）：小写英文，用“-”连接'],
  ['the id “{}” is used twice in this version', '编号“{0}”在这个版本里用了两次'],
  ['a grade is A, B or C', '可靠程度只能是 A、B 或 C'],
  [
    'the basis of “{}” is missing: name the article, or { doc, article }',
    '“{0}”缺少依据（basis）：写明条款，或 { doc, article }',
  ],
  ['an expression is text such as “revenue[0] <= wan(5000)”', '判断式是一段文字，如“revenue[0] <= wan(5000)”'],
  [
    'name the “lever” that can close the gap ({}), or lever: none',
    '写明补哪一项可以缩小差距（lever：{0}），或写 lever: none',
  ],
  ['“levers” is a list of fields', 'levers 要列出指标'],
  ['the condition does not read “{}”', '这个条件没有用到“{0}”'],
  ['a tolerance is a number in the condition’s unit', 'tolerance 要是数字，单位与条件相同'],
  ['say who judges: { zh, en } or one of the named judges', '写明由谁认定：{ zh, en }，或已登记的认定机构'],
  ['the label is missing in {}', '名称（label）缺少这种语言：{0}'],

  ['scope is decided by who and where; move the score to “require”', 'scope 只写对象和地域，评分移到 require'],
  ['a score is { pass, items }', '评分要写成 { pass, items }'],
  ['the pass mark is written “>= 60” or “> 70”', '及格线写成“>= 60”或“> 70”'],
  ['“items” is a list', 'items 要列出各项'],
  ['“caps” is a list of { of: [items], most }', 'caps 要列出 { of: [各项], most }'],
  ['“{}” is not an item of this score', '“{0}”不是这个评分里的项目'],
  [
    'a score item is { id, label, value, bands } or { id, label, steps } or { id, label, judged }',
    '评分项要写成 { id, label, value, bands }、{ id, label, steps } 或 { id, label, judged }',
  ],
  ['“steps” is a list of { if, points }', 'steps 要列出 { if, points }'],
  [
    'points are a number, or a span such as [7, 8] that a person decides',
    '分值写一个数字，或由人评定的一段，如 [7, 8]',
  ],
  ['bands need a “value” and a list of { from, points }', '分档要有 value 和一组 { from, points }'],
  ['a band needs its limit: from, above, upTo or below', '每一档要有界限：from、above、upTo 或 below'],
  [
    'bands are out of order: {} {} can never be reached after the one before',
    '各档次序不对：{0} {1} 排在前一档之后永远轮不到',
  ],
  ['what is removed needs no value', '删除时不要写内容'],
  ['a value is missing', '缺少内容'],
  ['there is no such measure, parameter or document', '没有这项政策、参数或文件'],
  ['there is no such measure', '没有这项政策'],
  ['change a measure part by part', '政策要逐处修改，不能整项替换'],
  ['there is such a measure already', '已经有这项政策'],
  ['needs its own id, and a level', '要写明自己的编号（id）和层级（level）'],
  ['there is nothing to remove', '没有可以删除的内容'],
  ['change an entry part by part', '这一条要逐处修改，不能整条替换'],
  ['there is such an entry already', '已经有这一条'],
  ['needs its own id', '要写明自己的编号（id）'],
  ['there is no file for it', '没有存放它的文件'],
  ['there is no entry “{}”', '规则里没有这个位置：列表里没有“{0}”'],
  ['there is no “{}”', '规则里没有这个位置：没有“{0}”'],
  ['“{}” lies below a plain value', '规则里没有这个位置：“{0}”的上一级只是一个值'],

  ['{name}: Invalid input: expected {}, received undefined', '缺少“{0}”（应为 {1}）'],
  ['{name}: Invalid input: expected {}, received {}', '“{0}”类型不对：应为 {1}，现为 {2}'],
  ['{name}: Invalid option: expected one of {}', '“{0}”只能是其中之一：{1}'],
  ['{name}: {}', '“{0}”不对：{1}'],
];

const PATTERNS = SENTENCES.map(([en, zh]) => ({
  pattern: new RegExp(
    `^${en
      .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replaceAll('{}', '(.+?)')
      .replaceAll('{name}', '([\\w-]+)')}$`,
    's',
  ),
  zh,
}));
