import { compile } from '../compile/compile.ts';
import type { Desired } from '../compile/desired.ts';
import { lintErrors } from '../compile/lint/as-of-now.ts';
import { isExpectationMet } from '../expectation/expectation.ts';
import { lookAtDocuments } from '../expectation/look.ts';
import { readWholeFile } from '../file/read-file.ts';
import type { OrganizationDocument } from '../policy/document-types.ts';
import { createPolicy } from '../policy/policy.ts';
import { type OrganizationReviews, reviewOrganizations } from '../review/review-organizations.ts';
import { decodeText } from '../source/decode-text.ts';
import { type Diagnostic, hasErrors } from '../source/diagnostic.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { readYaml } from '../source/yaml.ts';
import { checkFor } from './built-checks.ts';
import { readSchemaFiles } from './schema-files.ts';
import type { Workspace } from './workspace.ts';
import { writtenPeople } from './written-policies.ts';

interface TrialFile {
  readonly file: string;
  readonly text: string;
  readonly documents: readonly SourceDocument[];
}

interface CompiledTrial {
  readonly document: OrganizationDocument;
  readonly desired: Desired;
  /** Null where nothing is reviewed. */
  readonly reviews: OrganizationReviews | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and compiles one organization of a workspace with other texts in place of its files. Writes nothing. */
export class EditTrials {
  readonly #workspace: Workspace;
  readonly #desired: Desired;
  readonly #document: OrganizationDocument;
  readonly #policy = createPolicy(readSchemaFiles(), checkFor);
  #files: readonly TrialFile[] | null = null;
  #now: readonly string[] | null = null;

  constructor(workspace: Workspace, desired: Desired, document: OrganizationDocument) {
    this.#workspace = workspace;
    this.#desired = desired;
    this.#document = document;
  }

  /** As they are now; one that cannot be read is left out. */
  files(): readonly TrialFile[] {
    this.#files ??= this.#document.files.flatMap((file): readonly TrialFile[] => {
      const bytes = readWholeFile(file);
      const text = bytes.ok ? decodeText(bytes.value, file) : bytes;
      const documents = text.ok ? readYaml(text.value, file) : text;
      return text.ok && documents.ok ? [{ file, text: text.value, documents: documents.value }] : [];
    });
    return this.#files;
  }

  /** Null where it does not compile any more. */
  compiled(texts: ReadonlyMap<string, string>) {
    const trial = this.#compiled(texts);
    if (trial === null) return null;
    const notes = (): readonly string[] => {
      this.#now ??= this.#against({
        document: this.#document,
        desired: this.#desired,
        reviews: this.#workspace.reviews.get(this.#document.name) ?? null,
        diagnostics: this.#workspace.diagnostics,
      });
      const before = new Set(this.#now);
      return this.#against(trial).filter((note) => !before.has(note));
    };
    const { desired, reviews } = trial;
    return { desired, reviews, resources: desired.resources, notes };
  }

  #compiled(texts: ReadonlyMap<string, string>): CompiledTrial | null {
    const documents: SourceDocument[] = [];
    for (const { file, documents: written } of this.files()) {
      const text = texts.get(file);
      const read = text === undefined ? null : readYaml(text, file);
      if (read?.ok === false) return null;
      documents.push(...(read?.value ?? written));
    }
    const read = this.#policy.readOrganizations(documents, this.#workspace.platforms);
    const found = read.ok ? read.value.find(({ name }) => name === this.#document.name) : undefined;
    if (found === undefined || hasErrors(read.diagnostics)) return null;
    const { platform, instant } = this.#desired;
    const others = this.#workspace.documents.filter((one) => one !== this.#document);
    const { platforms, rules } = this.#workspace;
    const reviewed = reviewOrganizations([found, ...others], platforms, instant, writtenPeople(rules));
    const document = reviewed.documents[0] ?? found;
    const reviews = reviewed.reviews.get(found.name) ?? null;
    const desired = compile(document, platform, instant);
    if (!desired.ok || this.#isStopped(document, desired.value)) return null;
    return { document, desired: desired.value, reviews, diagnostics: desired.diagnostics };
  }

  /** By a lint rule that this workspace makes an error: it could not be read any more. */
  #isStopped(document: OrganizationDocument, desired: Desired): boolean {
    const { lint } = this.#workspace.document;
    return hasErrors(lintErrors(document, desired, lint));
  }

  /** What speaks against documents that compile: expectations, and ends of windows that break an invariant. */
  #against({ document, desired, diagnostics }: CompiledTrial): readonly string[] {
    const expectations = this.#workspace.expectations.get(desired.organization);
    const looked = expectations.length === 0 ? null : lookAtDocuments({ expectations, desired, document });
    const unmet = looked?.ok === true ? looked.value.findings.filter((one) => !isExpectationMet(one)) : [];
    const broken = diagnostics.filter(({ code }) => code === 'invariant-broken');
    return [
      ...broken.map(({ message }) => message),
      ...unmet.map(({ expectation }) => `the expectation "${expectation.name}" would not hold`),
    ];
  }
}
