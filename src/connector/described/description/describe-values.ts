import { nearest } from '../../../source/did-you-mean.ts';
import type { Findings } from '../../../source/findings.ts';
import { known } from '../../../source/known.ts';
import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { Condition } from './api-description.ts';
import type { WrittenValue, WrittenValueMap, WrittenWhere } from './connector-document.ts';
import type { DescribedValue, FieldPath, RefValue, TreeValue, Values } from './value-description.ts';

/** What stands around a value: the lists of the file, and those whose rows it can reach. */
export interface ValuePlace {
  readonly findings: Findings;
  /** Of each list, how many paths its rows are told apart by, and whether it is read for each row of another. */
  readonly lists: ReadonlyMap<string, { readonly ids: number; readonly isBelow: boolean }>;
  readonly around: readonly string[];
}

export function fieldPath(written: string): FieldPath {
  return written === '.' ? [] : written.split('.');
}

export function conditions(where: WrittenWhere | undefined): readonly Condition[] {
  if (where === undefined) return [];
  return Object.entries(where).map(([written, condition]): Condition => {
    const path = fieldPath(written);
    if (typeof condition === 'string') return { path, is: condition === 'present' ? 'present' : 'absent' };
    return condition.is === undefined
      ? { path, is: 'not-among', words: known(condition.not, 'the words of a condition') }
      : { path, is: 'among', words: condition.is };
  });
}

/** Told where it is none that the file has. */
export function listNamed(name: string, at: DocumentPath, { findings, lists }: ValuePlace): string {
  if (!lists.has(name)) {
    const near = nearest(name, [...lists.keys()]);
    findings.atValue('connector-invalid', at, `There is no list ${quote(name)} in this file.`, {
      hint: near === null ? `Lists: ${[...lists.keys()].join(', ')}.` : `Did you mean \`${near}\`?`,
    });
  }
  return name;
}

/** Kinds of value by the key that makes them; the rest are steps on a path. */
const MAKERS = ['path', 'const', 'ref', 'join', 'tree'] as const;
const ALLOWED: Readonly<Record<(typeof MAKERS)[number], readonly string[]>> = {
  path: ['path', 'of', 'absent', 'after', 'map'],
  const: ['const'],
  ref: ['ref', 'by', 'by-all'],
  join: ['join', 'with'],
  tree: ['tree', 'path', 'of', 'after', 'ref'],
};

/** One value. Null where it is none, which has been told. */
export function describeValue(
  written: WrittenValue,
  at: DocumentPath,
  place: ValuePlace,
): DescribedValue | null {
  if (typeof written === 'string') return { is: 'path', path: fieldPath(written), around: null };
  if (written.each !== undefined) {
    place.findings.atKey(
      'connector-invalid',
      [...at, 'each'],
      'One value belongs here, and not a list of them.',
    );
    return null;
  }
  return single(written, at, place);
}

/** One value, or one for each item of a list. */
export function describeValues(written: WrittenValue, at: DocumentPath, place: ValuePlace): Values | null {
  if (typeof written === 'string') {
    return { each: null, value: { is: 'path', path: fieldPath(written), around: null } };
  }
  const { each, absent, ...item } = written;
  if (each === undefined) {
    const value = single(written, at, place);
    return value === null ? null : { each: null, value };
  }
  if (absent !== undefined && absent !== '') {
    const message = 'A list that is not there can only be an empty one.';
    place.findings.atValue('connector-invalid', [...at, 'absent'], message, { hint: 'Write absent: "".' });
  }
  const value = single(itemOf(item), at, place);
  return value === null ? null : { each: { path: fieldPath(each), absent: absent !== undefined }, value };
}

/** Of items the value is the item itself where nothing else is said. */
function itemOf(item: WrittenValueMap): WrittenValueMap {
  const maker = MAKERS.some((key) => item[key] !== undefined);
  if (!maker) return { ...item, path: '.' };
  return item.ref !== undefined && item.by === undefined && item['by-all'] === undefined
    ? { ...item, by: '.' }
    : item;
}

function single(written: WrittenValueMap, at: DocumentPath, place: ValuePlace): DescribedValue | null {
  const { findings } = place;
  const makers = MAKERS.filter((key) => written[key] !== undefined);
  const maker = makers.includes('tree') ? 'tree' : makers[0];
  if (maker === undefined || (maker !== 'tree' && makers.length > 1)) {
    const message =
      maker === undefined
        ? 'The value has no origin.'
        : `The value has ${makers.length} origins: ${makers.join(', ')}.`;
    findings.atValue('connector-invalid', at, message, { hint: `Write one of ${MAKERS.join(', ')}.` });
    return null;
  }
  const strange = Object.keys(written).filter((key) => !ALLOWED[maker].includes(key));
  for (const key of strange) {
    const message = `\`${key}\` says nothing of a value by ${maker}.`;
    findings.atKey('connector-invalid', [...at, key], message, {
      hint: `Beside ${maker}: ${ALLOWED[maker].join(', ')}.`,
    });
  }
  if (strange.length > 0) return null;
  switch (maker) {
    case 'path':
      return steps(written, at, place);
    case 'const':
      return { is: 'const', text: known(written.const, 'the text of a const') };
    case 'ref':
      return describeRef(written, at, place);
    case 'join': {
      const parts = known(written.join, 'the parts of a join').map((part, index) =>
        describeValue(part, [...at, 'join', index], place),
      );
      const whole = parts.filter((part) => part !== null);
      return whole.length === parts.length
        ? { is: 'join', parts: whole, between: written.with === undefined ? '' : written.with }
        : null;
    }
    case 'tree':
      return describeTree(written, at, place);
  }
}

