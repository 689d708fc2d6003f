import { known } from '../../../source/known.ts';
import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { NamedPaths } from '../write/named-paths.ts';
import type {
  RequestDocument,
  SentDocument,
  SentItemDocument,
  SentMapDocument,
} from './connector-document.ts';
import { describeFirst } from './describe-looks.ts';
import { describeOne } from './describe-one.ts';
import { describeQuery, describeSentText } from './describe-sent-text.ts';
import { describeValue, fieldPath, type ValuePlace } from './describe-values.ts';
import type { DescribedValue, FieldPath } from './value-description.ts';
import type { SentBody, SentRequest } from './write-description.ts';

const METHODS = ['post', 'put', 'patch', 'delete'] as const;
const DONE = [200, 201, 204] as const;

/** One request as it is described. Null where it is none, which has been told. Code: `connector-invalid`. */
export function describeRequest(
  written: RequestDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentRequest | null {
  const wrong = (where: DocumentPath, message: string, hint: string | null = null): null => {
    place.findings.atKey('connector-invalid', where, message, { hint });
    return null;
  };
  const methods = METHODS.filter((key) => written[key] !== undefined);
  const [method] = methods;
  const path = method === undefined ? undefined : written[method];
  if (method === undefined || path === undefined || methods.length !== 1) {
    return wrong(
      at,
      `${methods.length} requests are described, and one is needed.`,
      'Write post, put, patch or delete.',
    );
  }
  const sentPath = describeSentText(path, [...at, method], names, place);
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) {
    wrong([...at, method], 'A path never leads back.');
  }
  const query = describeQuery(written, at, names, place);
  const body = written.body === undefined ? null : describeBody(written.body, [...at, 'body'], names, place);
  const says = new Set(names.mentions);
  const first = describeFirst(written, at, names, place);
  const key = written['idempotency-key'];
  const ifMatch = written['if-match'] !== undefined;
  if (ifMatch && first === null)
    wrong([...at, 'if-match'], 'There is no ETag without first.', 'Write first: { get, row-of }.');
  if (key !== undefined && NOT_KEYS.has(key.toLowerCase())) {
    wrong([...at, 'idempotency-key'], `The header ${quote(key)} has another meaning.`);
  }
  return {
    method: METHOD_NAMES[method],
    path: sentPath,
    query,
    body,
    first,
    ifMatch,
    idempotencyKey: key === undefined ? null : key.toLowerCase(),
    expect: written.expect === undefined ? DONE : written.expect,
    made: written.made === undefined ? null : fieldPath(written.made),
    says,
    mentions: names.mentions,
  };
}

