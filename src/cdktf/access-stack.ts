import { join, relative, resolve } from 'node:path';
import type { Construct } from 'constructs';
import { App, LocalBackend, TerraformBackend, TerraformStack } from '../terraform/synth/library.ts';
import { Access, type AccessSettings, aliasOf } from './access-construct.ts';
import { AccessDocuments, type DocumentsConfig } from './access-documents.ts';
import { BylawProvider } from './blocks/provider-block.ts';

/** How documents make a stack. */
export interface AccessStackSettings extends AccessSettings {
  /**
   * Gives the stack its backend: `(stack) => new S3Backend(stack, { … })`. Left out, and where no backend is added to
   * the stack by other means: a local file where CDKTF puts it, named relative to the stack so that it is the same
   * place on any machine.
   */
  readonly backend?: ((stack: TerraformStack) => TerraformBackend) | undefined;
}

/** Which documents, and how they make a stack. */
export type AccessStackFilesConfig = DocumentsConfig & AccessStackSettings;

/** Documents that were read before, and how they make a stack. */
export interface AccessStackConfig extends AccessStackSettings {
  readonly documents: AccessDocuments;
}

/** A stack of documents: of the organization that is named, or of all that are written. Other constructs can join it. */
export class AccessStack extends TerraformStack {
  /** By name. Empty where the documents could not be read. */
  readonly organizations: ReadonlyMap<string, Access>;
  readonly #documents: AccessDocuments;

  /** Reads documents into a stack. For several stacks, read them once and use the constructor. */
  static fromFiles(scope: Construct, id: string, config: AccessStackFilesConfig): AccessStack {
    return new AccessStack(scope, id, { ...config, documents: AccessDocuments.read(config) });
  }

  constructor(scope: Construct, id: string, config: AccessStackConfig) {
    super(scope, id);
    const { documents, organization, provider, dependsOn, backend } = config;
    this.#documents = documents;
    const names = organization === undefined ? documents.organizations : [organization];
    const several = names.length > 1;
    if (several && provider instanceof BylawProvider)
      throw new Error(
        `${id}: one provider block serves one organization, and these are ${names.join(', ')}.`,
      );
    const settings = (name: string) =>
      several && !(provider instanceof BylawProvider) ? { alias: aliasOf(name), ...provider } : provider;
    const made = names.map(
      (name) =>
        new Access(this, name, { documents, organization: name, provider: settings(name), dependsOn }),
    );
    if (names.length === 0) made.push(new Access(this, 'access', { documents, provider, dependsOn }));
    this.organizations = new Map(made.map((access) => [access.organization, access]));
    backend?.(this);
  }

  /** The organization, where the stack has one. */
  get access(): Access {
    const [first, ...more] = this.organizations.values();
    if (first === undefined || more.length > 0)
      throw new Error(`${this.node.id} has ${[...this.organizations.keys()].join(', ')}: say which.`);
    return first;
  }

  /** One of the organizations by name. One that is not written is told when the stack is synthesized. */
  organization(name: string): Access {
    const known = this.organizations.get(name) ?? this.node.tryFindChild(name);
    if (known instanceof Access) return known;
    return new Access(this, name, { documents: this.#documents, organization: name });
  }

  override ensureBackendExists(): TerraformBackend {
    const own = this.node.findAll().find((one): one is TerraformBackend => TerraformBackend.isBackend(one));
    if (own !== undefined) return own;
    const folder = join(resolve(App.of(this).outdir), 'stacks', this.node.id);
    const file = relative(folder, resolve(`terraform.${this.node.id}.tfstate`));
    return new LocalBackend(this, { path: file });
  }
}
