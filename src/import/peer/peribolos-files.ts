import { childNode, type DocumentNode, entriesOf, nodeKeyOrigin } from '../../policy/document-node.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { type Outcome, outcome } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { PeerReading } from './peer-reading.ts';
import type { PeerOrganization, PeerSource } from './peer-source.ts';
import { PeribolosOrganization } from './peribolos.ts';

interface Found {
  readonly name: string;
  readonly head: DocumentNode;
  /** Paths of files that bring teams only. */
  readonly parts: readonly string[];
}

/** A head of its own in a folder, and `teams.yaml` in the folders directly below it. */
const HEAD = /^(?:(.*)\/)?org\.yaml$/;

export function ownsPeribolosFile(path: string): boolean {
  return /^(?:[^/]+\/)?org\.yaml$|^(?:[^/]+\/){1,2}teams\.yaml$|^[^/]+\.ya?ml$/.test(path);
}

/**
 * The organizations of Peribolos: below `orgs:` of one file, as the program takes them, or one folder each with an
 * `org.yaml` and teams in the folders below, as its users keep them. Reports `no-documents`, `unknown-organization`,
 * `usage`, and what is wrong in the files.
 */
export function readPeribolos(source: PeerSource): Outcome<readonly PeerOrganization[]> {
  const files = new PeerReading();
  const roots = new Map<string, DocumentNode>();
  for (const file of source.files) {
    const root = files.document(file);
    if (root !== null) roots.set(file.path, root);
  }
  const found = [...roots].flatMap(([path, root]) => organizationsIn(path, root, roots, source));
  const used = new Set(found.flatMap(({ parts }) => parts));
  for (const [path, root] of roots) {
    if (!path.endsWith('/teams.yaml') || used.has(path)) continue;
    const message = 'These teams belong to no organization: there is no org.yaml in the folder above.';
    files.report('file-not-read', message, nodeKeyOrigin(root));
  }
  const diagnostics: Diagnostic[] = [...files.diagnostics];
  if (found.length === 0 && !hasErrors(diagnostics))
    diagnostics.push(
      diagnostic('no-documents', `${source.folder} holds no organization of Peribolos.`, null, {
        hint: 'Name a file with `orgs:`, or the folder above those that hold an org.yaml.',
      }),
    );
  const names = new Set(found.map(({ name }) => name));
  for (const asked of source.organizations) {
    if (!names.has(asked) && found.length > 0)
      diagnostics.push(
        diagnostic('unknown-organization', `The files name no organization ${quote(asked)}.`, null, {
          hint: `They name ${[...names].join(', ')}.`,
        }),
      );
  }
  const wanted = found.filter(
    ({ name }) => source.organizations.length === 0 || source.organizations.includes(name),
  );
  const organizations = wanted.map(({ name, head, parts }) => {
    const reading = new PeerReading();
    const organization = new PeribolosOrganization(name, head, reading);
    for (const path of parts) {
      const part = roots.get(path);
      if (part !== undefined) organization.part(part);
    }
    const picture = organization.finish();
    diagnostics.push(...reading.diagnostics);
    return picture;
  });
  return outcome(organizations, diagnostics);
}

function organizationsIn(
  path: string,
  root: DocumentNode,
  roots: ReadonlyMap<string, DocumentNode>,
  { organizations, folder, files }: PeerSource,
): readonly Found[] {
  const all = childNode(root, 'orgs');
  if (all !== null)
    return entriesOf(all).map(([name, head]) => ({ name: name.toLowerCase(), head, parts: [] }));
  const where = HEAD.exec(path);
  const [only] = organizations;
  // One file that does not name what is in it is one organization, called as the caller says.
  if (where === null)
    return files.length === 1 && !path.includes('/')
      ? [{ name: only ?? path.replace(/\.ya?ml$/, '').toLowerCase(), head: root, parts: [] }]
      : [];
  const home = where[1];
  const prefix = home === undefined ? '' : `${home}/`;
  const parts = [...roots.keys()].filter(
    (other) => other.startsWith(prefix) && /^[^/]+\/teams\.yaml$/.test(other.slice(prefix.length)),
  );
  return [{ name: (home ?? only ?? folder).toLowerCase(), head: root, parts }];
}
