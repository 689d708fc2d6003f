/**
 * Whether a value surely has the shape of a schema. Nearly every document that is read is right, and to see that takes
 * less than to load the check that can say what is wrong. It knows the keywords that our schemas have and no others: yes
 * is said only where the check would say so as well, and of whatever is left open the check decides.
 */
export function surelyValid(schema: object): (value: unknown) => boolean {
  const holds = new Reading(schema).testOf(schema);
  return (value) => holds(value) === true;
}

/** Null: left open. */
type Verdict = boolean | null;
type Test = (value: unknown) => Verdict;
type Schema = { readonly [keyword: string]: unknown };

/** Keywords that say nothing of a value by themselves. */
const SILENT = new Set([
  ...['$schema', '$id', '$comment', '$defs'],
  ...['title', 'description', 'default', 'examples'],
  // Read beside `if`.
  ...['then', 'else'],
]);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

class Reading {
  readonly #root: object;
  readonly #tests = new WeakMap<object, Test>();

  constructor(root: object) {
    this.#root = root;
  }

  /** Made when something is first held against it: a document has few of all keys that there are. */
  testOf(schema: unknown): Test {
    if (typeof schema === 'boolean') return () => schema;
    if (!isMap(schema)) return open;
    const known = this.#tests.get(schema);
    if (known !== undefined) return known;
    let parts: readonly Test[] | null = null;
    const test: Test = (value) => {
      // In no document, and the check has views of its own about it.
      if (value === undefined) return null;
      parts ??= this.#partsOf(schema);
      return together(parts, value);
    };
    this.#tests.set(schema, test);
    return test;
  }

  #partsOf(schema: Schema): readonly Test[] {
    return Object.entries(schema).flatMap(([keyword, given]) =>
      SILENT.has(keyword) ? [] : [this.#part(keyword, given, schema)],
    );
  }

  #part(keyword: string, given: unknown, schema: Schema): Test {
    switch (keyword) {
      case '$ref':
        return this.#reference(given);
      case 'allOf':
        return Array.isArray(given) ? this.#every(given) : open;
      case 'not': {
        const test = this.testOf(given);
        return (value) => not(test(value));
      }
      case 'if':
        return this.#either(given, schema.then ?? true, schema.else ?? true);
      case 'properties':
        return this.#properties(
          given,
          'patternProperties' in schema ? true : (schema.additionalProperties ?? true),
          this.#namesOf(schema),
        );
      case 'additionalProperties':
        return this.#others(schema);
      case 'propertyNames': {
        if (walksAll(schema)) return nothing;
        const test = this.testOf(given);
        return ofMap((map) => allKeys(map, test));
      }
      case 'items': {
        const test = this.testOf(given);
        return 'prefixItems' in schema ? open : ofList((list) => all(list, test));
      }
      default:
        return simple(keyword, given);
    }
  }

  #reference(given: unknown): Test {
    const name = typeof given === 'string' ? /^#\/\$defs\/([\w-]+)$/.exec(given)?.[1] : undefined;
    const { $defs: definitions }: { $defs?: unknown } = this.#root;
    if (name === undefined || !isMap(definitions) || !Object.hasOwn(definitions, name)) return open;
    return this.testOf(definitions[name]);
  }

  #every(schemas: readonly unknown[]): Test {
    const tests = schemas.map((one) => this.testOf(one));
    return (value) => together(tests, value);
  }

  #either(condition: unknown, then: unknown, otherwise: unknown): Test {
    const [test, ifSo, ifNot] = [this.testOf(condition), this.testOf(then), this.testOf(otherwise)];
    return (value) => {
      const met = test(value);
      if (met === null) return null;
      return met ? ifSo(value) : ifNot(value);
    };
  }

  /** What is in a map, `additionalProperties` with it: a file has hundreds of thousands of maps, and each is walked once. */
  #properties(given: unknown, additional: unknown, names: Test | null): Test {
    if (!isMap(given)) return open;
    const tests = new Map(Object.entries(given).map(([key, schema]) => [key, this.testOf(schema)]));
    const other = this.testOf(additional);
    const test = (key: string, value: unknown): Verdict => (tests.get(key) ?? other)(value);
    return eachKey(names, test);
  }

  /** What `propertyNames` says, for who walks the map anyway. */
  #namesOf(schema: Schema): Test | null {
    return 'propertyNames' in schema ? this.testOf(schema.propertyNames) : null;
  }

  /** Where `properties` says nothing of it. */
  #others(schema: Schema): Test {
    if ('patternProperties' in schema) return open;
    if ('properties' in schema) return isMap(schema.properties) ? nothing : open;
    const test = this.testOf(schema.additionalProperties);
    const anyKey = (_key: string, value: unknown): Verdict => test(value);
    return eachKey(this.#namesOf(schema), anyKey);
  }
}

/** Whether some other keyword walks all keys of a map, and asks `propertyNames` of each on its way. */
function walksAll(schema: Schema): boolean {
  if ('properties' in schema) return isMap(schema.properties);
  return 'additionalProperties' in schema && !('patternProperties' in schema);
}

