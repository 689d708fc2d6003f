import type { WrittenTexts } from '../policy/document-types.ts';
import type { AttributeSpec } from '../resource/attribute-spec.ts';
import type { AttributesByType, ResourceOf, ResourceTypeName } from '../resource/resource.ts';
import { type NamedType, resource, specsOf, unwrittenText } from '../resource/resource-types.ts';
import { known } from '../source/known.ts';
import { memoize } from '../source/memoize.ts';
import type { Origin } from '../source/origin.ts';

/** One attribute of a resource as an entry gives it. */
interface StatedAttribute<V> {
  readonly value: V;
  /** False where no document speaks of it, and the value is only the default. */
  readonly isWritten: boolean;
}

/** Each attribute has to say whether it is written: a new one cannot be forgotten. */
type StatedAttributes<A> = { readonly [K in keyof A]: StatedAttribute<A[K]> };

/** What an entry asks for, and which attributes it leaves open. */
export interface Statement<T extends ResourceTypeName> {
  readonly resource: ResourceOf<T>;
  readonly unstated: readonly string[];
}

export function statement<T extends ResourceTypeName>(
  type: T,
  statedAttributes: StatedAttributes<AttributesByType[T]>,
  origin: Origin,
): Statement<T> {
  const attributes: Record<string, unknown> = {};
  const unstated: string[] = [];
  const stated: { readonly [name: string]: StatedAttribute<unknown> } = statedAttributes;
  for (const name in stated) {
    const { value, isWritten } = known(stated[name], 'a stated attribute');
    attributes[name] = value;
    if (!isWritten) unstated.push(name);
  }
  return { resource: resource(type, attributes as unknown as AttributesByType[T], origin), unstated };
}

/** Follows from the place of the entry, or is always the whole truth, written or not. */
export function alwaysStated<V>(value: V): StatedAttribute<V> {
  return { value, isWritten: true };
}

/** The value that is written, else the default, which is nobody's word. */
export function statedOrDefault<V>(written: { readonly value: V } | null, otherwise: V): StatedAttribute<V> {
  return { value: written?.value ?? otherwise, isWritten: written !== null };
}

const specsByName = memoize((type: NamedType) => new Map<string, AttributeSpec>(specsOf(type)));

/** Texts of a thing, each as written or by its default. */
export function statedTexts<T extends NamedType, K extends string & keyof AttributesByType[T]>(
  type: T,
  keys: readonly K[],
  written: WrittenTexts<K>,
  identity: Readonly<Record<string, unknown>>,
): { readonly [N in K]: StatedAttribute<string> } {
  const specs = specsByName(type);
  const stated = keys.map((key) => {
    const spec = specs.get(key);
    const otherwise = spec === undefined ? '' : (unwrittenText(spec, identity) ?? '');
    return [key, statedOrDefault(written[key], otherwise)] as const;
  });
  return Object.fromEntries(stated) as { [N in K]: StatedAttribute<string> };
}

/** What was made of something written; null where the key is not there at all. */
export function statedIfWritten<V>(written: unknown, value: V): StatedAttribute<V> {
  return { value, isWritten: written !== null };
}
