import { writtenAuthority } from '../compile/authority.ts';
import { compile } from '../compile/compile.ts';
import type { Desired } from '../compile/desired.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { OrganizationDocument } from '../policy/document-types.ts';
import { withoutImpliedMembershipRoles } from '../resource/implied-membership-roles.ts';
import type { ResourceTypeName, Snapshot } from '../resource/resource.ts';
import { spellingOf } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { isDraftMap } from '../source/edit/draft.ts';
import { type OpenText, openText } from '../source/edit/open-text.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { compareText } from '../source/text-order.ts';
import { readYaml } from '../source/yaml.ts';
import { differenceFromLive } from './difference-from-live.ts';
import { layoutFor } from './document-layout.ts';
import type { ImportableView } from './entry-drafts.ts';
import { AUTHORITY_NAMES, authorityNotes, newFiles, pluralsOf, revisedFiles } from './generated-files.ts';
import type { ImportedFile, ImportRequest, PresentFile } from './import-request.ts';
import { keepImportable } from './keep-importable.ts';
import type { LeftOut } from './left-out.ts';
import { liveViewOf, withoutRuledOut } from './live-view.ts';
import type { Unplaced } from './peer/peer-terms.ts';
import { type PresentDocument, PresentDocuments } from './present-documents.ts';
import { roleHomes } from './role-homes.ts';
import { withUnspoken } from './unspoken-resources.ts';

