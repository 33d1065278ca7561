/** What the demo people (演示人员) of `seeds` are called on the English pages; whatever is stored of them is Chinese. */
interface Named {
  readonly zh: string;
  readonly en: string;
}
interface Names {
  readonly family: readonly Named[];
  readonly given: readonly Named[];
}

const people = import.meta.glob<readonly { readonly name: Named }[]>('/seeds/people.json', {
  eager: true,
  import: 'default',
});
const names = import.meta.glob<Names>('/seeds/names.json', { eager: true, import: 'default' });

const english: ReadonlyMap<string, string> = new Map([
  ['演示数据（合成）', 'Demo data (made up)'],
  ...Object.values(names).flatMap(({ family, given }) =>
    family.flatMap((one) =>
      given.map((own): [string, string] => [`${one.zh}${own.zh}（演示）`, `${one.en} ${own.en} (demo)`]),
    ),
  ),
  ...Object.values(people).flatMap((all) => all.map(({ name }): [string, string] => [name.zh, name.en])),
]);

/** A demo person's name in English, or that of whoever brought the demo data in; any other text as it is. */
export const englishName = (name: string): string => english.get(name) ?? name;
