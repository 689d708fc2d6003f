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

/** Where a value stands in the body: made into text only for a fault. */
interface BodyPlace {
  readonly within: BodyPlace | null;
  readonly name: string;
  /** In a list. */
  readonly index: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

/** There are hundreds of thousands in a large organization, so that each is no more than where it stands and what it holds. */
class ReadObject implements JsonObject {
  private readonly fields: Fields;
  /** Of what is no object at all, only that is told. */
  private readonly isObject: boolean;
  private readonly place: BodyPlace | null;
  private readonly faults: string[];

  constructor(value: unknown, place: BodyPlace | null, faults: string[]) {
    this.isObject = isFields(value);
    this.fields = isFields(value) ? value : NO_FIELDS;
    this.place = place;
    this.faults = faults;
    if (!this.isObject) faults.push(`${place === null ? 'the body' : textOf(place)} is not an object`);
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  text(name: string): string {
    const field = this.fields[name];
    return typeof field === 'string' ? field : this.empty(name, 'a string', '');
  }

  textOrNull(name: string): string | null {
    const field = this.fields[name] ?? null;
    return field === null || typeof field === 'string' ? field : this.empty(name, 'a string or null', null);
  }

  textOrEmpty(name: string): string {
    const field = this.fields[name] ?? '';
    return typeof field === 'string' ? field : this.empty(name, 'a string or null', '');
  }

  whole(name: string): number {
    const field = this.fields[name];
    return typeof field === 'number' && Number.isSafeInteger(field) && field >= 0
      ? field
      : this.empty(name, 'a whole number', 0);
  }

  wholeOrNull(name: string): number | null {
    return (this.fields[name] ?? null) === null ? null : this.whole(name);
  }

  flag(name: string): boolean {
    const field = this.fields[name];
    return typeof field === 'boolean' ? field : this.empty(name, 'true or false', false);
  }

  texts(name: string): readonly string[] {
    const field = this.fields[name];
    return isTexts(field) ? field : this.empty(name, 'a list of strings', []);
  }

  textMap(name: string): ReadonlyMap<string, string> {
    const field = this.fields[name];
    if (field === undefined || field === null) return NO_TEXTS;
    return isTextMap(field) ? new Map(Object.entries(field)) : this.empty(name, 'a map of strings', NO_TEXTS);
  }

  object(name: string): JsonObject {
    return new ReadObject(this.fields[name], this.placeOf(name, null), this.isObject ? this.faults : []);
  }

  optional(name: string): JsonObject | null {
    const field = this.fields[name];
    if (field === undefined || field === null) return null;
    return new ReadObject(field, this.placeOf(name, null), this.faults);
  }

  list(name: string): readonly JsonObject[] {
    const field = this.fields[name];
    if (!Array.isArray(field)) return this.empty(name, 'a list', []);
    return field.map((item, index) => new ReadObject(item, this.placeOf(name, index), this.faults));
  }

  wrong(name: string, wanted: string): void {
    if (this.isObject) this.faults.push(`${textOf(this.placeOf(name, null))} is not ${wanted}`);
  }

  private empty<T>(name: string, wanted: string, empty: T): T {
    this.wrong(name, wanted);
    return empty;
  }

  private placeOf(name: string, index: number | null): BodyPlace {
    return { within: this.place, name, index };
  }
}

function textOf({ within, name, index }: BodyPlace): string {
  const own = index === null ? name : `${name}[${index}]`;
  return within === null ? own : `${textOf(within)}.${own}`;
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(field: unknown): field is string[] {
  return Array.isArray(field) && field.every((item) => typeof item === 'string');
}

function isTextMap(field: unknown): field is Record<string, string> {
  return isFields(field) && Object.values(field).every((item) => typeof item === 'string');
}

/** The decoded value, or what is wrong with the JSON. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: string };

export function decodeJson<T>(body: unknown, shape: (object: JsonObject) => T): Decoded<T> {
  const faults: string[] = [];
  const value = shape(new ReadObject(body, null, faults));
  const [fault] = faults;
  return fault === undefined ? { ok: true, value } : { ok: false, fault };
}
