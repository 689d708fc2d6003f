import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { compareText } from '../../source/text-order.ts';
import { API_VERSION, DOCUMENT_KINDS, type DocumentKind, wordsOfKind } from '../document-kind.ts';
import type { OrganizationDocument } from '../document-types.ts';
import { completionNamesOf, type DescribeOrigin } from './completion-names.ts';
import { editorOrganization } from './editor-organization.ts';
import { editorWorkspace } from './editor-workspace.ts';
import {
  anyOf,
  type Choice,
  type Definitions,
  type JsonSchema,
  oneOf,
  partsOf,
  reference,
  renamed,
} from './json-schema.ts';

/** A platform, and the organizations of a workspace that are on it. */
export interface EditorPlatform {
  readonly platform: PlatformDefinition;
  readonly organizations: readonly OrganizationDocument[];
}

export interface EditorRequest {
  /** One platform for documents of that platform; several for a workspace. */
  readonly platforms: readonly EditorPlatform[];
  /**
   * All platforms that an Organization document may name, whose rules are not all told here; null where it can only
   * name the one.
   */
  readonly others: readonly PlatformDefinition[] | null;
  /** The connectors that an organization of the workspace may be reached by; empty where there is no workspace. */
  readonly connectors: readonly Choice[];
  readonly title: string;
  readonly place: DescribeOrigin;
}

/** The base schema of each kind of document. */
export type DocumentSchemas = Readonly<Record<DocumentKind, object>>;

/**
 * One schema for every file of a workspace: what holds depends on `kind`, and for organizations on their `name` and
 * `platform`. All definitions are in one place, since editors follow no reference from one schema into another.
 */
export function editorDocument(bases: DocumentSchemas, request: EditorRequest): object {
  const definitionStore = new DefinitionStore();
  const organization = organizationBranch(bases.Organization, request, definitionStore);
  const others: DocumentSchemas = {
    ...bases,
    Workspace: editorWorkspace(bases.Workspace, request.connectors),
  };
  const branches = DOCUMENT_KINDS.map((kind) =>
    when(
      'kind',
      kind,
      kind === 'Organization' ? organization : definitionStore.put(kind, { ...others[kind] }),
    ),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: request.title,
    description: 'Documents of Bylaw, with the names that can be written in them. Printed by bylaw schema.',
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: { title: 'API version', enum: [API_VERSION] },
      kind: {
        title: 'Kind',
        description: 'What the document is.',
        enum: DOCUMENT_KINDS,
        enumDescriptions: DOCUMENT_KINDS.map((kind) => wordsOfKind(kind)),
      },
    },
    allOf: branches,
    $defs: definitionStore.definitions,
  };
}

function organizationBranch(
  base: object,
  request: EditorRequest,
  definitionStore: DefinitionStore,
): JsonSchema {
  const { platforms, others, place } = request;
  const ofPlatform = platforms.map(
    ({ platform }) =>
      [
        platform.name,
        () => definitionStore.put(platform.name, editorOrganization(base, { platform, names: null })),
      ] as const,
  );
  const named = platforms
    .flatMap(({ platform, organizations }) => organizations.map((document) => ({ platform, document })))
    .sort((a, b) => compareText(a.document.name, b.document.name))
    .map(({ platform, document }) => {
      const completionNames = completionNamesOf(document, platform, place);
      return [
        document.name,
        definitionStore.put(
          `@${document.name}`,
          editorOrganization(base, { platform, names: completionNames }),
        ),
      ] as const;
    });
  const [only] = ofPlatform;
  // A document that is of no organization that is known: a new one, of one of the platforms.
  const unnamed: JsonSchema =
    others === null && only !== undefined
      ? only[1]()
      : chain(
          'platform',
          ofPlatform.map(([name, put]) => [name, put()]),
          definitionStore.put('Organization', anyOrganization(base, request)),
        );
  return chain('name', named, unnamed);
}

/** The base schema, with the names that are known where organizations and platforms are named. */
function anyOrganization(base: object, { platforms, others, place }: EditorRequest): JsonSchema {
  const schema: JsonSchema = { ...base };
  const properties = partsOf(schema, 'properties');
  const named = platforms
    .flatMap(({ organizations }) => organizations)
    .map(({ name, root }) => ({
      value: name,
      description: `${root.title?.value ?? name} (${place(root.origin)})`,
    }));
  const name = { ...reference('name'), title: 'A new organization' };
  return {
    ...schema,
    properties: {
      ...properties,
      name: { ...properties.name, ...anyOf('Organization name', [...list('Organization', named), name]) },
      platform: anyOf('Platform', list('Platform', others === null ? [] : others.map(aboutPlatform))),
    },
  };
}

function list(title: string, choices: readonly Choice[]): readonly JsonSchema[] {
  const sorted = [...choices].sort((a, b) => compareText(a.value, b.value));
  return sorted.length === 0 ? [] : [oneOf(title, sorted)];
}

function aboutPlatform({ name, title, description }: PlatformDefinition): Choice {
  return { value: name, description: description === '' ? title : `${title}: ${description}` };
}

/** The first whose value the key has; else the last. */
function chain(
  key: string,
  cases: readonly (readonly [value: string, schema: JsonSchema])[],
  last: JsonSchema,
): JsonSchema {
  return cases.reduceRight<JsonSchema>(
    (rest, [value, schema]) => ({ ...when(key, value, schema), else: rest }),
    last,
  );
}

function when(key: string, value: string, schema: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: { required: [key], properties: { [key]: { const: value } } }, then: schema };
}

/** The definitions of several schemas side by side. Names are slugs, so a colon keeps them apart. */
class DefinitionStore {
  readonly definitions: Record<string, JsonSchema> = {};

  put(name: string, schema: JsonSchema): JsonSchema {
    const { $schema, $id, $defs, ...rest } = schema;
    // What a document is has been said above all branches; here the keys only have to be known.
    const properties = { ...partsOf(schema, 'properties'), apiVersion: {}, kind: {} };
    const parts: Definitions = { ...partsOf({ $defs }, '$defs'), '': { ...rest, properties } };
    for (const [part, value] of Object.entries(parts)) {
      this.definitions[nameOf(name, part)] = renamed(value, (to) => nameOf(name, to));
    }
    return reference(nameOf(name, ''));
  }
}

function nameOf(shelf: string, part: string): string {
  return part === '' ? shelf : `${shelf}:${part}`;
}
