import { didYouMean } from '../source/did-you-mean.ts';
import type { Findings } from '../source/findings.ts';
import { reportContradiction } from './both-places.ts';
import type { Parametrised } from './permission-instances.ts';
import { expandAll } from './permissions.ts';
import type { CompletePlatform, CompleteScopeKind } from './platform-defaults.ts';
import type { ScopeKind, ScopeKindName } from './platform-definition.ts';
import { readSettings } from './read-settings.ts';

/** Keys a scope has in documents; a plural of the same name could not be told from them. */
export const SCOPE_KEYS: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'name',
  'platform',
  'authority',
  'title',
  'description',
  'absent',
  'renamed-from',
  'settings',
  'roles',
  'members',
  'groups',
  'review',
  'decisions',
]);

/** Scope kinds by name. Codes: `platform-invalid`, `unknown-scope-kind`, `missing-key`, `unknown-permission`. */
export function readScopeKinds(
  file: CompletePlatform,
  catalogue: ReadonlyMap<string, Parametrised>,
  findings: Findings,
): ReadonlyMap<ScopeKindName, ScopeKind> {
  const kinds = new Map<ScopeKindName, ScopeKind>();
  for (const [name, entry] of Object.entries(file.scopes)) {
    const path = ['scopes', name];
    kinds.set(name, {
      name,
      title: entry.title,
      plural: entry.plural ?? null,
      parents: entry.parents,
      inherits: entry.inherits,
      attached: expandAll(entry.attached, [...path, 'attached'], catalogue, findings),
      whenNoGroups: entry['when-no-groups'] ?? 'closed',
      flowDown: entry['flow-down'],
      principals: entry.principals,
      members: entry.root || entry.members,
      manage: entry.manage,
      settings: readSettings(
        entry.settings,
        [...path, 'settings'],
        entry.root ? 'root' : 'scope',
        file,
        findings,
      ),
    });
    if (entry['when-no-groups'] !== undefined && !canBeGated(entry)) {
      const message = `\`${name}\` has no gate that could stand open: it inherits ${entry.inherits}.`;
      reportContradiction(
        { at: [...path, 'when-no-groups'], against: [...path, 'inherits'], message },
        findings,
      );
    }
    checkParents(name, entry, file, findings);
  }
  checkPlurals(kinds, findings);
  checkReach(file, kinds, findings);
  return kinds;
}

/** Whether such a scope has a gate, by its kind or by what it is set to. */
function canBeGated({ inherits, settings }: CompleteScopeKind): boolean {
  return (
    inherits === 'gated' ||
    Object.values(settings).some(({ values }) =>
      Object.values(values).some((value) => value.inherits === 'gated'),
    )
  );
}

/** The root kind's name, if there is exactly one. */
export function rootKind(file: CompletePlatform, findings: Findings): ScopeKindName | null {
  const roots = Object.entries(file.scopes).filter(([, entry]) => entry.root);
  const [first, ...rest] = roots;
  if (first === undefined) {
    findings.atKey('platform-invalid', ['scopes'], 'No scope kind is the root.', {
      hint: 'Write root: true at the kind that an organization is.',
    });
    return null;
  }
  for (const [name] of rest) {
    reportContradiction(
      {
        at: ['scopes', name, 'root'],
        against: ['scopes', first[0], 'root'],
        message: `\`${name}\` is a second root beside \`${first[0]}\`.`,
        hint: 'Exactly one kind is the root.',
      },
      findings,
    );
  }
  return first[0];
}

function checkParents(
  name: string,
  entry: CompleteScopeKind,
  file: CompletePlatform,
  findings: Findings,
): void {
  const path = ['scopes', name];
  if (entry.root) {
    for (const key of ['parents', 'plural'] as const) {
      if (entry[key] === undefined || entry[key].length === 0) continue;
      const message = `The root kind \`${name}\` has no \`${key}\`.`;
      const hint = 'Remove the key: nothing is above the root.';
      reportContradiction({ at: [...path, key], against: [...path, 'root'], message, hint }, findings);
    }
    return;
  }
  for (const key of ['parents', 'plural'] as const) {
    if (entry[key] !== undefined && entry[key].length > 0) continue;
    findings.atKey('missing-key', path, `The scope kind \`${name}\` needs \`${key}\`: it is not the root.`);
  }
  entry.parents.forEach((parent, index) => {
    if (Object.hasOwn(file.scopes, parent)) return;
    findings.atValue(
      'unknown-scope-kind',
      [...path, 'parents', index],
      `\`${parent}\` is no scope kind of this platform.`,
      { hint: didYouMean(parent, Object.keys(file.scopes)) },
    );
  });
}

function checkPlurals(kinds: ReadonlyMap<ScopeKindName, ScopeKind>, findings: Findings): void {
  const byParent = new Map<string, ScopeKindName>();
  for (const kind of kinds.values()) {
    if (kind.plural === null) continue;
    const path = ['scopes', kind.name, 'plural'];
    if (SCOPE_KEYS.has(kind.plural)) {
      findings.atValue(
        'platform-invalid',
        path,
        `The plural \`${kind.plural}\` is already a key of every scope.`,
        { hint: `Choose another; taken are ${[...SCOPE_KEYS].join(', ')}.` },
      );
    }
    for (const parent of new Set(kind.parents)) {
      const key = `${parent}\n${kind.plural}`;
      const other = byParent.get(key);
      byParent.set(key, kind.name);
      if (other === undefined) continue;
      const message = `\`${other}\` and \`${kind.name}\` have the same plural \`${kind.plural}\` below \`${parent}\`.`;
      const hint = 'Choose another for one of the two.';
      reportContradiction({ at: path, against: ['scopes', other, 'plural'], message, hint }, findings);
    }
  }
}

/** A kind that only stands below itself, or below nothing, could never be written. */
function checkReach(
  file: CompletePlatform,
  kinds: ReadonlyMap<ScopeKindName, ScopeKind>,
  findings: Findings,
): void {
  const reached = new Set(Object.keys(file.scopes).filter((name) => file.scopes[name]?.root === true));
  if (reached.size === 0) return;
  for (let grew = true; grew; ) {
    grew = false;
    for (const kind of kinds.values()) {
      if (reached.has(kind.name) || !kind.parents.some((parent) => reached.has(parent))) continue;
      reached.add(kind.name);
      grew = true;
    }
  }
  for (const kind of kinds.values()) {
    // A parent that does not exist has been reported as such.
    const known = kind.parents.every((parent) => kinds.has(parent));
    if (reached.has(kind.name) || kind.parents.length === 0 || !known) continue;
    findings.atKey(
      'platform-invalid',
      ['scopes', kind.name],
      `No chain of parents leads from \`${kind.name}\` to the root kind.`,
    );
  }
}
