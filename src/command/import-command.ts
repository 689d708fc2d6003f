import { type Imported, importOrganization } from '../import/import.ts';
import type { PresentFile } from '../import/import-request.ts';
import { PEER_FORMATS } from '../import/peer/peer-formats.ts';
import { importJson } from '../report/import/import-json.ts';
import { importMarkdown } from '../report/import/import-markdown.ts';
import { importText } from '../report/import/import-text.ts';
import { type Diagnostic, hasErrors } from '../source/diagnostic.ts';
import { type Outcome, success } from '../source/outcome.ts';
import { isPlainMap } from '../source/source-document.ts';
import { readYaml } from '../source/yaml.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit.ts';
import { type ImportContext, type ImportTarget, openImportContext } from './importing/import-context.ts';
import { type ImportSource, openImportSource } from './importing/import-source.ts';
import { newFileNames, schemaCommentLine } from './importing/workspace-file.ts';
import { type FileToWrite, writeFiles } from './importing/write-files.ts';
import { failCommand, instantFrom, showResult } from './output.ts';
import { redactWorkspaceTokens } from './terminal/redacting-console.ts';

export const importLive: Command<'markdown' | 'json'> = {
  name: 'import',
  usage: '[ORGANIZATION…] [--platform NAME --url URL] [--from FORMAT PATH]',
  options: [
    'workspace',
    'from',
    'organization',
    'platform',
    'connector',
    'url',
    'no-cache',
    'directory',
    'diff',
    'all',
    'at',
  ],
  formats: ['text', 'markdown', 'json'],
  optionHelp: {
    platform: 'the platform of an organization that no document declares yet: its name or its file',
    directory: 'folder of a new workspace (default: here)',
    from: `read the files of another program at PATH: ${PEER_FORMATS.map(({ name }) => name).join(', ')}`,
    organization: 'an organization to import, where PATH holds several or does not name it; may be repeated',
  },
  async run(context) {
    const instant = instantFrom(context);
    if (!instant.ok) return failCommand(context, 'import', instant.diagnostics);
    const source = openImportSource(context, instant.value);
    if (!source.ok) return failCommand(context, 'import', source.diagnostics);
    const site = openImportContext(context, source.value.asked);
    if (!site.ok) return failCommand(context, 'import', site.diagnostics);
    redactWorkspaceTokens(context, site.value.document);
    const { root, fresh, files } = site.value;
    const texts = new Map(files.map(({ file, text }) => [file, text]));
    const organizations: Imported[] = [];
    const diagnostics: Diagnostic[] = [...source.diagnostics, ...site.diagnostics];
    for (const importTarget of site.value.targets) {
      const made = await importOne(context, source.value, site.value, importTarget, texts, instant.value);
      diagnostics.push(...made.diagnostics);
      if (!made.ok) continue;
      organizations.push(made.value);
      for (const { file, after } of made.value.files) texts.set(file, after);
    }
    context.console.progress(null);
    if (organizations.length < site.value.targets.length) return failCommand(context, 'import', diagnostics);
    const changed = [...texts].filter(
      ([file, text]) => files.find((one) => one.file === file)?.text !== text,
    );
    const writes: FileToWrite[] = [
      ...(fresh === null ? [] : [{ file: fresh.file, before: null, after: fresh.after }]),
      ...changed.map(([file, after]) => ({
        file,
        before: files.find((one) => one.file === file)?.bytes ?? null,
        after,
      })),
    ];
    const wrote = !context.args.flag('diff');
    if (wrote) {
      const written = writeFiles(root, writes);
      if (!written.ok) return failCommand(context, 'import', [...diagnostics, ...written.diagnostics]);
    }
    const result = { organizations, workspace: fresh, wrote };
    await showResult(context, {
      text: (style) => importText(result, style, { diagnostics }),
      markdown: () => importMarkdown(result, { diagnostics }),
      json: () => importJson(result, diagnostics),
    });
    if (hasErrors(diagnostics)) return EXIT.error;
    return !wrote && writes.length > 0 ? EXIT.changes : EXIT.clean;
  },
};

async function importOne(
  context: CommandContext,
  source: ImportSource,
  site: ImportContext,
  target: ImportTarget,
  texts: ReadonlyMap<string, string>,
  instant: string,
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
