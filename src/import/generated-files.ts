import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { isLine } from '../policy/text-patterns.ts';
import type { ResourceTypeName } from '../resource/resource.ts';
import { diagnostic } from '../source/diagnostic.ts';
import type { Draft } from '../source/edit/draft.ts';
import type { OpenText } from '../source/edit/open-text.ts';
import { documentText, type Layout } from '../source/edit/render-yaml.ts';
import { groupBy, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { missingEntries, placeAdditions } from './additions.ts';
import { changedMap } from './draft-map.ts';
import { type ImportableView, scopeEntry } from './entry-drafts.ts';
import type { ImportedFile, ImportRequest } from './import-request.ts';
import type { PresentDocuments } from './present-documents.ts';
import { ScopeReviser } from './revise-scope.ts';
import { splitInFiles } from './split-files.ts';

/** Types of resources, and how `authority` calls them. */
export const AUTHORITY_NAMES: readonly (readonly [ResourceTypeName, string])[] = [
  ['scope', 'scopes'],
  ['role', 'roles'],
  ['member', 'members'],
  ['group', 'groups'],
  ['assignment', 'assignments'],
];

function authorityValue(full: ReadonlySet<ResourceTypeName>): Draft {
  if (full.size === AUTHORITY_NAMES.length) return 'full';
  if (full.size === 0) return 'declared';
  return new Map(AUTHORITY_NAMES.map(([type, key]) => [key, full.has(type) ? 'full' : 'declared']));
}

/** `members`, `members and groups`, `roles, members and groups`. */
function typeNames(types: ReadonlySet<ResourceTypeName>): string {
  const names = AUTHORITY_NAMES.filter(([type]) => types.has(type)).map(([, key]) => key);
  const last = names.pop();
  return names.length === 0 ? `${last}` : `${names.join(', ')} and ${last}`;
}

/** `partial`: types of which the files of another program, by its title, do not name everything. */
export function authorityNotes(
  lowered: ReadonlySet<ResourceTypeName>,
  partial: { readonly title: string; readonly types: ReadonlySet<ResourceTypeName> } | null = null,
): ReadonlyListsByKey<string, string> {
  const notes = [
    ...(partial === null || partial.types.size === 0
      ? []
      : [
          `The files of ${partial.title} do not name all ${typeNames(partial.types)}.`,
          'Of those only what is written is managed.',
        ]),
    ...(lowered.size === 0
      ? []
      : [`Not everything live could be written. Of ${typeNames(lowered)} only what is written is managed.`]),
  ];
  return groupBy(notes, () => 'authority');
}

/** What the documents own in full. */
export interface Ownership {
  /** As they are: all of this is written, however much of it can be. */
  readonly owned: ReadonlySet<ResourceTypeName>;
  /** As they are to be: less where something live could not be written. */
  readonly full: ReadonlySet<ResourceTypeName>;
}

/** The files of an organization of which nothing is written yet. */
export function newFiles(
  request: ImportRequest,
  importableView: ImportableView,
  full: ReadonlySet<ResourceTypeName>,
  layout: Layout,
): Outcome<readonly ImportedFile[]> {
  const { snapshot, platform } = request;
  const { organization } = snapshot;
  const title = importableView.view.scopes.get(organization)?.attributes.title ?? organization;
  const head = new Map<string, Draft>([
    ['apiVersion', 'bylaw/v1'],
    ['kind', 'Organization'],
    ['name', organization],
    ...(title === organization || !isLine(title) ? [] : ([['title', title]] as const)),
    ['platform', platform.name],
    ['authority', authorityValue(full)],
  ]);
  const entry = scopeEntry(importableView, organization) ?? new Map<string, Draft>();
  const settings = entry.get('settings');
  if (settings !== undefined) head.set('settings', settings);
  const sections = new Map([...entry].filter(([key]) => key !== 'settings'));
  const plurals = new Set(pluralsOf(platform));
  const files = splitInFiles(head, sections, plurals, layout, request.groupsApart).map(
    ({ name, root }): ImportedFile => {
      const file = request.newFile(name);
      return { file, before: null, after: documentText(request.comments(file), root, layout) };
    },
  );
  return success(files);
}

/** The files that are there, changed where they differ. Fails with `import-refused`. */
export function revisedFiles(
  request: ImportRequest,
  opened: ReadonlyMap<string, OpenText>,
  importableView: ImportableView,
  presentDocuments: PresentDocuments,
  { owned, full }: Ownership,
  layout: Layout,
): Outcome<readonly ImportedFile[]> {
  const scopeReviser = new ScopeReviser(importableView, presentDocuments, owned);
  const plurals = pluralsOf(importableView.view.platform);
  let drafts = scopeReviser.documents();
  const wanted = request.all ? new Set(AUTHORITY_NAMES.map(([type]) => type)) : owned;
  const written = new Set(scopeReviser.written);
  for (;;) {
    const additions = missingEntries(importableView, presentDocuments, written, wanted, drafts);
    if (additions.length === 0) break;
    for (const { address } of additions) written.add(address);
    drafts = placeAdditions(drafts, additions, plurals);
  }
  if (full.size < owned.size) {
    const value = authorityValue(full);
    drafts = drafts.map((draft) => changedMap(draft, (key, old) => (key === 'authority' ? value : old)));
  }
  const files: ImportedFile[] = [];
  for (const { file, text } of request.files) {
    const open = opened.get(file);
    if (open === undefined) continue;
    const documents = open.documents.map((draft, index) => {
      const at = presentDocuments.documents.findIndex((one) => one.file === file && one.index === index);
      return drafts[at] ?? draft;
    });
    const after = open.revised(documents, layout);
    if (after === null) {
      return failure(
        diagnostic('import-refused', `${file} is written in a way that cannot be edited in place.`, null, {
          hint: 'Rewrite explicit keys (`? key`) and unusual anchors, and import again.',
        }),
      );
    }
    files.push({ file, before: text, after });
  }
  return success(files);
}

/** Keys of scopes in YAML. */
export function pluralsOf(platform: PlatformDefinition): readonly string[] {
  return [...platform.scopeKinds.values()].flatMap(({ plural }) => (plural === null ? [] : [plural]));
}
