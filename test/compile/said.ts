import { compile } from '../../src/compile/compile.ts';
import type { Desired } from '../../src/compile/desired.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Diagnostic } from '../../src/source/diagnostic.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import { written } from './written.ts';

export const NOON = '2026-06-15T12:00:00Z';

/** One line a diagnostic: `error a.yaml:7:18 unknown-role: No role …`, then its hint and related places, indented. */
export function said(platform: PlatformDefinition, yaml: string, instant = NOON): readonly string[] {
  return compile(written(yaml), platform, instant).diagnostics.flatMap(lines);
}

/** Only severity, place and code. */
export function codes(platform: PlatformDefinition, yaml: string, instant = NOON): readonly string[] {
  return compile(written(yaml), platform, instant).diagnostics.map(head);
}

export function desired(platform: PlatformDefinition, yaml: string, instant = NOON): Desired {
  const result = compile(written(yaml), platform, instant);
  if (!result.ok) throw new Error(result.diagnostics.flatMap(lines).join('\n'));
  return result.value;
}

function head(d: Diagnostic): string {
  return `${d.severity} ${d.origin === null ? '-' : formatOrigin(d.origin)} ${d.code}`;
}

function lines(d: Diagnostic): readonly string[] {
  return [
    `${head(d)}: ${d.message}`,
    ...d.related.map((r) => `  ${formatOrigin(r.origin)} ${r.message}`),
    ...(d.hint === null ? [] : [`  ${d.hint}`]),
  ];
}

/** Resources and what is ruled out, one line each, entries with the line they come from. */
export function shown(value: Desired): readonly string[] {
  const where = (origin: Parameters<typeof formatOrigin>[0]) => formatOrigin(origin).replace(/^a\.yaml/, '');
  const entries = (map: ReadonlyMap<string, Parameters<typeof formatOrigin>[0]>) =>
    `[${[...map].map(([key, origin]) => `${key}@${where(origin)}`).join(', ')}]`;
  return [
    ...value.resources.map((r) => {
      const rest = Object.entries(r.attributes).flatMap(([name, attribute]) => {
        if (attribute instanceof Map) return attribute.size > 0 ? [`${name}${entries(attribute)}`] : [];
        return ['title', 'state', 'kind', 'display'].includes(name) ? [String(attribute)] : [];
      });
      return [r.address, where(r.origin), ...rest].join(' ');
    }),
    ...[...value.ruledOut].map(([address, { why, origin }]) => `- ${address} ${why} ${where(origin)}`),
  ];
}
