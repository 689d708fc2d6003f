import type { Diagnostic } from '../../source/diagnostic.ts';
import type { ChildResult } from './child.ts';
import { failureOf } from './messages.ts';
import type { Whereabouts } from './whereabouts.ts';

export interface Blame {
  /** What terraform says is wrong with rows of an organization. */
  readonly of: ReadonlyMap<string, readonly Diagnostic[]>;
  /** What is wrong with none of them in particular; something where nobody is blamed. */
  readonly all: readonly Diagnostic[];
}

/** What a command of terraform failed by, apart for each organization whose rows it names. */
export function blameOf(doing: string, result: ChildResult, { organizationOf, placeOf }: Whereabouts): Blame {
  const about = new Map<string, string[]>();
  const rest: string[] = [];
  for (const line of result.stdout.split('\n')) {
    const address = addressIn(line);
    const organization = address === null ? null : organizationOf(address);
    if (organization === null) rest.push(line);
    else about.set(organization, [...(about.get(organization) ?? []), line]);
  }
  const told = (lines: readonly string[]) =>
    failureOf(doing, { ...result, stdout: lines.join('\n') }, placeOf);
  const of = new Map([...about].map(([organization, lines]) => [organization, told(lines)]));
  return { of, all: of.size > 0 && !rest.some(isError) ? [] : told(rest) };
}

function isError(line: string): boolean {
  return diagnosticIn(line)?.severity === 'error';
}

/** The block that an error on a line of JSON output is about. */
function addressIn(line: string): string | null {
  const found = diagnosticIn(line);
  return found?.severity === 'error' && typeof found.address === 'string' ? found.address : null;
}

function diagnosticIn(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith('{')) return null;
  try {
    const { diagnostic } = JSON.parse(line) as { readonly diagnostic?: Readonly<Record<string, unknown>> };
    return diagnostic ?? null;
  } catch {
    return null;
  }
}
