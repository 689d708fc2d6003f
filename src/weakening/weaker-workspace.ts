import type { Desired } from '../compile/desired.ts';
import { levelOf } from '../compile/lint/lint.ts';
import { LINT_RULES } from '../compile/lint/lint-rules.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { LintLevel, WorkspaceDocument, WorkspaceOrganization } from '../policy/document-types.ts';
import { fileOrigin, type Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { Weakening } from './weakening.ts';

const LEVELS: readonly LintLevel[] = ['off', 'warning', 'error'];

/** Lint rules that are told less of, on a platform that may have levels of its own. */
export function weakerLint(
  before: WorkspaceDocument,
  now: WorkspaceDocument,
  platform: PlatformDefinition,
): readonly Weakening[] {
  return LINT_RULES.flatMap((rule): readonly Weakening[] => {
    const [was, is] = [levelOf(rule, platform, before.lint), levelOf(rule, platform, now.lint)];
    if (LEVELS.indexOf(is) >= LEVELS.indexOf(was)) return [];
    const place = ({ file }: WorkspaceDocument) => firstLineOf(file);
    return [
      {
        what: `the lint rule ${rule.code} is lowered from ${was} to ${is}`,
        now: place(now),
        before: place(before),
      },
    ];
  });
}

/** Levels are read without their lines. */
function firstLineOf(file: string): Origin {
  return fileOrigin({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });
}

/** Where an organization is reached: what was reviewed for one place may be anything at another. */
export function otherConnection(
  before: WorkspaceOrganization | null,
  now: WorkspaceOrganization | null,
): readonly Weakening[] {
  if (before === null || now === null) return [];
  const text = ({ connector, url, remote, settings }: WorkspaceOrganization) =>
    JSON.stringify([
      connector,
      url?.value,
      remote,
      Object.entries(settings)
        .map(([name, one]) => [name, withoutOrigin(one)])
        .sort(),
    ]);
  if (text(before) === text(now)) return [];
  return [{ what: `${now.name} is reached elsewhere or otherwise`, now: now.origin, before: before.origin }];
}

/** Without the place where it is written. */
function withoutOrigin(setting: unknown): unknown {
  return JSON.parse(
    JSON.stringify(setting, (key, value: unknown) => (key === 'origin' ? undefined : value)) ?? 'null',
  );
}

/** Full authority that is given up: what is not written stays, whatever it is. And other rules of the platform. */
export function weakerAuthority(
  before: Desired,
  now: Desired,
  isOtherPlatform: boolean,
): readonly Weakening[] {
  const types = ['scope', 'role', 'member', 'group', 'assignment'] as const;
  const given = types.filter((type) => before.authority[type] === 'full' && now.authority[type] !== 'full');
  const place = { now: now.authorityOrigin ?? null, before: before.authorityOrigin ?? null };
  return [
    ...(given.length === 0
      ? []
      : [{ what: `the documents of ${now.organization} own no more all of: ${given.join(', ')}`, ...place }]),
    ...(isOtherPlatform
      ? [
          {
            what: `the rules of the platform ${quote(now.platform.name)} are others`,
            now: null,
            before: null,
          },
        ]
      : []),
  ];
}