/** `{ path, absent, after, map }`: what a missing field means, then the prefix, then the words. */
function steps(written: WrittenValueMap, at: DocumentPath, place: ValuePlace): DescribedValue {
  const around = written.of ?? null;
  if (around !== null && !place.around.includes(around)) {
    const message = `No row of ${quote(around)} is around this value.`;
    place.findings.atValue('connector-invalid', [...at, 'of'], message, {
      hint: place.around.length === 0 ? 'Remove of.' : `Lists around it: ${place.around.join(', ')}.`,
    });
  }
  let value: DescribedValue = {
    is: 'path',
    path: fieldPath(known(written.path, 'the path of a value')),
    around,
  };
  if (written.absent !== undefined) value = { is: 'absent', of: value, means: written.absent };
  if (written.after !== undefined) value = { is: 'after', of: value, prefix: written.after };
  if (written.map !== undefined)
    value = { is: 'map', of: value, words: new Map(Object.entries(written.map)) };
  return value;
}

function describeRef(written: WrittenValueMap, at: DocumentPath, place: ValuePlace): RefValue | null {
  const list = listNamed(known(written.ref, 'the list of a ref'), [...at, 'ref'], place);
  const rows = place.lists.get(list);
  if (rows?.isBelow === true) {
    const message = `Rows of ${quote(list)} have no single id that something could name them by.`;
    place.findings.atValue('connector-invalid', [...at, 'ref'], message);
  }
  const parts = refParts(written, at, place);
  if (parts === null) return null;
  if (rows !== undefined && parts.length !== rows.ids) {
    const message = `Rows of ${quote(list)} are told apart by ${rows.ids}, and ${parts.length} is named.`;
    place.findings.atValue('connector-invalid', at, message, {
      hint: rows.ids === 1 ? 'Write by.' : 'Write by-all, in the order of the id of the list.',
    });
  }
  const by = parts.flatMap(([part, path]) => describeValue(part, [...at, ...path], place) ?? []);
  return by.length === parts.length ? { is: 'ref', list, by } : null;
}

/** What the thing is named by, each with its place. Null where that is not said. */
function refParts(
  { by, 'by-all': all }: WrittenValueMap,
  at: DocumentPath,
  { findings }: ValuePlace,
): readonly (readonly [WrittenValue, DocumentPath])[] | null {
  if (by !== undefined && all === undefined) return [[by, ['by']]];
  if (all !== undefined && by === undefined) {
    return all.map((part, index) => [part, ['by-all', index]] as const);
  }
  const message =
    by === undefined ? 'The ref does not say by which field.' : 'The ref says by which field twice.';
  findings.atKey('connector-invalid', at, message, {
    hint: 'Write by; or by-all, where rows of the list are told apart by several fields.',
  });
  return null;
}

function referredList(ref: string, at: DocumentPath, place: ValuePlace): string {
  const list = listNamed(ref, [...at, 'ref'], place);
  const rows = place.lists.get(list);
  if (rows !== undefined && (rows.ids > 1 || rows.isBelow)) {
    const message = `Rows of ${quote(list)} have no single id that something could name them by.`;
    place.findings.atValue('connector-invalid', [...at, 'ref'], message);
  }
  return list;
}

function describeTree(written: WrittenValueMap, at: DocumentPath, place: ValuePlace): TreeValue | null {
  const tree = known(written.tree, 'the tree of a value');
  const above = written.ref === undefined ? null : referredList(written.ref, at, place);
  if (written.path === undefined) return { is: 'tree', by: 'pointer', path: fieldPath(tree), above };
  if (above !== null) {
    const message = 'A path of names leads to no other list.';
    place.findings.atKey('connector-invalid', [...at, 'ref'], message, { hint: 'Remove ref.' });
  }
  if (tree === '') {
    place.findings.atValue(
      'connector-invalid',
      [...at, 'tree'],
      'A path of names needs a sign that parts them.',
    );
    return null;
  }
  const { tree: _, ...path } = written;
  return { is: 'tree', by: 'separator', separator: tree, of: steps(path, at, place) };
}