/** What an import would write. */
export interface Imported {
  readonly organization: string;
  readonly platform: PlatformDefinition;
  /** Files that change, and new ones; by name. */
  readonly files: readonly ImportedFile[];
  readonly unchanged: number;
  readonly left: readonly LeftOut[];
  /** What the documents come to afterwards. */
  readonly desired: Desired;
  /** Live and not written, because nobody owns it. */
  readonly unmanaged: number;
  /** What the files of another program say and documents have no word for. */
  readonly unplaced: readonly Unplaced[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Documents that come to what is live. Present documents are changed where they differ and nowhere else; what they
 * rule out, by `absent: true` or by a window that does not hold, is not overruled. What is written is read back and
 * planned against the same snapshot before anything is handed out. Fails with the diagnostics of present documents,
 * and with `import-refused` where the plan would not be empty. Reports `not-importable`.
 */
export function importOrganization(asked: ImportRequest): Outcome<Imported> {
  const present = presentOf(asked);
  if (!present.ok) return present;
  const request = withUnspoken(asked, present.value.present.desired);
  const { snapshot } = request;
  const first = attempt(request, present.value, new Set());
  if (!first.ok) return first;
  if (first.value.proof === null) return success(first.value.imported, first.value.imported.diagnostics);
  // A live organization that breaks a rule of its platform cannot be owned in full, or no apply could follow.
  if (first.value.proof.every(({ code }) => code === 'invariant-broken')) {
    const second = attempt(request, present.value, new Set(['assignment']));
    if (second.ok && second.value.proof === null) {
      const { imported } = second.value;
      const broken = first.value.proof.map((found) => ({
        ...found,
        origin: liveOrigin(snapshot),
        hint: 'Correct it on the platform and import again. Until then authority over assignments is declared.',
      }));
      const diagnostics = [...imported.diagnostics, ...broken];
      return success({ ...imported, diagnostics }, diagnostics);
    }
  }
  return failure(first.value.proof);
}

interface ImportAttempt {
  readonly imported: Imported;
  /** Null when what is written comes to what is live; else what is wrong. */
  readonly proof: readonly Diagnostic[] | null;
}

interface PresentState {
  readonly present: PresentDocuments;
  readonly document: OrganizationDocument | null;
  readonly opened: ReadonlyMap<string, OpenText>;
}

/** Codes: all of reading and compiling. */
function presentOf(request: ImportRequest): Outcome<PresentState> {
  const { files, platform, snapshot } = request;
  if (files.length === 0)
    return success({ present: new PresentDocuments([], null), document: null, opened: new Map() });
  const read = readBack(request, files);
  if (!read.ok) return read;
  const compiled = compile(read.value, platform, request.instant);
  if (!compiled.ok) return compiled;
  const opened = new Map(files.map(({ file, text }) => [file, openText(text)]));
  const documents = [...opened].flatMap(([file, open]) =>
    open.documents.flatMap((draft, index): readonly PresentDocument[] =>
      isDraftMap(draft) && draft.get('kind') === 'Organization' && draft.get('name') === snapshot.organization
        ? [{ file, index, draft }]
        : [],
    ),
  );
  return success({ present: new PresentDocuments(documents, compiled.value), document: read.value, opened });
}

function readBack(request: ImportRequest, files: readonly PresentFile[]): Outcome<OrganizationDocument> {
  const { platform, policy, snapshot } = request;
  const sources = files.map(({ file, text }) => readYaml(text, file));
  const faults = sources.flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(faults)) return failure(faults);
  const documents = sources.flatMap((source) => (source.ok ? source.value : []));
  const mine = documents.filter(
    ({ value }) => (value as { readonly name?: unknown } | null)?.name === snapshot.organization,
  );
  const read = policy.readOrganizations(mine, new Map([[platform.name, platform]]));
  if (!read.ok) return read;
  const [document] = read.value;
  if (document === undefined)
    return failure(diagnostic('no-documents', `No document speaks of ${snapshot.organization}.`, null));
  return success(document, read.diagnostics);
}

function attempt(
  request: ImportRequest,
  { present, document, opened }: PresentState,
  declared: ReadonlySet<ResourceTypeName>,
): Outcome<ImportAttempt> {
  const { snapshot, platform } = request;
  const live = withoutImpliedMembershipRoles(snapshot.resources, platform, snapshot.resources);
  const resources = withoutRuledOut(live, present.desired, snapshot.organization);
  const view = liveViewOf(snapshot.organization, resources, platform);
  const homes = roleHomes(view, present);
  const keys = present.memberKeys(platform.members.compare);
  const keyOf = spellingOf({ written: keys, resources });
  const { peer } = request;
  const left = keepImportable(view, homes, keyOf, peer?.unsaid);
  const formerNames = peer?.formerNames ?? new Map();
  const importableView: ImportableView = { view, left, homes, keyOf, formerNames };
  const lowered = new Set([...left.types, ...declared]);
  const before = document === null ? null : writtenAuthority(document);
  const owned = new Set(
    AUTHORITY_NAMES.flatMap(([type]) => ((before?.[type] ?? 'full') === 'full' ? [type] : [])),
  );
  // What is written already has an authority of its own.
  const partial = new Set(
    peer === undefined || document !== null ? [] : [...owned].filter((type) => !peer.complete.has(type)),
  );
  const full = new Set([...owned].filter((type) => !lowered.has(type) && !partial.has(type)));
  const plurals = pluralsOf(platform);
  const notes = authorityNotes(lowered, peer === undefined ? null : { title: peer.title, types: partial });
  const layout = layoutFor(new Set(plurals), notes);
  const made =
    present.documents.length === 0
      ? newFiles(request, importableView, full, layout)
      : revisedFiles(request, opened, importableView, present, { owned, full }, layout);
  if (!made.ok) return made;
  const after = mergedFiles(request.files, made.value);
  const read = readBack(request, after);
  if (!read.ok) return refusal(read.diagnostics);
  const compiled = compile(read.value, platform, request.instant);
  if (!compiled.ok) {
    return success({ imported: empty(request, left.all), proof: refused(compiled.diagnostics) });
  }
  const desired: Desired = { ...compiled.value, resend: request.resend };
  const importDifference = differenceFromLive(desired, snapshot);
  const changed = made.value.filter(({ before: was, after: now }) => was !== now);
  const diagnostics = [
    ...left.diagnostics(peer === undefined ? undefined : 'in those files'),
    ...importDifference.warnings,
  ];
  const imported: Imported = {
    organization: snapshot.organization,
    platform,
    files: changed.sort((a, b) => compareText(a.file, b.file)),
    unchanged: request.files.length - changed.filter((file) => file.before !== null).length,
    left: left.all,
    desired,
    unplaced: peer?.unplaced ?? [],
    unmanaged: Math.max(
      0,
      importDifference.unmanaged - left.all.filter(({ attribute }) => attribute === null).length,
    ),
    diagnostics,
  };
  return success({ imported, proof: importDifference.faults.length === 0 ? null : importDifference.faults });
}

function refusal(diagnostics: readonly Diagnostic[]): Outcome<ImportAttempt> {
  return failure(refused(diagnostics));
}

/** Problems of text that nobody has written yet have no place that a reader could open. */
function refused(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((found) =>
      found.code === 'invariant-broken'
        ? found
        : diagnostic('import-refused', `The new documents have an error: ${found.message}`, null),
    );
}

function empty(request: ImportRequest, left: readonly LeftOut[]): Imported {
  const { snapshot, platform, instant } = request;
  const authority = {
    scope: 'full',
    role: 'full',
    member: 'full',
    group: 'full',
    assignment: 'full',
  } as const;
  const desired: Desired = {
    organization: snapshot.organization,
    platform,
    instant,
    resources: [],
    ruledOut: new Map(),
    authority,
    windows: [],
  };
  return {
    organization: snapshot.organization,
    platform,
    files: [],
    unchanged: 0,
    left,
    desired,
    unplaced: request.peer?.unplaced ?? [],
    unmanaged: 0,
    diagnostics: [],
  };
}

function liveOrigin(snapshot: Snapshot) {
  return snapshot.resources.find((r) => r.type === 'scope' && r.attributes.parent === null)?.origin ?? null;
}

function mergedFiles(before: readonly PresentFile[], made: readonly ImportedFile[]): readonly PresentFile[] {
  const after = new Map(before.map(({ file, text }) => [file, text]));
  for (const { file, after: text } of made) after.set(file, text);
  return [...after].map(([file, text]) => ({ file, text }));
}
