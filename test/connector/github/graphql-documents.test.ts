import { schema } from '@octokit/graphql-schema';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { GRAPHQL_DOCUMENTS } from '../../../src/connector/github/graphql-documents.ts';

const published = buildSchema(schema.idl, { assumeValidSDL: true });

test.each(Object.entries(GRAPHQL_DOCUMENTS))(
  '%s is valid by the schema that GitHub publishes',
  (_, document) => {
    const errors = validate(published, parse(document)).map(({ message }) => message);
    expect(errors).toEqual([]);
    expect(document).toMatch(/^query /);
  },
);

test('a document with a field that GitHub does not have is refused by it', () => {
  const wrong = 'query { organization(login: "acme") { outsideCollaborators { totalCount } } }';
  expect(validate(published, parse(wrong))).toHaveLength(1);
});
