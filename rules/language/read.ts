import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CatalogueFiles } from './compile.ts';
import { Source } from './problems.ts';

/** Reads the catalogue's files below `rules/`; the one place where the language touches the disk. */
export function readCatalogue(rulesDirectory: string): CatalogueFiles {
  const root = join(rulesDirectory, '..');
  const source = (path: string): Source =>
    new Source(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
  const at = (...steps: string[]): Source => source(join(rulesDirectory, ...steps));
  const parameters = join(rulesDirectory, 'parameters');
  return {
    fields: at('profile', 'fields.yaml'),
    industries: at('profile', 'industries.yaml'),
    documents: at('sources', 'documents.yaml'),
    provisions: at('sources', 'provisions.yaml'),
    shared: at('parameters', 'shared.yaml'),
    sizes: at('parameters', 'size-classes.yaml'),
    parameters: yamlBelow(parameters)
      .filter((path) => !path.endsWith('shared.yaml') && !path.endsWith('size-classes.yaml'))
      .map(source),
    measures: yamlBelow(join(rulesDirectory, 'catalogue')).map(source),
  };
}

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
