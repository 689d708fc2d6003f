/** What a key of a rule is told. The kind says its shape in the schema, and which names in it have to be known. */
export type ParameterKind =
  | 'permissions'
  | 'roles'
  | 'members'
  | 'groups'
  | 'scopes'
  | 'domains'
  | 'names'
  | 'owners'
  | 'count'
  | 'expression'
  | 'milliseconds'
  | 'choice';

export interface RuleParameter {
  readonly kind: ParameterKind;
  readonly title: string;
  /** One sentence, for editors and for the page of rules. */
  readonly description: string;
  /** A rule without it says nothing. */
  readonly isRequired?: true;
  /**
   * What it means that there is more under the key, for who compares two versions of a rule: of a choice, that it is one of
   * the later ones, of which the first holds where nothing is written. Left out: nobody can say.
   */
  readonly more?: 'stricter' | 'weaker';
  /** Of a choice: what can be written. */
  readonly choices?: readonly string[];
}

export type RuleParameters = Readonly<Record<string, RuleParameter>>;
