/**
 * A map of what is written: it has nothing but what was put into it, and `__proto__` and `constructor` are keys like any
 * other. An object without any prototype is a hash table from its first key on; one of this class is not.
 */
export class NameMap {
  [name: string]: unknown;
}
Object.setPrototypeOf(NameMap.prototype, null);
Reflect.deleteProperty(NameMap.prototype, 'constructor');
