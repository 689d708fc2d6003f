import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

/** The schema for editors, and what it was made of. */
export interface SchemaReport extends ReportEnvelope<'schema', 'ok'> {
  readonly platforms: readonly string[];
  /** Those whose names are in the schema. */
  readonly organizations: readonly string[];
  /** What the command prints without `--json`. */
  readonly schema: object;
}

export interface PrintedSchema {
  readonly platforms: readonly string[];
  readonly organizations: readonly string[];
  readonly schema: object;
}

export function schemaJson(printed: PrintedSchema, diagnostics: readonly Diagnostic[]): SchemaReport {
  const { platforms, organizations, schema } = printed;
  return {
    ...reportEnvelope('schema', 'ok', diagnosticsList(diagnostics)),
    platforms: [...platforms].sort(),
    organizations: [...organizations].sort(),
    schema,
  };
}
