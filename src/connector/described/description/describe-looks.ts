import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import { narrowedBody } from '../read/posted-body.ts';
import type { NamedPaths } from '../write/named-paths.ts';
import type { ListDescription } from './api-description.ts';
import type { RequestDocument } from './connector-document.ts';
import { describeQuery, describeSentText } from './describe-sent-text.ts';
import { fieldPath, listNamed, type ValuePlace } from './describe-values.ts';
import type { FirstLook } from './write-description.ts';

/** What is looked at before a write. Null where nothing is, or what is written is wrong. Code: `connector-invalid`. */
export function describeFirst(
  { first }: RequestDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): FirstLook | null {
  if (first === undefined) return null;
  const where = [...at, 'first'];
  const list = listNamed(first['row-of'], [...where, 'row-of'], place);
  const ids = first['ids-at'];
  if (ids !== undefined) return describeListLook(first, ids, names.lists.get(list), where, place);
  if (first.get === undefined) {
    place.findings.atKey('connector-invalid', where, 'Nothing is looked at first.', {
      hint: 'Write get; or ids-at, of a list that is read by post.',
    });
    return null;
  }
  return {
    by: 'get',
    get: describeSentText(first.get, [...where, 'get'], names, place),
    query: describeQuery(first, where, names, place),
    list,
    item: first.item === undefined ? [] : fieldPath(first.item),
  };
}

/** The request of the list once more, with the id of the row where the platform takes ids. */
function describeListLook(
  first: NonNullable<RequestDocument['first']>,
  ids: string,
  list: ListDescription | undefined,
  where: DocumentPath,
  { findings }: ValuePlace,
): FirstLook | null {
  for (const key of ['get', 'query', 'item'] as const) {
    if (first[key] === undefined) continue;
    findings.atKey('connector-invalid', [...where, key], `With \`ids-at\` there is no \`${key}\`.`, {
      hint: 'The list itself is asked for.',
    });
  }
  // That there is no such list is told already.
  if (list === undefined) return null;
  const [path] = list.id;
  const narrowed =
    list.body === null || list.around !== null || path === undefined || list.id.length > 1
      ? null
      : narrowedBody(list.body, fieldPath(ids), path);
  if (narrowed === null) {
    const what = `${quote(list.name)} cannot be asked for by \`ids-at\`.`;
    findings.atValue('connector-invalid', [...where, 'ids-at'], what, {
      hint: 'It has to be read by post, not for rows of another list, by one id, and with nothing at that place of its body.',
    });
    return null;
  }
  const post = list.get.map((part) => (part.is === 'text' ? part.text : '')).join('');
  return { by: 'list', list: list.name, post, body: narrowed, item: list.items };
}
