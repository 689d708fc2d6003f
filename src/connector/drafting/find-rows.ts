import type { FieldPath } from '../described/description/value-description.ts';
import type { DraftedField } from './drafted-list.ts';
import type { JsonMap, OpenApiDocument } from './local-references.ts';

/** A list in an answer: where it stands, and what its rows are. */
export interface FoundRows {
  readonly items: FieldPath;
  readonly row: unknown;
  /** The answer around it, for totals and next pages. */
  readonly answer: JsonMap;
}

/** What lists are called in answers; one of them wins where an answer holds several. */
const ENVELOPES = [
  'items',
  'data',
  'results',
  'values',
  'value',
  'records',
  'entries',
  'content',
  'resources',
  'rows',
  'list',
];

/** The list that an answer is, or the one list in it; `several` where it holds more. Null where it holds none. */
export function findRows(document: OpenApiDocument, schema: unknown): FoundRows | 'several' | null {
  const answer = document.fields(schema);
  if (answer === null) return null;
  if (document.typeOf(answer) === 'array') return { items: [], row: answer.items, answer: {} };
  const properties = document.properties(answer);
  const found = arraysIn(document, properties, []);
  const inside = Object.entries(properties).flatMap(([name, property]) =>
    document.typeOf(property) === 'object' ? arraysIn(document, document.properties(property), [name]) : [],
  );
  const all = found.length > 0 ? found : inside;
  const named = all.filter(({ items }) =>
    items.slice(-1).some((name) => ENVELOPES.includes(name.toLowerCase())),
  );
  const [only, ...others] = all.length === 1 ? all : named;
  if (only === undefined) return all.length === 0 ? null : 'several';
  return others.length > 0 ? 'several' : { ...only, answer: properties };
}

function arraysIn(
  document: OpenApiDocument,
  properties: JsonMap,
  within: FieldPath,
): readonly Omit<FoundRows, 'answer'>[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    if (document.typeOf(property) !== 'array') return [];
    return [{ items: [...within, name], row: document.fields(property)?.items }];
  });
}

/** The fields of a row, in the order of the document. */
export function fieldsOf(document: OpenApiDocument, row: unknown): readonly DraftedField[] {
  return Object.entries(document.properties(row)).map(([name, property]) => ({
    name,
    shape: shapeOf(document, property),
  }));
}

function shapeOf(document: OpenApiDocument, property: unknown): string {
  const type = document.typeOf(property);
  const fields = document.fields(property);
  if (type === null || fields === null) return '';
  if (type === 'array') {
    const of = document.typeOf(fields.items);
    return of === null ? 'array' : `array of ${of}`;
  }
  const words: readonly unknown[] = Array.isArray(fields.enum) ? fields.enum : [];
  if (words.length > 0) return `${type}: ${words.slice(0, 8).map(String).join(', ')}`;
  return typeof fields.format === 'string' ? `${type}, ${fields.format}` : type;
}

/** Names of fields that tell rows apart, the likeliest first. */
const IDS = [
  'id',
  'uuid',
  'uid',
  '_id',
  'key',
  'slug',
  'login',
  'username',
  'userName',
  'name',
  'email',
  'code',
];

/** What tells rows apart; null where nothing looks like it. */
export function idOfRow(document: OpenApiDocument, row: unknown, things: string): FieldPath | null {
  const type = document.typeOf(row);
  if (type === 'string' || type === 'integer') return [];
  const names = Object.keys(document.properties(row));
  const singular = things.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '');
  const own = names.find((name) => name.toLowerCase().replace(/[_-]/g, '') === `${singular}id`);
  const found = IDS.find((name) => names.includes(name)) ?? own;
  return found === undefined ? null : [found];
}