const METHOD_NAMES = { post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

/** Headers that let in, or that say how something is sent. */
const NOT_KEYS: ReadonlySet<string> = new Set([
  ...['authorization', 'cookie', 'proxy-authorization', 'host', 'if-match', 'if-none-match'],
  ...['content-type', 'content-length', 'transfer-encoding', 'connection', 'accept'],
]);

/** Fields by their dotted names, put together to one object. */
function describeBody(
  written: Readonly<Record<string, SentDocument>>,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentBody | null {
  const body: OpenFields = { is: 'fields', fields: new Map() };
  for (const [field, value] of Object.entries(written)) {
    const here = [...at, field];
    const steps = field.split('.');
    const twice = (): void =>
      place.findings.atKey('connector-invalid', here, `The body has the field ${quote(field)} twice.`);
    const open = steps.slice(0, -1).findIndex((step) => step.endsWith('[]'));
    if (open >= 0) {
      const each = typeof value === 'object' && !isItems(value) ? value.each : undefined;
      if (each === undefined || typeof value !== 'object' || isItems(value)) {
        place.findings.atValue('connector-invalid', here, 'A list of objects needs `each`.', {
          hint: 'Write each: LIST.',
        });
        continue;
      }
      const list = names.list(fieldPath(each), [...here, 'each']);
      if (list === null) continue;
      const last = known(steps[open], 'the step of a list');
      const inside = enter(body, [...steps.slice(0, open), last.slice(0, -2)], () => ({
        is: 'each',
        list: list.path,
        item: { is: 'fields', fields: new Map() },
      }));
      const isSame = inside?.is === 'each' && inside.list.join('.') === list.path.join('.');
      const objects = isSame && inside.item.is === 'fields' ? inside.item.fields : null;
      if (!(objects instanceof Map)) {
        twice();
        continue;
      }
      const { each: _, ...item } = value;
      const sent = describeSent(item, here, list.items, place);
      const rest = steps.slice(open + 1);
      if (sent !== null && enter({ is: 'fields', fields: objects }, rest, () => sent) !== sent) twice();
      continue;
    }
    if (field.includes('[]')) {
      place.findings.atValue('connector-invalid', here, 'A list of objects has fields.', {
        hint: 'Write LIST[].FIELD, or each for a list of texts.',
      });
      continue;
    }
    const sent = describeField(value, here, names, place);
    if (sent !== null && enter(body, steps, () => sent) !== sent) twice();
  }
  return body;
}

interface OpenFields {
  readonly is: 'fields';
  readonly fields: Map<string, SentBody>;
}

/** What stands at the end of the steps, made where nothing does; null where one of them is no object. */
function enter(body: OpenFields, steps: readonly string[], make: () => SentBody): SentBody | null {
  const [step, ...rest] = steps;
  if (step === undefined) return null;
  const found = body.fields.get(step);
  if (rest.length === 0) {
    if (found !== undefined) return found;
    const made = make();
    body.fields.set(step, made);
    return made;
  }
  if (found !== undefined && found.is !== 'fields') return null;
  const next: OpenFields =
    found === undefined
      ? { is: 'fields', fields: new Map() }
      : { is: 'fields', fields: new Map(found.fields) };
  body.fields.set(step, next);
  return enter(next, rest, make);
}

/** One value of the body, or a list of so many. */
function describeField(
  written: SentDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentBody | null {
  if (!isItems(written)) return describeSent(written, at, names, place);
  const items = written.map((one, index) => describeSent(one, [...at, index], names, place));
  const whole = items.filter((item) => item !== null);
  return whole.length === items.length ? { is: 'items', items: whole } : null;
}

function isItems(written: SentDocument): written is readonly SentItemDocument[] {
  return Array.isArray(written);
}

function describeSent(
  written: SentItemDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentBody | null {
  if (typeof written === 'boolean' || typeof written === 'number') return { is: 'literal', literal: written };
  if (typeof written !== 'string' && written.one !== undefined) return describeOne(written, at, names, place);
  if (typeof written === 'string' || (written.each === undefined && written.only === undefined)) {
    const map: SentMapDocument = typeof written === 'string' ? { path: written } : written;
    const { as, optional = false, ...said } = map;
    const value = describeValue(said, at, place);
    const named = value === null ? null : withNames(value, at, names, place, optional);
    return named === null
      ? null
      : { is: 'value', value: named, as: as === undefined ? 'text' : as, optional };
  }
  const { each, only, ...item } = written;
  const listed = each ?? only;
  if (listed === undefined || (each !== undefined && only !== undefined)) {
    place.findings.atKey(
      'connector-invalid',
      [...at, 'only'],
      'A value is of each item or of the only one.',
      {
        hint: 'Write each or only.',
      },
    );
    return null;
  }
  const key = each === undefined ? 'only' : 'each';
  const list = names.list(fieldPath(listed), [...at, key]);
  if (list === null) return null;
  const isPlain = ['path', 'const', 'join'].every((key) => !Object.hasOwn(item, key));
  const sent = describeSent(isPlain ? { ...item, path: '.' } : item, at, list.items, place);
  return sent === null ? null : { is: key, list: list.path, item: sent };
}

/** The value over the names of the write. Only what may be absent can have something else in its place. */
function withNames(
  value: DescribedValue,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
  mayBeAbsent: boolean,
): DescribedValue | null {
  switch (value.is) {
    case 'path': {
      const path: FieldPath | null = names.path(value.path, at, mayBeAbsent);
      return path === null ? null : { ...value, path };
    }
    case 'const':
      return value;
    case 'absent':
    case 'map':
    case 'after': {
      const of = withNames(value.of, at, names, place, mayBeAbsent || value.is === 'absent');
      return of === null ? null : { ...value, of };
    }
    case 'join': {
      const parts = value.parts.map((part) => withNames(part, at, names, place, false));
      const whole = parts.filter((part) => part !== null);
      return whole.length === parts.length ? { ...value, parts: whole } : null;
    }
    case 'ref':
    case 'tree':
      place.findings.atValue('connector-invalid', at, `What is written is not meant by ${value.is}.`, {
        hint: 'Write the field of the row that is meant: group.id.',
      });
      return null;
  }
}
