import { didYouMean } from '../source/did-you-mean.ts';
import { COLUMNS, type TypeName } from '../terraform/standalone/schema/resource-tables.ts';

/** Attributes that can be written in a block: all but those that are only told. */
export function configurableNames(type: TypeName): readonly string[] {
  return Object.entries(COLUMNS[type]).flatMap(([name, { mode }]) => (mode === 'computed' ? [] : [name]));
}

/** What JavaScript lets pass and no type does; null where there is such an attribute. */
export function unknownName(name: string, known: readonly string[]): string | null {
  if (known.includes(name)) return null;
  return `there is no attribute ${JSON.stringify(name)}. ${didYouMean(name, known) ?? `It has ${known.join(', ')}.`}`;
}
