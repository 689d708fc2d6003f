import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { EXAMPLES_DIRECTORY } from '../../workspace/schema-files.ts';
import type { ForgeName } from './git-place.ts';

/** What the files for a CI server have to know of the repository. */
export interface TemplateSettings {
  /** Folder of bylaw.yaml from the top, with `/`; `.` for the top itself. */
  readonly folder: string;
  readonly branch: string;
  /** The variable that holds the token of the platform. */
  readonly tokenVariable: string;
}

export interface TemplateFile {
  /** From the top of the repository. */
  readonly path: string;
  readonly text: string;
}

const FOLDERS: { readonly [F in ForgeName]: string } = { github: 'github-actions', gitlab: 'gitlab-ci' };

/** The ready files, with the folder, the branch and the variable of this repository. */
export function workflowFiles(forge: ForgeName, settings: TemplateSettings): readonly TemplateFile[] {
  const folder = join(EXAMPLES_DIRECTORY, FOLDERS[forge]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: relative(folder, file).split(sep).join('/'),
      text: adapted(readFileSync(file, 'utf8'), settings),
    }));
}

function adapted(text: string, { folder, branch, tokenVariable }: TemplateSettings): string {
  const paths = isPlainPath(folder) ? `[${scalar(`${folder}/**`)}, ".github/**"]` : '["**"]';
  return text
    .replace(/^( +WORKSPACE: )\.$/m, (_, key: string) => `${key}${scalar(folder)}`)
    .replace('branches: [main]', () => `branches: [${scalar(branch)}]`)
    .replace('paths: ["**"]', () => `paths: ${paths}`)
    .replaceAll('BYLAW_TOKEN: ${{ secrets', () => `${tokenVariable}: \${{ secrets`);
}

/**
 * Of a folder whose name has signs that mean something in GitHub's filters, every push is looked at: a filter that fits
 * nothing would be an apply that never runs. docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
function isPlainPath(folder: string): boolean {
  return folder !== '.' && !/[*?+[\]!\\]/.test(folder);
}

/** In double quotes, as JSON writes it, where YAML could take it for something else. */
function scalar(text: string): string {
  return /^(?:\.|[A-Za-z][\w./-]*)$/.test(text) ? text : JSON.stringify(text);
}
