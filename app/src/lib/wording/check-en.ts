import type { CheckWording } from './check-zh.ts';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const checkEn: CheckWording = {
  start: {
    title: 'See which public support your firm qualifies for',
    lead: 'Five basics first; results appear as you answer. A range will do, and any question may be skipped.',
    private: 'Calculated in your browser. Nothing is sent until you choose to save it.',
    privateKept: 'Your answers stay in this browser until you clear them.',
    firm: 'My firm',
    go: 'Start the check',
    back: 'Back to my last answers',
    loading: 'Reading the answers you gave last time…',
    team: 'No company yet',
    teamText:
      'Start-up teams and one-person AI companies take this short way, with only the questions that matter to them.',
    teamGo: 'Check as a start-up team',
    demo: 'Look at an example',
    demoText: 'The demo firms are made up. Choose one and see its result.',
    file: 'Open a file',
    fileText:
      'Fill in the template (XLSX, CSV), or open answers you saved before (JSON). Files are read in the browser only.',
    fileChoose: 'Choose a file',
    fileSend: 'Check with this file',
    fileJson: 'Without JavaScript only JSON files (up to 256 KB) can be opened.',
    templateCsv: 'Download the CSV template',
    templateXlsx: 'Download the XLSX template',
    optional: 'optional',
    date: 'Rules in force on',
    fix: (count) => `${plural(count, 'answer', 'answers')} could not be read; please correct`,
  },

  team: {
    title: 'Start-up teams and one-person companies: what is there for you already',
    lead: 'Fewer measures are open to you, but they ask for little. A team that has not registered answers a few more questions, a one-person company maybe dozens; each makes the result more exact, and you can stop at any time.',
    form: 'A team or one-person company',
    larger: 'More than one person in the company',
    stage: 'You are',
    stageTeam: 'a founder or team, not registered yet',
    stageOpc: 'a registered one-person company',
    region: 'The district you are in, or want to register in',
    fields: 'What you work on (several may be chosen)',
    founder: 'Is a founder under 30?',
    goFirm: 'Take the check for firms',
  },

  basics: {
    registeredOn: 'Date of establishment',
    registeredOnHelp: 'See the business licence; the month alone will do, such as 2018-05.',
    region: 'District',
    regionHelp:
      'See the address on the business licence. Firms in the Beijing Economic-Technological Development Area choose that one.',
    regionNone: 'Skip for now',
    industryCode: 'Industry',
    industryCodeHelp: 'Type what you do and choose from the list: software, catering, pharmaceuticals.',
    employees: 'Employees',
    employeesHelp: 'An exact number such as 60, or a range such as 50-99.',
    revenue: 'Revenue',
    revenueHelp: 'Sales revenue of one year in units of RMB 10,000: 4800, 3000-5000, or with a unit: 48 million.',
    inYear: (label, year) => `${label} ${year}`,
    unclearDate: 'This date cannot be read, or it is later than the day of the check. Write 2018-05-20 or 2018-05.',
    unclearRegion: 'Choose a district from the list.',
    unclearIndustry: 'Choose an industry from the list, or write its code, such as I65.',
    unclearEmployees: 'This number cannot be read, or it is negative. Write 60, 50-99 or 300+.',
    unclearRevenue: 'This revenue cannot be read, or it is negative. Write 4800, 3000-5000 or 48 million.',
    ranges: 'Usual ranges',
    suggestions: (count) => `${plural(count, 'industry fits', 'industries fit')}; choose with the arrow keys`,
    noSuggestion: 'Nothing found. Try other words: software, manufacturing, catering.',
  },

  units: {
    yuan: 'RMB',
    wan: '× RMB 10,000',
    yi: '× RMB 100 million',
    people: 'people',
    ratio: 'Share (%)',
    unit: 'Unit',
  },

  card: {
    page: 'The page of this measure',
    interest: 'I am interested',
    ask: 'Ask the service manager',
    wrong: 'This is wrong',
    evidence: (items) => `Shown by: ${items}`,
  },

  widget: {
    title: 'Policy check',
    lead: 'These measures may suit your firm. The check is free, needs no account and sends no figures.',
    go: 'See whether my firm qualifies',
    by: 'By Ceyin',
    none: 'No measures were named.',
    more: 'opens in a new window',
  },
};
