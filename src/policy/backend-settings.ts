import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import { isPlainMap, type SourceDocument } from '../source/source-document.ts';
import {
  childNode,
  type DocumentNode,
  entriesOf,
  itemsOf,
  nodeKeyOrigin,
  nodeOrigin,
  rootNode,
  textAt,
} from './document-node.ts';
import { BACKEND_TYPES, type BackendSetting, type WrittenBackend } from './document-types.ts';

/** What stands for the name of what a state is of. */
const PLACEHOLDERS = ['organization', 'stack'];

/** `state.backend` of a workspace; null when it is not written, or not as the schema wants it. */
export function backendAt(site: DocumentNode | null): WrittenBackend | null {
  if (site === null) return null;
  const written = textAt(site, 'type')?.value;
  const type = BACKEND_TYPES.find((one) => one === written);
  if (type === undefined) return null;
  const settings = entriesOf(site).filter(([key]) => key !== 'type');
  return {
    type,
    settings: Object.fromEntries(settings.map(([key, { value }]) => [key, settingOf(value)])),
    origin: nodeKeyOrigin(site),
  };
}

/** A value as JSON has it; what JSON has not is null. */
export function settingOf(value: unknown): BackendSetting {
  if (Array.isArray(value)) return value.map(settingOf);
  if (isPlainMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, settingOf(inner)]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** The settings of one stack's state: its name in the place of `{organization}`, the rest as written. */
export function settingsFor(
  backend: WrittenBackend,
  stack: string,
): Readonly<Record<string, BackendSetting>> {
  const filled = (value: BackendSetting): BackendSetting => {
    if (typeof value === 'string') return value.replace(PLACEHOLDER, () => stack);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(filled);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
  };
  return Object.fromEntries(Object.entries(backend.settings).map(([key, value]) => [key, filled(value)]));
}

const PLACEHOLDER = new RegExp(`\\{(?:${PLACEHOLDERS.join('|')})\\}`, 'g');

/** What no schema can say about a backend's texts. Codes: `secret-in-file`, `invalid-value`. */
export function backendFaults(document: SourceDocument): readonly Diagnostic[] {
  const state = childNode(rootNode(document), 'state');
  const backend = state === null ? null : childNode(state, 'backend');
  if (backend === null) return [];
  return textsBelow(backend).flatMap(
    ([site, text]) => secretFault(site, text) ?? placeholderFault(site, text),
  );
}

function textsBelow(documentNode: DocumentNode): readonly (readonly [DocumentNode, string])[] {
  if (typeof documentNode.value === 'string') return [[documentNode, documentNode.value]];
  return [...entriesOf(documentNode).map(([, inner]) => inner), ...itemsOf(documentNode)].flatMap(textsBelow);
}

/** How secrets are written inside other texts: in an address, a connection string, a query. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Also one with signs that should have been encoded: whoever reads such an address repeats a part of it.
  [/:\/\/\S*:\S*@/, 'a password in an address'],
  [/(?:^|[\s?&;])(?:ssl)?password\s*=/i, 'a password'],
  [/[?&](?:[a-z_-]*token|sig|secret|api[_-]?key|access[_-]?key)=/i, 'a secret in an address'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an access key'],
];

const VARIABLES = new Map([
  ['conn_str', 'PGPASSWORD holds the password, or PG_CONN_STR the whole connection string.'],
  ['address', 'TF_HTTP_USERNAME and TF_HTTP_PASSWORD hold the credentials.'],
]);

/** The text is not shown. */
function secretFault(documentNode: DocumentNode, text: string): readonly Diagnostic[] | null {
  const found = SECRETS.find(([pattern]) => pattern.test(text));
  if (found === undefined) return null;
  const key = String(documentNode.key);
  const hint =
    VARIABLES.get(key) ?? 'Credentials come from the environment; docs/state.md names the variables.';
  const message = `${quote(key)} holds ${found[1]}: it does not belong in a file.`;
  return [diagnostic('secret-in-file', message, nodeOrigin(documentNode), { hint })];
}

function placeholderFault(documentNode: DocumentNode, text: string): readonly Diagnostic[] {
  const origin = nodeOrigin(documentNode);
  const fault = (written: string, hint: string): Diagnostic =>
    diagnostic('invalid-value', `There is no ${written} here.`, origin, { hint });
  if (/\$\{/.test(text)) return [fault('${…}', 'Write {organization} for the name of the organization.')];
  return [...text.matchAll(/\{([A-Za-z_-]+)\}/g)].flatMap(([written, name = '']) =>
    PLACEHOLDERS.includes(name)
      ? []
      : [fault(written, didYouMean(name, PLACEHOLDERS) ?? 'There is {organization}.')],
  );
}
