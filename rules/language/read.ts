import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { CatalogueFiles } from './compile.ts';
import { Source } from './problems.ts';

const NOT_PARAMETERS = ['shared.yaml', 'size-classes.yaml', 'groups.yaml', 'synonyms.yaml'];

/** Reads the catalogue's files below `rules/`; the one place where the language touches the disk. */
export function readCatalogue(rulesDirectory: string): CatalogueFiles {
  const source = sourceBelow(rulesDirectory);
  const at = (...steps: string[]): Source => source(join(rulesDirectory, ...steps));
  const parameters = join(rulesDirectory, 'parameters');
  return {
    fields: at('profile', 'fields.yaml'),
    industries: at('profile', 'industries.yaml'),
    industryWords: at('profile', 'industry-words.yaml'),
    focusFields: at('profile', 'focus-fields.yaml'),
    documents: at('sources', 'documents.yaml'),
    provisions: at('sources', 'provisions.yaml'),
    shared: at('parameters', 'shared.yaml'),
    groups: at('parameters', 'groups.yaml'),
    synonyms: at('parameters', 'synonyms.yaml'),
    sizes: at('parameters', 'size-classes.yaml'),
    parameters: yamlBelow(parameters)
      .filter((path) => !NOT_PARAMETERS.includes(basename(path)))
      .map(source),
    measures: yamlBelow(join(rulesDirectory, 'catalogue')).map(source),
  };
}

/** The plans' figures, which no rule reads. */
export const readIndicators = (rulesDirectory: string): Source =>
  sourceBelow(rulesDirectory)(join(rulesDirectory, 'sources', 'indicators.yaml'));

/** What the plans call their priority fields. */
export const readFocusFields = (rulesDirectory: string): Source =>
  sourceBelow(rulesDirectory)(join(rulesDirectory, 'profile', 'focus-fields.yaml'));

const sourceBelow =
  (rulesDirectory: string) =>
  (path: string): Source =>
    new Source(relative(join(rulesDirectory, '..'), path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));

/** Every YAML file below a folder, in a fixed order. */
export function yamlBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(directory, name));
}

/** When the newest of the files that make the artefact was changed, in milliseconds. */
export function newestChange(rulesDirectory: string): number {
  const rooms = ['catalogue', 'parameters', 'sources', 'profile', 'language'];
  const files = rooms.flatMap((room) =>
    readdirSync(join(rulesDirectory, room), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(rulesDirectory, room, name),
    ),
  );
  return Math.max(...files.map((path) => statSync(path).mtimeMs));
}
