import { createHash } from 'node:crypto';
import type { Forge, ForgeIssue, ForgeIssueEdit } from '../../forge/forge.ts';
import type { ForgeAnswer } from '../../forge/forge-answer.ts';
import type { DriftEntry } from '../../report/drift/drift-entry.ts';
import {
  type DriftIssue,
  driftIssue,
  ISSUE_LABEL,
  isIssueOf,
  tellsAll,
} from '../../report/drift/drift-issue.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { escapeText } from '../../source/quote.ts';

/** What became of the issues: a line for each that was written, and what could not be. */
export interface KeptIssues {
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * One issue for each organization that drifted: opened, brought up to date, closed when nothing is left, and opened again
 * where somebody closed it and drift is there. The same facts are no write. Of an organization that was not read whole,
 * nothing is closed or shortened. Issues that the token did not open are left alone. Warns with `issue-not-kept`.
 */
export async function keepIssues(forge: Forge, entries: readonly DriftEntry[]): Promise<KeptIssues> {
  const keeper = new IssueKeeper(forge);
  const self = keeper.valueOf(await forge.self());
  if (self === null) return keeper.kept();
  const known = keeper.valueOf(await forge.issues([ISSUE_LABEL]));
  if (known === null) return keeper.kept();
  const opened: DriftIssue[] = [];
  for (const entry of entries) {
    const issue = driftIssue(entry, forge.limits.issue, shortMark);
    const [found, ...twins] = ownIssues(known, issue, self.login);
    await keeper.close(twins);
    if (found !== undefined) await keeper.bringUpToDate(found, issue);
    else if (issue.isOpen && (await keeper.open(issue))) opened.push(issue);
  }
  // Another run may have opened one at the same time: both look again, and both keep the older.
  const again = opened.length === 0 ? [] : keeper.valueOf(await forge.issues([ISSUE_LABEL]));
  for (const issue of opened) {
    if (again !== null) await keeper.close(ownIssues(again, issue, self.login).slice(1));
  }
  return keeper.kept();
}

/** The oldest first, as the forge lists them. */
function ownIssues(known: readonly ForgeIssue[], issue: DriftIssue, login: string): readonly ForgeIssue[] {
  return known.filter(({ author, body }) => author === login && isIssueOf(issue, body));
}

class IssueKeeper {
  readonly #forge: Forge;
  readonly #lines: string[] = [];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(forge: Forge) {
    this.#forge = forge;
  }

  kept(): KeptIssues {
    return { lines: this.#lines, diagnostics: this.#diagnostics };
  }

  valueOf<T>(answer: ForgeAnswer<T>): T | null {
    if (answer.end === 'answer') return answer.value;
    const { name, repository } = this.#forge;
    const message = `The issues of ${escapeText(repository)} on ${name} are not as the report is: ${answer.diagnostic.message}`;
    this.#diagnostics.push(diagnostic('issue-not-kept', message, answer.diagnostic.origin));
    return null;
  }

  async open({ title, body }: DriftIssue): Promise<boolean> {
    const made = this.valueOf(await this.#forge.openIssue({ title, body, labels: [ISSUE_LABEL] }));
    if (made !== null) this.#tell('opened', made);
    return made !== null;
  }

  async close(twins: readonly ForgeIssue[]): Promise<void> {
    for (const twin of twins) {
      if (twin.isOpen) await this.#edit(twin, { isOpen: false }, 'closed, there is an older one:');
    }
  }

  async bringUpToDate(found: ForgeIssue, issue: DriftIssue): Promise<void> {
    const mayShorten = issue.isWhole || tellsAll(issue, found.body);
    const isOpen = issue.isOpen || (found.isOpen && !issue.isWhole);
    const edit: ForgeIssueEdit = {
      ...(found.title === issue.title ? {} : { title: issue.title }),
      ...(mayShorten && plainText(found.body) !== plainText(issue.body) ? { body: issue.body } : {}),
      ...(found.isOpen === isOpen ? {} : { isOpen }),
    };
    if (!mayShorten || (isOpen && !issue.isOpen))
      this.#lines.push(`left as it is, since not everything was read: ${escapeText(found.url)}`);
    if (Object.keys(edit).length === 0) return;
    const what = edit.isOpen === undefined ? 'brought up to date:' : isOpen ? 'opened again:' : 'closed:';
    await this.#edit(found, edit, what);
  }

  async #edit({ number }: ForgeIssue, edit: ForgeIssueEdit, what: string): Promise<void> {
    const made = this.valueOf(await this.#forge.editIssue(number, edit));
    if (made !== null) this.#tell(what, made);
  }

  #tell(what: string, { url }: ForgeIssue): void {
    this.#lines.push(`${what} ${escapeText(url)}`);
  }
}

/** As it is kept: forges end lines in their own way, and leave blanks at the end out. */
function plainText(body: string): string {
  return body.replaceAll('\r\n', '\n').trim();
}

function shortMark(fact: string): string {
  return createHash('sha256').update(fact).digest('hex').slice(0, 12);
}
