import { schema } from '@octokit/graphql-schema';
import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLField,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { expect, it } from 'vitest';
import { githubSchema } from '../../../src/sandbox/github/graphql/graphql-schema-cut.ts';

// Two fields stand twice in it.
const published = buildSchema(schema.idl, { assumeValidSDL: true });
const cut = githubSchema();
const types = Object.values(cut.getTypeMap()).filter((type) => !isIntrospectionType(type));

/** A field with its arguments as GitHub publishes them, those that the cut leaves out left out here too. */
function signature(field: GraphQLField<unknown, unknown>, own: GraphQLField<unknown, unknown>): string {
  const names = own.args.map(({ name }) => name);
  const args = field.args
    .filter(({ name }) => names.includes(name))
    .map(({ name, type, defaultValue }) => `${name}: ${type} = ${JSON.stringify(defaultValue)}`);
  return `${field.name}(${args.sort().join(', ')}): ${field.type}`;
}

it.each(types.map((type) => [type.name, type] as const))(
  '%s is a part of what GitHub publishes',
  (name, type) => {
    const theirs = published.getType(name);
    if (isObjectType(type) || isInterfaceType(type)) {
      if (!isObjectType(theirs) && !isInterfaceType(theirs)) throw new Error(`no such object: ${name}`);
      for (const field of Object.values(type.getFields())) {
        const published = theirs.getFields()[field.name];
        expect(published && signature(published, field), field.name).toBe(signature(field, field));
      }
    } else if (isEnumType(type)) {
      const values = (one: GraphQLEnumType) => one.getValues().map((value) => value.name);
      if (!isEnumType(theirs)) throw new Error(`no such enum: ${name}`);
      expect(values(theirs)).toEqual(expect.arrayContaining(values(type)));
    } else if (isUnionType(type)) {
      if (!isUnionType(theirs)) throw new Error(`no such union: ${name}`);
      expect(theirs.getTypes().map(String).sort()).toEqual(type.getTypes().map(String).sort());
    } else if (isInputObjectType(type)) {
      if (!isInputObjectType(theirs)) throw new Error(`no such input: ${name}`);
      const fields = (one: typeof type) =>
        Object.values(one.getFields())
          .map((f) => `${f.name}: ${f.type}`)
          .sort();
      expect(fields(theirs)).toEqual(fields(type));
    } else expect(theirs, name).toBeDefined();
  },
);
