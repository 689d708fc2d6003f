/**
 * Looks at a JSON object whose shape is not yet known. Each wrong field is noted and read as an empty value, so that
 * a decoder stays one expression and its caller throws the result away when anything was noted.
 */
export interface JsonObject {
  has(name: string): boolean;
  text(name: string): string;
  textOrNull(name: string): string | null;
  /** What is null or not there is empty: platforms tell a text that nobody wrote in either way. */
  textOrEmpty(name: string): string;
  whole(name: string): number;
  wholeOrNull(name: string): number | null;
  flag(name: string): boolean;
  texts(name: string): readonly string[];
  /** Names with a text each; what is not there is empty. */
  textMap(name: string): ReadonlyMap<string, string>;
  object(name: string): JsonObject;
  /** Null when the field is not there. */
  optional(name: string): JsonObject | null;
  list(name: string): readonly JsonObject[];
  /** Notes that a field is not what it should be. */
  wrong(name: string, wanted: string): void;
}

export function jsonObject(value: unknown, at: string, faults: string[]): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) faults.push(`${at || 'the body'} is not an object`);
  const fields: Readonly<Record<string, unknown>> = isObject ? { ...value } : {};
  const path = (name: string) => (at === '' ? name : `${at}.${name}`);
  const wrong = <T>(name: string, wanted: string, empty: T): T => {
    if (isObject) faults.push(`${path(name)} is not ${wanted}`);
    return empty;
  };
  const isTexts = (field: unknown): field is string[] =>
    Array.isArray(field) && field.every((item) => typeof item === 'string');
  const whole = (name: string): number => {
    const field = fields[name];
    return typeof field === 'number' && Number.isSafeInteger(field) && field >= 0
      ? field
      : wrong(name, 'a whole number', 0);
  };
  const isTextMap = (field: unknown): field is Record<string, string> =>
    typeof field === 'object' &&
    field !== null &&
    !Array.isArray(field) &&
    Object.values(field).every((item) => typeof item === 'string');
  return {
    has: (name) => fields[name] !== undefined,
    text: (name) => {
      const field = fields[name];
      return typeof field === 'string' ? field : wrong(name, 'a string', '');
    },
    textOrNull: (name) => {
      const field = fields[name] ?? null;
      return field === null || typeof field === 'string' ? field : wrong(name, 'a string or null', null);
    },
    textOrEmpty: (name) => {
      const field = fields[name] ?? '';
      return typeof field === 'string' ? field : wrong(name, 'a string or null', '');
    },
    whole,
    wholeOrNull: (name) => ((fields[name] ?? null) === null ? null : whole(name)),
    flag: (name) => {
      const field = fields[name];
      return typeof field === 'boolean' ? field : wrong(name, 'true or false', false);
    },
    texts: (name) => {
      const field = fields[name];
      return isTexts(field) ? field : wrong(name, 'a list of strings', []);
    },
    textMap: (name) => {
      const field = fields[name];
      if (field === undefined || field === null) return new Map();
      if (isTextMap(field)) return new Map(Object.entries(field));
      return wrong(name, 'a map of strings', new Map());
    },
    object: (name) => jsonObject(fields[name], path(name), isObject ? faults : []),
    optional: (name) =>
      fields[name] === undefined || fields[name] === null
        ? null
        : jsonObject(fields[name], path(name), faults),
    list: (name) => {
      const field = fields[name];
      if (!Array.isArray(field)) return wrong(name, 'a list', []);
      return field.map((item, index) => jsonObject(item, `${path(name)}[${index}]`, faults));
    },
    wrong: (name, wanted) => wrong(name, wanted, undefined),
  };
}

/** The decoded value, or what is wrong with the JSON. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: string };

export function decodeJson<T>(body: unknown, shape: (object: JsonObject) => T): Decoded<T> {
  const faults: string[] = [];
  const value = shape(jsonObject(body, '', faults));
  const [fault] = faults;
  return fault === undefined ? { ok: true, value } : { ok: false, fault };
}
