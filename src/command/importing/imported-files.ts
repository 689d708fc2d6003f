import { type Imported, importOrganization } from '../../import/import.ts';
import type { PresentFile } from '../../import/import-request.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { isPlainMap } from '../../source/source-document.ts';
import { readYaml } from '../../source/yaml.ts';
import type { CommandContext } from '../command.ts';
import type { ImportContext, ImportTarget } from './import-context.ts';
import type { ImportSource } from './import-source.ts';
import { newFileNames, schemaCommentLine } from './workspace-file.ts';
import type { FileToWrite } from './write-files.ts';

interface ImportTerms {
  /** RFC 3339: windows are held against it. */
  readonly instant: string;
  /** Each group of a new organization has a file of its own. */
  readonly groupsApart: boolean;
}

interface ImportedFiles {
  readonly organizations: readonly Imported[];
  /** New and changed ones, a new workspace file first. */
  readonly writes: readonly FileToWrite[];
}

/** Reads each organization that is asked for and says what would be written. Writes nothing. Fails where one cannot be read whole. */
export async function importedFiles(
  context: CommandContext,
  source: ImportSource,
  site: ImportContext,
  terms: ImportTerms,
): Promise<Outcome<ImportedFiles>> {
  const { fresh, files } = site;
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const organizations: Imported[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const importTarget of site.targets) {
    const made = await importOne(context, source, site, importTarget, texts, terms);
    diagnostics.push(...made.diagnostics);
    if (!made.ok) continue;
    organizations.push(made.value);
    for (const { file, after } of made.value.files) texts.set(file, after);
  }
  context.console.progress(null);
  if (organizations.length < site.targets.length) return failure(diagnostics);
  const changed = [...texts].filter(([file, text]) => files.find((one) => one.file === file)?.text !== text);
  const writes: FileToWrite[] = [
    ...(fresh === null ? [] : [{ file: fresh.file, before: null, after: fresh.after }]),
    ...changed.map(([file, after]) => ({
      file,
      before: files.find((one) => one.file === file)?.bytes ?? null,
      after,
    })),
  ];
  return success({ organizations, writes }, diagnostics);
}

async function importOne(
  context: CommandContext,
  source: ImportSource,
  site: ImportContext,
  target: ImportTarget,
  texts: ReadonlyMap<string, string>,
  { instant, groupsApart }: ImportTerms,
): Promise<Outcome<Imported>> {
  const { name, platform } = target;
  const snapshot = await source.snapshot(site, target);
  if (!snapshot.ok) return snapshot;
  const { found, peer } = snapshot.value;
  const mine = [...texts].flatMap(([file, text]): readonly PresentFile[] =>
    speaksOf(text, file, name) ? [{ file, text }] : [],
  );
  const naming = newFileNames(site.document, site.root, name, new Set(texts.keys()));
  if (!naming.ok && mine.length === 0) return naming;
  const made = importOrganization({
    snapshot: found,
    platform,
    files: mine,
    policy: site.policy,
    instant,
    resend: site.document.resend,
    // Whoever names another program's files wants all that they say.
    all: peer !== null || context.args.flag('all'),
    groupsApart,
    newFile: (short) => (naming.ok ? naming.value(short) : short),
    comments: (file) => [schemaCommentLine(file, site.root, site.text)],
    ...(peer === null ? {} : { peer }),
  });
  return made.ok ? success(made.value, [...snapshot.diagnostics, ...made.diagnostics]) : made;
}

function speaksOf(text: string, file: string, organization: string): boolean {
  const read = readYaml(text, file);
  return (
    read.ok &&
    read.value.some(
      ({ value }) => isPlainMap(value) && value.kind === 'Organization' && value.name === organization,
    )
  );
}
