/** What a key of a rule is told. The kind says its shape in the schema, and which names in it have to be known. */
export type ParameterKind =
  | 'permissions'
  | 'roles'
  | 'members'
  | 'groups'
  | 'scopes'
  | 'domains'
  | 'names'
  | 'files'
  | 'count'
  | 'choice';

export interface RuleParameter {
  readonly kind: ParameterKind;
  readonly title: string;
  /** One sentence, for editors and for the page of rules. */
  readonly description: string;
  /** A rule without it says nothing. */
  readonly isRequired?: true;
  /** Of a choice: what can be written. */
  readonly choices?: readonly string[];
}

export type RuleParameters = Readonly<Record<string, RuleParameter>>;
