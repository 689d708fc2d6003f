import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import addFormatsModule from 'ajv-formats';
import type { SchemaCheck } from './validator.ts';

// The packages are CommonJS and export their functions as `default`.
const addFormats = addFormatsModule.default;
const standaloneCode = standalone.default;

/** The check of a schema, compiled now: a tenth of a second or more. */
export function compileCheck(schema: object): SchemaCheck {
  return ajvWith({}).compile(schema);
}

/** The same check as the text of a CommonJS module that exports it, for the build. */
export function checkCode(schema: object): string {
  const ajv = ajvWith({ code: { source: true } });
  return standaloneCode(ajv, ajv.compile(schema));
}

function ajvWith(how: { readonly code?: { readonly source: true } }): Ajv2020 {
  const ajv = new Ajv2020({
    ...how,
    allErrors: true,
    // Suggestions need the keys and values of the schema at the place of the error.
    verbose: true,
    messages: false,
    strictTypes: false,
    strictRequired: false,
    ownProperties: true,
    // The schemas are our own, and a test holds each against the schema of schemas: that takes longer than the rest.
    meta: false,
    validateSchema: false,
  });
  addFormats(ajv, ['date', 'date-time']);
  return ajv;
}
