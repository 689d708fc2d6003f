import type { DocumentPath } from '../../../source/source-document.ts';
import type { PermissionCase } from './api-description.ts';
import type { EntryDocument } from './connector-document.ts';
import { conditions, describeValues, type ValuePlace } from './describe-values.ts';

/** `permissions`, which always are, and `permissions-where`, which are where a row says so. Null where there is neither. */
export function describePermissionCases(
  { permissions, 'permissions-where': cases }: EntryDocument,
  at: DocumentPath,
  place: ValuePlace,
): readonly PermissionCase[] | null {
  if (permissions === undefined && cases === undefined) return null;
  const described: PermissionCase[] = [];
  if (permissions !== undefined) {
    const values = describeValues(permissions, [...at, 'permissions'], place);
    if (values !== null) described.push({ where: [], values });
  }
  for (const [index, written] of (cases === undefined ? [] : cases).entries()) {
    const values = describeValues(
      written.permissions,
      [...at, 'permissions-where', index, 'permissions'],
      place,
    );
    if (values !== null) described.push({ where: conditions(written.where), values });
  }
  return described;
}
