import { Construct } from 'constructs';
import { buildAccess } from '../access/build-access.ts';
import { permissionNamed } from '../platform/permission-instances.ts';
import { memberId } from '../resource/identifiers.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { known } from '../source/known.ts';
import { quote } from '../source/quote.ts';
import { sentences } from '../source/sentences.ts';
import { blockName } from '../terraform/synth/block-name.ts';
import {
  Annotations,
  App,
  AssetType,
  type ITerraformDependable,
  TerraformAsset,
  TerraformStack,
  Token,
} from '../terraform/synth/library.ts';
import { AccessDocuments, type DeclaredOrganization, type DocumentsConfig } from './access-documents.ts';
import { AccessRow } from './access-row.ts';
import { AccessRows } from './access-rows.ts';
import { BylawProvider, type BylawProviderConfig } from './blocks/provider-block.ts';
import { desiredRows } from './desired-rows.ts';
import { diagnosticPhrases } from './diagnostic-phrases.ts';
import { requireManagedOnce } from './managed-once.ts';
import type { RowAttributes, RowType } from './row-types.ts';
import { spliceIntoStack } from './splice-into-stack.ts';
import {
  absentMarkWarnings,
  incompleteBlockErrors,
  settingWithoutBlockErrors,
  unmanagedStayWarnings,
} from './terraform-limits.ts';

/** Settings of the provider block that the workspace does not say, or says otherwise. */
export type ProviderSettings = Partial<Omit<BylawProviderConfig, 'organization'>>;

/** How documents stand in a stack. */
export interface AccessSettings {
  /** Which organization of the documents. Left out: the only one. */
  readonly organization?: string | undefined;
  /** A provider block of your own, or settings of the one that is made. Its `organization` is that of the documents. */
  readonly provider?: BylawProvider | ProviderSettings | undefined;
  /** What every row waits for, in the same stack. */
  readonly dependsOn?: readonly ITerraformDependable[] | undefined;
}

/** Which documents, and how they stand in a stack. */
export type AccessFilesConfig = DocumentsConfig & AccessSettings;

/** Documents that were read before, and how they stand in a stack. */
export interface AccessConfig extends AccessSettings {
  readonly documents: AccessDocuments;
}

/**
 * One organization as its documents have it, in anybody's stack: a provider block, and the rows. What is wrong with the
 * documents fails `app.synth()` as validations do, all at once and each at its line; what is only remarkable is an
 * annotation.
 */
export class Access extends Construct {
  /** The name of the organization; empty where there is none to be found, which fails the synthesis. */
  readonly organization: string;
  readonly provider: BylawProvider;
  readonly rows: AccessRows;
  readonly #written: DeclaredOrganization | null;
  readonly #problems: string[] = [];
  readonly #documents: AccessDocuments;

  /** Reads documents into a construct of one stack. For several constructs, read them once and use the constructor. */
  static fromFiles(scope: Construct, id: string, config: AccessFilesConfig): Access {
    return new Access(scope, id, { ...config, documents: AccessDocuments.read(config) });
  }

