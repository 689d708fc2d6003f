import type { DocumentPath } from '../../../source/source-document.ts';
import type { NamedPaths } from '../write/named-paths.ts';
import type { RequestDocument } from './connector-document.ts';
import type { ValuePlace } from './describe-values.ts';
import type { PathPart } from './value-description.ts';

/** Query parameters in which names can stand. */
export function describeQuery(
  { query }: Pick<RequestDocument, 'query'>,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): ReadonlyMap<string, readonly PathPart[]> {
  const written = query === undefined ? [] : Object.entries(query);
  return new Map(
    written.map(([name, text]) => [name, describeSentText(text, [...at, 'query', name], names, place)]),
  );
}

const FIELD = /\{([^{}]*)\}/;

/** A text in which names can stand. */
export function describeSentText(
  written: string,
  at: DocumentPath,
  names: NamedPaths,
  { findings }: ValuePlace,
): readonly PathPart[] {
  const parts: PathPart[] = [];
  for (const [index, part] of written.split(FIELD).entries()) {
    if (index % 2 === 0) {
      if (/[{}]/.test(part)) findings.atValue('connector-invalid', at, 'A brace stands alone.');
      if (part !== '') parts.push({ is: 'text', text: part });
      continue;
    }
    const path = names.path(part.split('.'), at, false);
    if (path !== null) parts.push({ is: 'field', path });
  }
  return parts;
}
