import { PEER_FORMATS } from '../import/peer/peer-formats.ts';
import { importJson } from '../report/import/import-json.ts';
import { importMarkdown } from '../report/import/import-markdown.ts';
import { importText } from '../report/import/import-text.ts';
import { hasErrors } from '../source/diagnostic.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { openImportContext } from './importing/import-context.ts';
import { openImportSource } from './importing/import-source.ts';
import { importedFiles } from './importing/imported-files.ts';
import { writeFiles } from './importing/write-files.ts';
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
    redactWorkspaceTokens(context, site.value);
    const made = await importedFiles(context, source.value, site.value, {
      instant: instant.value,
      groupsApart: false,
    });
    const diagnostics = [...source.diagnostics, ...site.diagnostics, ...made.diagnostics];
    if (!made.ok) return failCommand(context, 'import', diagnostics);
    const { organizations, writes } = made.value;
    const { root, fresh } = site.value;
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