  constructor(scope: Construct, id: string, config: AccessConfig) {
    super(scope, id);
    const { documents, dependsOn = [] } = config;
    const stack = TerraformStack.of(this);
    if (Token.isUnresolved(config.organization))
      throw new Error(
        'organization is a reference that only Terraform knows; documents are read before that.',
      );
    this.#documents = documents;
    this.organization = config.organization ?? (documents.organizations.length === 1 ? only(documents) : '');
    this.#written = documents.find(this.organization);
    if (this.#written === null && documents.errors.length === 0) this.#problems.push(this.#unknown(config));
    this.provider = this.#providerOf(config.provider ?? {});
    this.rows = new AccessRows(this, 'rows');
    for (const { after, ...row } of this.#written === null ? [] : desiredRows(this.#written.desired))
      this.rows.put(new AccessRow(stack, row), after);
    const tell = isFirst(documents, stack);
    this.node.addValidation({ validate: () => [...(tell ? documents.errors : []), ...this.#problems] });
    const annotations = Annotations.of(this);
    if (isFirst(documents, App.of(this))) for (const one of documents.warnings) annotations.addWarning(one);
    if (this.#written !== null) {
      const { desired } = this.#written;
      this.#problems.push(...diagnosticPhrases(incompleteBlockErrors(desired)));
      this.#problems.push(...diagnosticPhrases(settingWithoutBlockErrors(desired)));
      for (const one of diagnosticPhrases(absentMarkWarnings(desired))) annotations.addWarning(one);
      for (const one of diagnosticPhrases(unmanagedStayWarnings(desired))) annotations.addInfo(one);
    }
    requireManagedOnce(this);
    spliceIntoStack(stack, {
      rows: this.rows,
      problems: () => [...documents.errors, ...this.#problems],
      alias: () => this.provider.alias ?? null,
      dependsOn,
    });
  }

  /** A scope by its path, which may leave out the organization: `units/emea`. */
  scope(path: string): AccessRow<'bylaw_scope'> {
    return this.#row('bylaw_scope', 'scope', [this.#below(path), path]);
  }

  /** A custom role by its name. */
  role(name: string): AccessRow<'bylaw_role'> {
    return this.#row('bylaw_role', 'role', [`${this.organization}/${name}`]);
  }

  /** A group by its name or, where it lives on another scope than the organization, by its path: `acme/units/emea/qa`. */
  group(name: string): AccessRow<'bylaw_group'> {
    return this.#row('bylaw_group', 'group', [this.#below(name), name]);
  }

  /** A person of the organization, or of a scope that has members of its own. */
  member(member: string, scope: string = this.organization): AccessRow<'bylaw_member'> {
    const compare = this.#written?.desired.platform.members.compare ?? 'exact';
    return this.#row('bylaw_member', 'member', [`${scope}|${memberId(member, compare)}`]);
  }

  /** What one principal holds on one scope, where assignments are declared: `('acme', 'group:acme/qa')`. */
  assignment(scope: string, principal: string): AccessRow<'bylaw_assignment'> {
    return this.#row('bylaw_assignment', 'assignment', [`${scope}|${principal}`]);
  }

  /** Everything that is held on one scope, where assignments are owned in full. */
  roster(scope: string = this.organization): AccessRow<'bylaw_roster'> {
    return this.#row('bylaw_roster', 'roster', [scope, this.#below(scope)]);
  }

  /**
   * Who may do something by the documents, through groups and roles and from scopes above, in byte order. For an output
   * or a policy of your own; what is live is told by a `DataBylawAccess`.
   */
  whoCan(permission: string, scope: string = this.organization): readonly string[] {
    if (this.#written === null) return [];
    const { platform, resources } = this.#written.desired;
    const effectiveAccess = buildAccess(platform, resources);
    if (permissionNamed(platform, permission) === undefined) {
      this.#say('permission', permission, [...platform.permissions.keys()]);
      return [];
    }
    if (!effectiveAccess.scopes.includes(scope)) {
      this.#say('scope', scope, effectiveAccess.scopes);
      return [];
    }
    return effectiveAccess.who(permission, scope);
  }

  /** What nobody wrote is told when the stack is synthesized, with everything else that is wrong; until then it stands. */
  #row<T extends RowType>(type: T, what: string, keys: readonly [string, ...string[]]): AccessRow<T> {
    for (const key of keys) {
      const row = this.rows.find(type, key);
      if (row !== undefined) return row;
    }
    if (this.#written !== null)
      this.#say(
        what,
        known(keys.at(-1), 'the name that was asked for'),
        this.rows.of(type).map(({ key }) => key),
      );
    const [key] = keys;
    const attributes = {} as RowAttributes[T];
    return new AccessRow<T>(TerraformStack.of(this), { type, key, attributes, place: '' });
  }

  #say(what: string, name: string, written: readonly string[]): void {
    const short = written.map((key) => key.slice(this.organization.length + 1));
    const said = `The documents of ${this.organization} have no ${what} ${quote(name)}.`;
    this.#problems.push(sentences(said, didYouMean(name, [...written, ...short])));
  }

  #below(path: string): string {
    return `${this.organization}/${path}`;
  }

  #unknown({ organization, documents }: AccessConfig): string {
    const known = documents.organizations;
    const listed = known.length === 0 ? 'They declare none.' : `They declare ${known.join(', ')}.`;
    if (organization === undefined) return `The documents do not say which organization is meant. ${listed}`;
    return `The documents declare no organization ${quote(organization)}. ${didYouMean(organization, known) ?? listed}`;
  }

  #providerOf(given: BylawProvider | ProviderSettings): BylawProvider {
    if (given instanceof BylawProvider) return given;
    const { connection = null, platformFile = null, connectorFile = null, desired } = this.#written ?? {};
    const { url: written, 'token-env': variable, ...own } = connection?.settings ?? {};
    const url = given.url ?? (typeof written === 'string' ? written : undefined);
    const { settings, connector } = given;
    const nowhere = [connection ?? undefined, url, settings, connector].every((one) => one === undefined);
    if (nowhere && this.#documents.errors.length === 0 && this.#written !== null)
      this.#problems.push(
        `Nothing says where ${this.organization} is: write its url in the workspace, or give provider: { url }.`,
      );
    const asset = (id: string, path: string): string =>
      new TerraformAsset(this, id, { path, type: AssetType.FILE }).path;
    const platform = platformFile === null ? (desired?.platform.name ?? '') : asset('platform', platformFile);
    const remote = connection?.remote;
    return new BylawProvider(this, 'provider', {
      ...(connection === null
        ? {}
        : {
            connector: connectorFile === null ? connection.connector : asset('connector', connectorFile),
          }),
      ...(typeof variable === 'string' ? { tokenEnv: variable } : {}),
      ...(Object.keys(own).length === 0 ? {} : { settings: JSON.stringify(own) }),
      ...(remote === undefined || remote === this.organization ? {} : { remote }),
      platform,
      ...given,
      ...(url === undefined ? {} : { url }),
      organization: this.organization,
    });
  }
}

const TOLD = new WeakMap<Construct, Set<AccessDocuments>>();

/** Several organizations of the same documents: what there is to say of all of them is said once. */
function isFirst(documents: AccessDocuments, where: Construct): boolean {
  const told = TOLD.get(where) ?? new Set();
  TOLD.set(where, told);
  if (told.has(documents)) return false;
  told.add(documents);
  return true;
}

function only({ organizations }: AccessDocuments): string {
  return known(organizations[0], 'the only organization');
}

/** A name as an alias of a provider block may be. */
export function aliasOf(organization: string): string {
  return /^[a-z][a-z0-9_]*$/.test(organization) ? organization : blockName(`bylaw|${organization}`);
}
