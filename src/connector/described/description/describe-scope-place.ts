import type { DocumentPath } from '../../../source/source-document.ts';
import type { ScopeRows } from './api-description.ts';
import type { EntryDocument } from './connector-document.ts';
import { describeValue, type ValuePlace } from './describe-values.ts';
import type { DescribedValue } from './value-description.ts';

/** Where a scope stands: a name and what is around it, or a path of names. Null where that is wrong, which has been told. */
export function describeScopePlace(
  { name, parent, place }: EntryDocument,
  called: DescribedValue | null,
  at: DocumentPath,
  around: ValuePlace,
): ScopeRows['place'] | null {
  const wrong = (key: 'place' | 'parent', message: string): null => {
    around.findings.atKey('connector-invalid', [...at, key], message);
    return null;
  };
  if (place !== undefined) {
    if (name !== undefined || parent !== undefined) {
      return wrong('place', '`place` says name and parent already.');
    }
    const tree = describeValue(place, [...at, 'place'], around);
    if (tree?.is === 'tree' && tree.by === 'separator') return { by: 'tree', tree };
    return wrong('place', '`place` is a path of names: it needs tree with a sign, and path.');
  }
  if (name === undefined) {
    around.findings.atKey('connector-invalid', at, 'The scope has no name.', {
      hint: 'Write name, or place.',
    });
  }
  if (called === null) return null;
  if (parent === undefined) return { by: 'name', name: called, parent: null };
  const above = describeValue(parent, [...at, 'parent'], around);
  if (above === null || above.is === 'ref')
    return above === null ? null : { by: 'name', name: called, parent: above };
  if (above.is === 'tree' && above.by === 'pointer') return { by: 'name', name: called, parent: above };
  return wrong('parent', 'The parent is meant by ref, or by tree with a pointer.');
}
