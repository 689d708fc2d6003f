import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { PlatformDefinition } from '../platform/definition.ts';
import { type Diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import type { SourceDocument } from '../source/document.ts';
import { schemaFault } from './schema-fault.ts';

// The package is CommonJS and exports its function as `default`.
const addFormats = addFormatsModule.default;

/** Checks one document against a schema. Codes: `unknown-key`, `missing-key`, `invalid-value`, `invalid-date`,
 * `invalid-member-key`, `invalid-name`; with a platform also `not-supported` and `unknown-scope-kind`. */
export type Validator = (document: SourceDocument) => readonly Diagnostic[];

/**
 * Compiled on first use, once. Schemas of Bylaw have no anyOf or oneOf: each place has one shape, so each fault gives
 * one error, and `if` only ever adds to it.
 */
export function createValidator(schema: object, platform: PlatformDefinition | null = null): Validator {
  let compiled: ValidateFunction | null = null;
  return (document) => {
    compiled ??= compile(schema);
    if (compiled(document.value)) return [];
    const faults = new Map<string, Diagnostic>();
    for (const error of compiled.errors ?? []) {
      const fault = schemaFault(error, document, platform);
      // A pattern and a format that both refuse one text are one fault.
      const key = `${fault?.code} ${error.instancePath} ${error.propertyName ?? ''} ${namedKey(error.params)}`;
      if (fault !== null && !faults.has(key)) faults.set(key, fault);
    }
    return sortDiagnostics([...faults.values()]);
  };
}

function namedKey(params: { readonly [name: string]: unknown }): string {
  return String(params.additionalProperty ?? params.missingProperty ?? '');
}

function compile(schema: object): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    // Suggestions need the keys and values of the schema at the place of the error.
    verbose: true,
    messages: false,
    strictTypes: false,
    strictRequired: false,
    ownProperties: true,
  });
  addFormats(ajv, ['date', 'date-time']);
  return ajv.compile(schema);
}
