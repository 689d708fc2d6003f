import type { DocumentPath } from '../../../source/source-document.ts';
import type { ToldPermissions } from './api-description.ts';
import type { ConnectorDocument, EntryDocument } from './connector-document.ts';
import { describeValues, fieldPath, type ValuePlace } from './describe-values.ts';

/** One entry, or several: rows that say it of people, of scopes of one kind and of another. */
export function effectiveDocuments({
  effective,
}: ConnectorDocument): readonly { readonly entry: EntryDocument; readonly at: DocumentPath }[] {
  if (effective === undefined) return [];
  if ('from' in effective) return [{ entry: effective, at: ['effective'] }];
  return effective.map((entry, index) => ({ entry, at: ['effective', index] }));
}

/** Of an answer of the platform: `permissions`, or `permissions-keys`. Null where it is neither, which has been told. */
export function describeToldPermissions(
  { permissions, 'permissions-keys': keys }: EntryDocument,
  at: DocumentPath,
  place: ValuePlace,
): ToldPermissions | null {
  if ((permissions === undefined) === (keys === undefined)) {
    const message = 'The answer stands in `permissions`, or in `permissions-keys`: one of the two.';
    place.findings.atKey('connector-invalid', at, message, {
      hint: 'Write permissions for values, permissions-keys for an object whose keys are what may be done.',
    });
    return null;
  }
  if (permissions !== undefined) {
    const values = describeValues(permissions, [...at, 'permissions'], place);
    return values === null ? null : { by: 'values', values };
  }
  if (keys === undefined) return null;
  const { path, map, leaves } = keys;
  const left = new Set(leaves);
  for (const word of left) {
    if (map === undefined || !Object.hasOwn(map, word)) continue;
    place.findings.atKey(
      'connector-invalid',
      [...at, 'permissions-keys', 'map', word],
      'The key is both a permission and left.',
      { hint: 'Remove it from one of the two.' },
    );
  }
  const words = map === undefined ? null : new Map(Object.entries(map));
  return { by: 'keys', path: fieldPath(path), words, leaves: left };
}