function eachKey(names: Test | null, test: (key: string, value: unknown) => Verdict): Test {
  if (names === null) return ofMap((map) => allKeys(map, test));
  const named = (key: string, value: unknown): Verdict => {
    const name = names(key);
    if (name === false) return false;
    const said = test(key, value);
    return said === true ? name : said;
  };
  return ofMap((map) => allKeys(map, named));
}

/** Keywords that no schema stands under. */
function simple(keyword: string, given: unknown): Test {
  if (typeof given === 'number') return bound(keyword, given);
  switch (keyword) {
    case 'type': {
      if (!Array.isArray(given)) return (value) => isOfType(value, given);
      const types: readonly unknown[] = given;
      return (value) => isOfOneType(value, types);
    }
    case 'const':
      return isPlain(given) ? (value) => value === given : open;
    case 'enum':
      return Array.isArray(given) && given.every(isPlain) ? (value) => given.includes(value) : open;
    case 'required':
      return Array.isArray(given) ? ofMap((map) => hasKeys(map, given)) : open;
    case 'pattern': {
      if (typeof given !== 'string') return open;
      const pattern = new RegExp(given, 'u');
      return ofText((text) => pattern.test(text));
    }
    case 'format':
      return format(given);
    case 'uniqueItems':
      return given === true ? ofList(areUnique) : open;
    default:
      return open;
  }
}

function bound(keyword: string, given: number): Test {
  switch (keyword) {
    case 'minLength':
      // By characters, of which there are at least half as many as units.
      return ofText((text) => text.length >= 2 * given - 1 || [...text].length >= given);
    case 'maxLength':
      // By characters, of which there are never more than units.
      return ofText((text) => text.length <= given || [...text].length <= given);
    case 'minItems':
      return ofList((list) => list.length >= given);
    case 'maxItems':
      return ofList((list) => list.length <= given);
    case 'minProperties':
      return ofMap((map) => Object.keys(map).length >= given);
    case 'maxProperties':
      return ofMap((map) => Object.keys(map).length <= given);
    case 'minimum':
      return (value) => typeof value !== 'number' || value >= given;
    case 'maximum':
      return (value) => typeof value !== 'number' || value <= given;
    default:
      return open;
  }
}

function format(given: unknown): Test {
  switch (given) {
    case 'date':
      return ofText((text) => (DATE.test(text) && isDay(text) ? true : null));
    case 'date-time':
      return ofText((text) => (INSTANT.test(text) && isDay(text.slice(0, 10)) ? true : null));
    default:
      return open;
  }
}

/** No 31st of February, although a parser may read on into March. */
function isDay(text: string): boolean {
  const parsed = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(text);
}

function isOfType(value: unknown, type: unknown): Verdict {
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isMap(value);
    default:
      return null;
  }
}

function isOfOneType(value: unknown, types: readonly unknown[]): Verdict {
  let verdict: Verdict = false;
  for (const type of types) {
    const said = isOfType(value, type);
    if (said === true) return true;
    if (said === null) verdict = null;
  }
  return verdict;
}

/** Of collections it would have to be said whether they hold the same. */
function areUnique(list: readonly unknown[]): Verdict {
  return list.every(isPlain) ? new Set(list).size === list.length : null;
}

const open: Test = () => null;

/** Said elsewhere already. */
const nothing: Test = () => true;

/** A keyword of lists says nothing of a text. */
const ofMap =
  (test: (map: Schema) => Verdict): Test =>
  (value) =>
    !isMap(value) || test(value);
const ofList =
  (test: (list: readonly unknown[]) => Verdict): Test =>
  (value) =>
    !Array.isArray(value) || test(value);
const ofText =
  (test: (text: string) => Verdict): Test =>
  (value) =>
    typeof value !== 'string' || test(value);

function isMap(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function not(verdict: Verdict): Verdict {
  return verdict === null ? null : !verdict;
}

/** What several tests say of one value. Written out, like the next: of large files this is most of what is done. */
function together(tests: readonly Test[], value: unknown): Verdict {
  let verdict: Verdict = true;
  for (const test of tests) {
    const said = test(value);
    if (said === false) return false;
    if (said === null) verdict = null;
  }
  return verdict;
}

function allKeys(map: Schema, test: (key: string, value: unknown) => Verdict): Verdict {
  let verdict: Verdict = true;
  // Maps of documents have no other keys than their own.
  for (const key in map) {
    const said = test(key, map[key]);
    if (said === false) return false;
    if (said === null) verdict = null;
  }
  return verdict;
}

function hasKeys(map: Schema, keys: readonly string[]): boolean {
  for (const key of keys) if (!Object.hasOwn(map, key) || map[key] === undefined) return false;
  return true;
}

function all<T>(items: readonly T[], test: (item: T) => Verdict): Verdict {
  let verdict: Verdict = true;
  for (const item of items) {
    const said = test(item);
    if (said === false) return false;
    if (said === null) verdict = null;
  }
  return verdict;
}
