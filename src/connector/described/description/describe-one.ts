import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { NamedPaths } from '../write/named-paths.ts';
import type { SentMapDocument } from './connector-document.ts';
import { fieldPath, type ValuePlace } from './describe-values.ts';
import type { OneOfList } from './write-description.ts';

const BESIDE = ['after', 'map', 'absent'];

/** `{ one: permissions, map, after, absent }`: one text of a list. Null where it is none, which has been told. */
export function describeOne(
  written: SentMapDocument,
  at: DocumentPath,
  names: NamedPaths,
  { findings }: ValuePlace,
): OneOfList | null {
  const { one, map, after, absent } = written;
  if (one === undefined) throw new Error('unreachable: a field takes one of a list');
  const wrong = (where: DocumentPath, message: string, hint: string | null = null): null => {
    findings.atKey('connector-invalid', where, message, { hint });
    return null;
  };
  const strange = Object.keys(written).find((key) => key !== 'one' && !BESIDE.includes(key));
  if (strange !== undefined) {
    const hint = `Beside one: ${BESIDE.join(', ')}.`;
    return wrong([...at, strange], `\`${strange}\` says nothing of one text of a list.`, hint);
  }
  if (absent === undefined) {
    return wrong(at, 'What is sent where the list has no such text is not said.', 'Write absent.');
  }
  if (map === undefined && after === undefined) {
    return wrong(at, 'Which text of the list it is is not said.', 'Write after, map, or both.');
  }
  const words = new Map(map === undefined ? [] : Object.entries(map));
  const twice = [...words].find(
    ([word, sent]) => sent === absent || [...words].some(([other, same]) => other !== word && same === sent),
  );
  if (twice !== undefined) {
    const message = `${quote(twice[1])} is sent for ${quote(twice[0])} and for something else.`;
    return wrong([...at, 'map', twice[0]], message, 'Read again, nobody could tell which it was.');
  }
  const list = names.list(fieldPath(one), [...at, 'one']);
  if (list === null) return null;
  if (!list.items.isText) return wrong([...at, 'one'], `${quote(one)} is no list of texts.`);
  return { is: 'one', list: list.path, words, prefix: after === undefined ? null : after, absent };
}
