import {
  hashMapper,
  hashMapperHcl,
  listMapper,
  listMapperHcl,
  stringToHclTerraform,
  stringToTerraform,
} from '../terraform/synth/library.ts';
import { unknownName } from './attribute-names.ts';

/** How an attribute of a block is written: its name in Terraform, and what it holds. */
export interface AttributeSlot {
  readonly wire: string;
  readonly holds: 'string' | 'map' | 'set' | 'list';
}

/** One slot for each attribute that can be written: leaving one out does not compile. */
export type AttributeSlots<A> = { readonly [K in keyof A]-?: AttributeSlot };

const JSON_FORM = {
  string: stringToTerraform,
  map: hashMapper(stringToTerraform),
  set: listMapper(stringToTerraform, false),
  list: listMapper(stringToTerraform, false),
} as const;

const HCL_FORM = {
  string: { form: stringToHclTerraform, type: 'simple', storageClassType: 'string' },
  map: { form: hashMapperHcl(stringToHclTerraform), type: 'map', storageClassType: 'stringMap' },
  set: { form: listMapperHcl(stringToHclTerraform, false), type: 'set', storageClassType: 'stringList' },
  list: { form: listMapperHcl(stringToHclTerraform, false), type: 'list', storageClassType: 'stringList' },
} as const;

/** What Terraform knows of any block. */
const META = [
  'alias',
  'connection',
  'count',
  'dependsOn',
  'forEach',
  'lifecycle',
  'provider',
  'provisioners',
] as const;

/** Throws at what no type allows and JavaScript lets pass: left out in silence, somebody would rely on it. */
export function requireKnownAttributes(slots: object, config: object, id: string): void {
  const known = [...Object.keys(slots), ...META];
  for (const [name, value] of Object.entries(config)) {
    const fault = value === undefined ? null : unknownName(name, known);
    if (fault !== null) throw new Error(`${id}: ${fault}`);
  }
}

/** The attributes of a block in Terraform's JSON syntax. */
export function attributesInJson(slots: object, values: object): { [name: string]: unknown } {
  return Object.fromEntries(
    written(slots, values).map(([{ wire, holds }, value]) => [wire, JSON_FORM[holds](value)]),
  );
}

/** The same for the library's HCL writer. */
export function attributesInHcl(slots: object, values: object): { [name: string]: unknown } {
  return Object.fromEntries(
    written(slots, values).map(([{ wire, holds }, value]) => {
      const { form, type, storageClassType } = HCL_FORM[holds];
      return [wire, { value: form(value), isBlock: false, type, storageClassType }];
    }),
  );
}

function written(slots: object, values: object): readonly (readonly [AttributeSlot, unknown])[] {
  const given = new Map<string, unknown>(Object.entries(values));
  return Object.entries<AttributeSlot>({ ...slots }).flatMap(([name, slot]) => {
    const value = given.get(name);
    return value === undefined ? [] : [[slot, value] as const];
  });
}
