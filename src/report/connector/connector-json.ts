import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import type { BadgedConnector } from './connector-badge.ts';
import { type ConnectorTested, isShown } from './connector-check.ts';
import type { ConnectorDraft } from './connector-draft.ts';

type ConnectorReport<T> = ReportEnvelope<'connector', 'ok' | 'failed'> & T;

export function connectorTestJson(
  tested: ConnectorTested,
  diagnostics: readonly Diagnostic[],
): ConnectorReport<{ readonly task: 'test' } & ConnectorTested> {
  const result = isShown(tested) ? 'ok' : 'failed';
  return { ...reportEnvelope('connector', result, diagnosticsList(diagnostics)), task: 'test', ...tested };
}

export function connectorBadgesJson(
  connectors: readonly BadgedConnector[],
): ConnectorReport<{ readonly task: 'badge'; readonly connectors: readonly BadgedConnector[] }> {
  const fits = connectors.every(({ badge }) => badge.state === 'fits');
  return { ...reportEnvelope('connector', fits ? 'ok' : 'failed', []), task: 'badge', connectors };
}

export function connectorDraftJson(
  draft: ConnectorDraft,
  diagnostics: readonly Diagnostic[],
): ConnectorReport<{ readonly task: 'init' } & ConnectorDraft> {
  return { ...reportEnvelope('connector', 'ok', diagnosticsList(diagnostics)), task: 'init', ...draft };
}
