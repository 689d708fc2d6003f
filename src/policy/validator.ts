import type { ErrorObject } from 'ajv/dist/2020.js';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { type Diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import { known } from '../source/known.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { schemaFault } from './schema-fault.ts';
import { surelyValid } from './surely-valid.ts';

/** Whether a value has the shape of one schema; what is wrong is in `errors` until the next value. */
export interface SchemaCheck {
  (value: unknown): boolean;
  readonly errors?: readonly ErrorObject[] | null;
}

/** Where checks come from: most are made by the build, since compiling one takes longer than all else of a start. */
export type SchemaCheckFor = (schema: object) => SchemaCheck;

/** Checks one document against a schema. Codes: `unknown-key`, `missing-key`, `invalid-value`, `invalid-date`,
 * `invalid-member-key`, `invalid-name`; with a platform also `not-supported` and `unknown-scope-kind`. */
export type Validator = (document: SourceDocument) => readonly Diagnostic[];

/** Documents of one kind that nobody has read yet, and what they are held against. */
export interface UnreadDocuments {
  readonly documents: readonly SourceDocument[];
  readonly validator: Validator;
}

/**
 * The check is got for the first document that may be wrong, once. Schemas of Bylaw have no anyOf or oneOf: each place has one shape, so each fault gives
 * one error, and `if` only ever adds to it.
 */
export function createValidator(
  schema: object,
  schemaCheckFor: SchemaCheckFor,
  platform: PlatformDefinition | null = null,
): Validator {
  const surely = surelyValid(schema);
  let check: SchemaCheck | null = null;
  return (document) => {
    if (surely(document.value)) return [];
    check ??= schemaCheckFor(schema);
    if (check(document.value)) return [];
    const faults = new Map<string, Diagnostic>();
    for (const error of known(check.errors, 'the errors of a value that is refused')) {
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

/** Name of the file that the build keeps the check of a schema in. */
export function builtCheckFile(schema: object): string {
  const id = '$id' in schema ? String(schema.$id) : '';
  return `${id.replace(/^urn:bylaw:schema:/, '').replace(/[^a-z0-9-]+/gi, '-')}.cjs`;
}
