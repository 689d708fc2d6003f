import { describe, expect, test } from 'vitest';
import { apiOperations } from '../../src/sandbox/api/openapi-document.ts';
import { OPERATION_IDS } from '../../src/sandbox/api/operation-ids.ts';
import { operationHandlers } from '../../src/sandbox/operations/operation-table.ts';
import { document, operations, pointedAt, resolved } from './openapi.ts';

/** Every value of the document with its place. */
function* places(
  value: unknown,
  pointer = '#',
): Generator<{ pointer: string; value: Record<string, unknown> }> {
  if (typeof value !== 'object' || value === null) return;
  yield { pointer, value: value as Record<string, unknown> };
  for (const [key, inner] of Object.entries(value)) yield* places(inner, `${pointer}/${key}`);
}

describe('the OpenAPI document', () => {
  test('is version 3.1', () => expect(document.openapi).toMatch(/^3\.1\./));

  test('resolves every $ref', () => {
    const dangling = [...places(document)].filter(
      ({ value }) => typeof value.$ref === 'string' && pointedAt(value.$ref) === undefined,
    );
    expect(dangling).toEqual([]);
  });

  test('uses every component it declares', () => {
    const used = new Set(
      [...places(document)].flatMap(({ value }) => (typeof value.$ref === 'string' ? [value.$ref] : [])),
    );
    const declared = Object.entries(document.components).flatMap(([kind, named]) =>
      kind === 'securitySchemes' ? [] : Object.keys(named).map((name) => `#/components/${kind}/${name}`),
    );
    expect(declared.filter((ref) => !used.has(ref))).toEqual([]);
  });

  test('names every operation once, and each has a handler and the other way round', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual([...OPERATION_IDS].sort());
    expect(Object.keys(operationHandlers).sort()).toEqual([...OPERATION_IDS].sort());
    expect(apiOperations().map(({ id }) => id)).toEqual(ids);
  });

  test('declares every parameter its paths have', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      const declared = (item.parameters as { $ref: string }[]).map(
        (ref) => resolved<{ $ref?: string; name?: string }>(ref).name,
      );
      expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  test('closes every object with named properties, so that nothing undeclared passes', () => {
    const open = [...places(document.components.schemas)].filter(
      ({ value }) => value.type === 'object' && 'properties' in value && value.additionalProperties !== false,
    );
    expect(open.map(({ pointer }) => pointer)).toEqual([]);
  });

  test.each(operations().map((placed) => [placed.operation.operationId, placed] as const))(
    '%s declares refusals, and an ETag wherever one object is answered',
    (_id, { operation, method }) => {
      const statuses = Object.keys(operation.responses);
      expect(statuses).toEqual(expect.arrayContaining(['401', '403', '404', '422', '429', '503']));
      if (operation.requestBody)
        expect(statuses).toEqual(expect.arrayContaining(['400', '409', '413', '415']));
      for (const status of ['200', '201'].filter((code) => statuses.includes(code))) {
        const response = resolved(operation.responses[status] ?? {});
        const list = JSON.stringify(response.content).includes('Page"');
        if (!list) expect(Object.keys(response.headers ?? {})).toContain('ETag');
        if (status === '201') expect(Object.keys(response.headers ?? {})).toContain('Location');
        if (method === 'POST') expect(Object.keys(response.headers ?? {})).toContain('Idempotent-Replayed');
      }
    },
  );
});
