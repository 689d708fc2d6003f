import { basename, dirname, join, relative } from 'node:path';
import { isTaken } from '../../file/read-file.ts';
import { layoutFor } from '../../import/document-layout.ts';
import type { WorkspaceDocument } from '../../policy/document-types.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { type Draft, isDraftMap } from '../../source/edit/draft.ts';
import { documentText } from '../../source/edit/render-yaml.ts';
import { known } from '../../source/known.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { relativeToCwd } from '../../workspace/document-files.ts';

const EDITOR = 'yaml-language-server: $schema=';
/** Where the schemas are for whoever has Bylaw among the dependencies of the folder: no path of one machine. */
const SCHEMAS = 'node_modules/bylaw/schemas';

/** The line by which editors find the schema, as the workspace file has it for its own. */
export function schemaCommentLine(file: string, root: string, workspaceText: string | null): string {
  const own =
    workspaceText === null
      ? null
      : /^# yaml-language-server: \$schema=(\S*)workspace\.schema\.json/m.exec(workspaceText);
  const schemas = own?.[1] === undefined ? `${SCHEMAS}/` : own[1];
  const up = /^(?:[a-z]+:|\/)/i.test(schemas)
    ? ''
    : '../'.repeat(relative(root, file).split(/[\\/]/).length - 1);
  return `${EDITOR}${up}${schemas}organization.schema.json`;
}

/** How the organizations of a new workspace are reached, and the files of its own that say so. */
export interface ReachedBy {
  readonly connector: string;
  /** Null: where the connector knows its platform to be. */
  readonly url: string | null;
  /** Relative to the workspace file. */
  readonly platforms: readonly string[];
  readonly connectors: readonly string[];
}

/** The text of bylaw.yaml for organizations that are reached at one place. */
export function workspaceText(
  organizations: readonly { readonly name: string; readonly remote: string }[],
  { connector, url, platforms, connectors }: ReachedBy,
): string {
  const several = organizations.length > 1;
  const entry = ({ name, remote }: (typeof organizations)[number]): readonly [string, Draft] => [
    name,
    new Map([
      ['connector', connector],
      ...(url === null ? [] : ([['url', url]] as const)),
      ...(remote === name ? [] : ([['organization', remote]] as const)),
    ]),
  ];
  const root = new Map<string, Draft>([
    ['apiVersion', 'bylaw/v1'],
    ['kind', 'Workspace'],
    ['files', [several ? 'access/*/*.yaml' : 'access/*.yaml']],
    ...(platforms.length === 0 ? [] : ([['platforms', platforms]] as const)),
    ...(connectors.length === 0 ? [] : ([['connectors', connectors]] as const)),
    ['organizations', new Map(organizations.map(entry))],
  ]);
  const layout = {
    ...layoutFor(new Set()),
    gap: () => false,
    spread: (_: unknown, value: unknown) => isDraftMap(value as Draft),
  };
  return documentText([`${EDITOR}${SCHEMAS}/workspace.schema.json`], root, layout);
}

/**
 * Names new files so that the workspace's own patterns find them. Fails with `no-documents` when no pattern is of a
 * kind that says where a new file may be.
 */
export function newFileNames(
  workspace: WorkspaceDocument,
  root: string,
  organization: string,
  taken: ReadonlySet<string>,
): Outcome<(name: string) => string> {
  const folder = folderFor(workspace, organization);
  if (folder === null) {
    const patterns = workspace.files.map(({ value }) => JSON.stringify(value)).join(', ');
    return failure(
      diagnostic(
        'no-documents',
        `No new file would be read by ${patterns}.`,
        workspace.files[0]?.origin ?? null,
        {
          hint: 'Add "access/*.yaml" to files in the workspace.',
        },
      ),
    );
  }
  // Organizations with a folder each have files of the same names.
  const home = relativeToCwd(join(root, folder, 'file'));
  const mine = new Set(
    [...taken].filter((file) => dirname(file) === dirname(home)).map((file) => basename(file)),
  );
  return success((name) => {
    const candidates = [
      name,
      `${organization}-${name}`,
      ...Array.from({ length: 98 }, (_, at) => `${organization}-${name}-${at + 2}`),
    ];
    const free = candidates.find(
      (one) => !mine.has(`${one}.yaml`) && !isTaken(join(root, folder, `${one}.yaml`)),
    );
    const file = `${free ?? `${organization}-${name}-99`}.yaml`;
    mine.add(file);
    return relativeToCwd(join(root, folder, file));
  });
}

/** `access/*.yaml` → `access`; `access/*` + `/*.yaml` and `access/**` + `/*.yaml` → `access/acme`. */
function folderFor(workspace: WorkspaceDocument, organization: string): string | null {
  for (const { value } of workspace.files) {
    const found = /^((?:[^*?{}[\]!()/]+\/)*)(\*\/|\*\*\/)?\*\.yaml$/.exec(value);
    if (found === null) continue;
    const folder = known(found[1], 'the folder of a pattern');
    return found[2] === undefined ? folder : `${folder}${organization}`;
  }
  return null;
}
