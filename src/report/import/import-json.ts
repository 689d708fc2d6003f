import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { type Counts, countsOf } from '../check/document-counts.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { fileRows, type ImportResult } from './import-result.ts';
import { diffLineText } from './unified-diff.ts';

export interface ImportReport extends ReportEnvelope<'import', 'no-changes' | 'changes' | 'error'> {
  /** Whether the files were written, or only would be. */
  readonly wrote: boolean;
  readonly files: readonly {
    readonly file: string;
    readonly status: 'created' | 'changed';
    readonly added: number;
    readonly removed: number;
    /** The unified diff without its head, where nothing was written. */
    readonly diff: string | null;
  }[];
  readonly organizations: readonly {
    readonly organization: string;
    readonly platform: string;
    readonly counts: Counts;
    readonly files: readonly string[];
    readonly unchanged: number;
    readonly unmanaged: number;
    readonly left: readonly {
      readonly address: string;
      readonly attribute: string | null;
      readonly why: string;
      readonly because: string | null;
      readonly origin: OriginJson;
    }[];
    /** What the files of another program say, and documents have no place for. */
    readonly unplaced: readonly {
      readonly what: string;
      readonly why: string;
      readonly value: string | null;
      readonly origin: OriginJson;
    }[];
  }[];
}

export function importJson(result: ImportResult, diagnostics: readonly Diagnostic[]): ImportReport {
  const rows = fileRows(result);
  const verdict = hasErrors(diagnostics) ? 'error' : rows.length === 0 ? 'no-changes' : 'changes';
  return {
    ...reportEnvelope('import', verdict, diagnosticsList(diagnostics)),
    wrote: result.wrote,
    files: rows.map(({ file, status, diff }) => ({
      file,
      status,
      added: diff.added,
      removed: diff.removed,
      diff: result.wrote ? null : diff.lines.map((line) => `${diffLineText(line)}\n`).join(''),
    })),
    organizations: result.organizations.map((imported) => ({
      organization: imported.organization,
      platform: imported.platform.name,
      counts: countsOf(imported.desired),
      files: imported.files.map(({ file }) => file),
      unchanged: imported.unchanged,
      unmanaged: imported.unmanaged,
      left: imported.left.map(({ address, attribute, why, because, origin }) => ({
        address,
        attribute,
        why,
        because,
        origin: originJson(origin),
      })),
      unplaced: imported.unplaced.map(({ what, why, value, origin }) => ({
        what,
        why,
        value,
        origin: originJson(origin),
      })),
    })),
  };
}
