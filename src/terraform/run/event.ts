/**
 * What terraform says on one line of its `-json` output, as far as we use it. `ui` 1.x is a promise: kinds and fields
 * may be added, so what is not known here is not an error; it is no event.
 * https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export type TerraformEvent =
  | { readonly type: 'version'; readonly version: string; readonly ui: string }
  | { readonly type: 'planned_change'; readonly address: string; readonly action: string }
  | { readonly type: 'change_summary'; readonly operation: string }
  | { readonly type: 'refresh_start' | 'refresh_complete'; readonly address: string }
  | {
      readonly type: 'apply_start' | 'apply_progress' | 'apply_complete' | 'apply_errored';
      readonly address: string;
      /** Since the row was begun. */
      readonly seconds: number;
    }
  | DiagnosticEvent
  | { readonly type: 'log'; readonly level: string; readonly message: string };

export interface DiagnosticEvent {
  readonly type: 'diagnostic';
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** Of the block it is about: said by a provider's own, told by the snippet's context of what terraform finds. */
  readonly address: string | null;
  /** Which attribute of the block the snippet begins with. */
  readonly attribute: string | null;
  /** The element of a map that the detail names. */
  readonly element: string | null;
}

type JsonFields = Readonly<Record<string, unknown>>;

/** Null for a line that is not JSON, is no event, or is one of a kind that nobody here asks for. */
export function readEvent(line: string): TerraformEvent | null {
  const value = parse(line);
  if (value === null) return null;
  const { type } = value;
  switch (type) {
    case 'version':
      return { type, version: text(value.terraform), ui: text(value.ui) };
    case 'planned_change': {
      const change = object(value.change);
      const address = addressOf(change);
      return address === null ? null : { type, address, action: text(change.action) };
    }
    case 'change_summary':
      return { type, operation: text(object(value.changes).operation) };
    case 'refresh_start':
    case 'refresh_complete': {
      const address = addressOf(object(value.hook));
      return address === null ? null : { type, address };
    }
    case 'apply_start':
    case 'apply_progress':
    case 'apply_complete':
    case 'apply_errored': {
      const hook = object(value.hook);
      const address = addressOf(hook);
      const seconds = typeof hook.elapsed_seconds === 'number' ? hook.elapsed_seconds : 0;
      return address === null ? null : { type, address, seconds };
    }
    case 'diagnostic':
      return diagnosticOf(object(value.diagnostic));
    case 'log':
      return { type, level: text(value['@level']), message: text(value['@message']) };
    default:
      return null;
  }
}

function diagnosticOf(d: JsonFields): DiagnosticEvent | null {
  if (d.severity !== 'error' && d.severity !== 'warning') return null;
  const snippet = object(d.snippet);
  const detail = text(d.detail);
  const address = text(d.address);
  return {
    type: 'diagnostic',
    severity: d.severity,
    summary: text(d.summary),
    detail,
    address: address !== '' ? address : addressInContext(text(snippet.context)),
    attribute: /^\s*"?([a-z_][a-z0-9_]*)"?\s*[:=]/.exec(text(snippet.code))?.[1] ?? null,
    element: elementIn(detail),
  };
}

/** `resource.bylaw_group.acme_qa_1` of JSON syntax, `resource "bylaw_group" "acme_qa_1"` of the other. */
function addressInContext(context: string): string | null {
  const found = /^resource(?:\.([^."\s]+)\.([^."\s]+)| "([^"]+)" "([^"]+)")$/.exec(context);
  if (found === null) return null;
  return `${found[1] ?? found[3]}.${found[2] ?? found[4]}`;
}

/** `Inappropriate value for attribute "members": element "ada@acme.example": string required.` */
function elementIn(detail: string): string | null {
  const quoted = /\belement ("(?:[^"\\]|\\.)*")/.exec(detail)?.[1];
  if (quoted === undefined) return null;
  try {
    return text(JSON.parse(quoted));
  } catch {
    return null;
  }
}

function addressOf(part: JsonFields): string | null {
  const address = text(object(part.resource).addr);
  return address === '' ? null : address;
}

function parse(line: string): JsonFields | null {
  if (!line.startsWith('{')) return null;
  try {
    return object(JSON.parse(line));
  } catch {
    return null;
  }
}

function object(value: unknown): JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonFields) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
