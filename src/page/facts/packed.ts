import { ImpossibleState, known } from '../../source/known.ts';

/**
 * A value as a table of texts, one of the keys that objects have, and one list of numbers. An organization says the same
 * names a hundred thousand times; here each stands once. Whatever the model holds tomorrow goes in as well: lists, maps,
 * sets, objects, texts, whole numbers from 0 on, null, true and false.
 */
export interface Packed<T> {
  readonly texts: readonly string[];
  readonly shapes: readonly (readonly string[])[];
  readonly words: readonly number[];
  /** Of what: never there. */
  readonly of?: T;
}

const NULL = 0;
const TRUE = 1;
const FALSE = 2;
const LIST = 3;
const MAP = 4;
const SET = 5;
/** From here on a number, a text or an object, by turns. */
const FIRST = 6;

export function pack<T>(value: T): Packed<T> {
  const packing = new Packing();
  packing.write(value);
  return { texts: packing.texts, shapes: packing.shapes, words: packing.words };
}

class Packing {
  readonly texts: string[] = [];
  readonly shapes: (readonly string[])[] = [];
  readonly words: number[] = [];
  private readonly textNumbers = new Map<string, number>();
  private readonly shapeNumbers = new Map<string, number>();

  write(value: unknown): void {
    if (value === null) this.words.push(NULL);
    else if (typeof value === 'boolean') this.words.push(value ? TRUE : FALSE);
    else if (typeof value === 'string')
      this.words.push(FIRST + 1 + 3 * numberOf(value, value, this.textNumbers, this.texts));
    else if (typeof value === 'number') this.words.push(FIRST + 3 * whole(value));
    else if (Array.isArray(value)) this.all(LIST, value.length, value);
    else if (value instanceof Map) this.all(MAP, value.size, [...value].flat(1));
    else if (value instanceof Set) this.all(SET, value.size, value);
    else if (typeof value === 'object') this.object(value);
    else throw new ImpossibleState(`data to pack, not ${typeof value}`);
  }

  private all(kind: number, size: number, values: Iterable<unknown>): void {
    this.words.push(kind, size);
    for (const value of values) this.write(value);
  }

  /** What is left out and what is undefined are the same. */
  private object(value: object): void {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    const keys = entries.map(([key]) => key);
    const shape = numberOf(JSON.stringify(keys), keys, this.shapeNumbers, this.shapes);
    this.words.push(FIRST + 2 + 3 * shape);
    for (const [, one] of entries) this.write(one);
  }
}

function numberOf<T>(key: string, value: T, numbers: Map<string, number>, values: T[]): number {
  const before = numbers.get(key);
  if (before !== undefined) return before;
  numbers.set(key, values.length);
  return values.push(value) - 1;
}

function whole(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 48) return value;
  throw new ImpossibleState(`a whole number to pack, not ${value}`);
}

/** The value that was packed, by the same version of Bylaw: a page holds its own program. */
export function unpack<T>(packed: Packed<T>): T {
  return new Unpacking(packed).read() as T;
}

class Unpacking {
  private readonly packed: Packed<unknown>;
  private at = 0;

  constructor(packed: Packed<unknown>) {
    this.packed = packed;
  }

  read(): unknown {
    const word = this.next();
    switch (word) {
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case LIST:
        return this.list(this.next());
      case MAP:
        return this.map(this.next());
      case SET:
        return new Set(this.list(this.next()));
      default:
        return this.value(word - FIRST);
    }
  }

  private value(word: number): unknown {
    const number = Math.floor(word / 3);
    const { texts, shapes } = this.packed;
    if (word % 3 === 0) return number;
    if (word % 3 === 1) return known(texts[number], 'a packed text');
    const value: Record<string, unknown> = {};
    for (const key of known(shapes[number], 'a packed shape')) set(value, key, this.read());
    return value;
  }

  private list(size: number): unknown[] {
    const list: unknown[] = [];
    for (let at = 0; at < size; at += 1) list.push(this.read());
    return list;
  }

  private map(size: number): ReadonlyMap<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    for (let at = 0; at < size; at += 1) {
      const key = this.read();
      map.set(key, this.read());
    }
    return map;
  }

  private next(): number {
    const word = known(this.packed.words[this.at], 'a packed word');
    this.at += 1;
    return word;
  }
}

/** `__proto__` is a key like any other. */
function set(value: Record<string, unknown>, key: string, one: unknown): void {
  if (key !== '__proto__') value[key] = one;
  else
    Object.defineProperty(value, key, { value: one, enumerable: true, configurable: true, writable: true });
}
