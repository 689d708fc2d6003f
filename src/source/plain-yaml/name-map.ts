/**
 * A map of what is written: it has nothing but what was put into it, and `__proto__` and `constructor` are keys like any
 * other. An object without any prototype is a hash table from its first key on; one of this class is not.
 */
export class NameMap {
  [name: string]: unknown;
}
Object.setPrototypeOf(NameMap.prototype, null);
Reflect.deleteProperty(NameMap.prototype, 'constructor');

/**
 * The same as a hash table from its first key on. For maps of people and groups: each has keys that no other has, and an
 * object of a class would make a shape of its own of every one of them.
 */
export function tableOfNames(): NameMap {
  return Object.create(null);
}
