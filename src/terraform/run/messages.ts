import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import type { ChildResult } from './child.ts';

/** What terraform says on one line of its JSON output when something is wrong. */
interface Message {
  readonly summary: string;
  readonly detail: string;
  readonly address: string | null;
}

/** Errors out of `terraform … -json` output, each placed on the line that the block at its address came from. */
export function failureOf(
  doing: string,
  result: ChildResult,
  placeOf: (blockAddress: string) => Origin | null,
): readonly Diagnostic[] {
  const messages = errorsIn(result.stdout);
  if (messages.length === 0) {
    const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-12).join('\n');
    return [
      diagnostic('engine-failed', `terraform ${doing} ended with status ${result.status}: ${said}`, null),
    ];
  }
  return messages.map(({ summary, detail, address }) =>
    diagnostic(
      'engine-failed',
      `terraform ${doing}: ${summary}`,
      address === null ? null : placeOf(address),
      { hint: detail === '' ? null : detail },
    ),
  );
}

function errorsIn(stdout: string): readonly Message[] {
  const found: Message[] = [];
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('{')) continue;
    const message = parse(line);
    if (message !== null) found.push(message);
  }
  return found;
}

function parse(line: string): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { diagnostic: d } = value as { readonly diagnostic?: Readonly<Record<string, unknown>> };
  if (d === undefined || d.severity !== 'error') return null;
  return {
    summary: String(d.summary ?? ''),
    detail: String(d.detail ?? ''),
    address: typeof d.address === 'string' ? d.address : null,
  };
}
