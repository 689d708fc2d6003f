import { API_URL_HINT, apiUrlFault } from '../source/api-url.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { looksLikeToken } from '../source/redact.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { backendAt, settingOf } from './backend-settings.ts';
import {
  childNode,
  type DocumentNode,
  entriesOf,
  nodeKeyOrigin,
  nodeOrigin,
  rootNode,
  textAt,
  textsOf,
  wholeAt,
} from './document-node.ts';
import {
  ANNOUNCE_DAYS,
  type EngineChoice,
  type JournalSinks,
  type LintLevel,
  RESEND_RULES,
  type WorkspaceDocument,
  type WorkspaceOrganization,
} from './document-types.ts';
import { durationOf } from './duration.ts';
import { notADuration } from './text-fault.ts';

const ENGINES: readonly EngineChoice[] = ['auto', 'terraform', 'tofu', 'embedded'];

const LEVELS: readonly LintLevel[] = ['off', 'warning', 'error'];

/** A Workspace document that the schema has accepted, defaults filled in. */
export function workspaceFrom(document: SourceDocument): WorkspaceDocument {
  const root = rootNode(document);
  const state = childNode(root, 'state');
  const invitations = childNode(root, 'invitations');
  const resend = invitations === null ? null : childNode(invitations, 'resend');
  const engine = textAt(root, 'engine')?.value;
  return {
    file: document.file,
    files: textsOf(childNode(root, 'files')),
    platforms: textsOf(childNode(root, 'platforms')),
    connectors: textsOf(childNode(root, 'connectors')),
    organizations: entriesOf(childNode(root, 'organizations')).map(([name, site]) =>
      organization(name, site),
    ),
    engine: ENGINES.find((choice) => choice === engine) ?? 'auto',
    lint: levels(childNode(root, 'lint')),
    resend: {
      max: wholeAt(resend, 'max') ?? RESEND_RULES.max,
      waitDays: wholeAt(resend, 'wait-days') ?? RESEND_RULES.waitDays,
    },
    announceDays: wholeAt(childNode(root, 'windows'), 'announce-days') ?? ANNOUNCE_DAYS,
    stateDirectory: (state === null ? null : textAt(state, 'directory')?.value) ?? '.bylaw',
    lockTimeout: durationOf((state === null ? null : textAt(state, 'lock-timeout')?.value) ?? '0') ?? 0,
    backend: state === null ? null : backendAt(childNode(state, 'backend')),
    journal: sinksAt(childNode(root, 'journal')),
  };
}

function sinksAt(site: DocumentNode | null): JournalSinks {
  if (site === null) return { file: null, webhook: null };
  const webhook = childNode(site, 'webhook');
  const [url, secret] =
    webhook === null ? [null, null] : [textAt(webhook, 'url'), textAt(webhook, 'secret-env')];
  return {
    file: textAt(site, 'file'),
    webhook:
      url === null || secret === null
        ? null
        : { url: url.value, secretEnv: secret.value, origin: url.origin },
  };
}

/** What no schema can say of sinks, as of connections. Codes: invalid-value, secret-in-file. */
export function sinkFaults(document: SourceDocument): readonly Diagnostic[] {
  const { webhook } = sinksAt(childNode(rootNode(document), 'journal'));
  if (webhook === null) return [];
  const fault = apiUrlFault(webhook.url);
  const told: Diagnostic[] = [];
  if (fault !== null) told.push(diagnostic('invalid-value', fault, webhook.origin, { hint: API_URL_HINT }));
  if (looksLikeToken(webhook.secretEnv)) {
    const message = '`secret-env` holds what looks like a secret: it does not belong in a file.';
    const hint = 'Write the name of the variable that holds the secret, such as BYLAW_JOURNAL_SECRET.';
    told.push(diagnostic('secret-in-file', message, webhook.origin, { hint }));
  }
  return told;
}

/** What no schema can say of it. Code: invalid-value. */
export function lockTimeoutFaults(document: SourceDocument): readonly Diagnostic[] {
  const state = childNode(rootNode(document), 'state');
  const written = state === null ? null : textAt(state, 'lock-timeout');
  if (written === null || durationOf(written.value) !== null) return [];
  const { code, message, hint } = notADuration(written.value);
  return [diagnostic(code, message, written.origin, { hint })];
}

/**
 * What no schema can say of how an organization is reached. Neither text is shown. Codes: invalid-value (the url),
 * secret-in-file (a token where the name of its variable belongs).
 */
export function connectionFaults(document: SourceDocument): readonly Diagnostic[] {
  return entriesOf(childNode(rootNode(document), 'organizations')).flatMap(([, site]) => {
    const [url, variable] = [textAt(site, 'url'), textAt(site, 'token-env')];
    const fault = url === null ? null : apiUrlFault(url.value);
    const told: Diagnostic[] = [];
    if (url !== null && fault !== null) {
      told.push(diagnostic('invalid-value', fault, url.origin, { hint: API_URL_HINT }));
    }
    if (variable !== null && looksLikeToken(variable.value)) {
      const message = '`token-env` holds what looks like a token: it does not belong in a file.';
      const hint = 'Write the name of the variable that holds the token, such as BYLAW_TOKEN.';
      told.push(diagnostic('secret-in-file', message, variable.origin, { hint }));
    }
    return told;
  });
}

function levels(site: DocumentNode | null): ReadonlyMap<string, LintLevel> {
  const written = new Map<string, LintLevel>();
  for (const [code, { value }] of entriesOf(site)) {
    const level = LEVELS.find((one) => one === value);
    if (level !== undefined) written.set(code, level);
  }
  return written;
}

function organization(name: string, documentNode: DocumentNode): WorkspaceOrganization {
  return {
    name,
    connector: textAt(documentNode, 'connector')?.value ?? '',
    url: textAt(documentNode, 'url'),
    remote: textAt(documentNode, 'organization')?.value ?? name,
    settings: Object.fromEntries(
      entriesOf(documentNode).flatMap(([key, { value }]) =>
        key === 'connector' || key === 'organization' ? [] : [[key, settingOf(value)]],
      ),
    ),
    origin: nodeKeyOrigin(documentNode),
    places: new Map(entriesOf(documentNode).map(([key, node]) => [key, nodeOrigin(node)])),
  };
}
