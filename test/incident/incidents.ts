/**
 * What went wrong with programs of this kind, as their own users tell it. Each is replayed against Bylaw in
 * `incidents.test.ts`; `docs/incidents.md` is made from this table. `tf` is integrations/terraform-provider-github.
 */
export interface Incident {
  /** Where it is told. */
  readonly source: string;
  /** What happened, in one or two sentences. */
  readonly happened: string;
  /** What Bylaw does with the same, in one or two sentences; what the test shows. */
  readonly here: string;
}

export const INCIDENTS = {
  'one bad file': {
    source: 'kubernetes/org#4365',
    happened: 'One bad file removed members and repositories from everything under its teams.',
    here: 'What can be seen in the file is refused by `check`. What still reads well is stopped by the limits on removals, before anything is sent.',
  },
  'the limit that nobody could lift': {
    source: 'kubernetes/org#2094',
    happened: 'The limit on removals blocked a clean-up that was wanted, and there was no way past it.',
    here: 'The message has the exception to write. With it in a reviewed file the same apply goes through; one removal more, and it does not.',
  },
  'the dry run that wrote': {
    source: 'github/safe-settings#339',
    happened: 'A re-run of the check of a pull request applied the branch.',
    here: 'Only `apply` has anything that can write. `check`, `plan` and `drift` work with a token that may only read, and send nothing else, however often they run.',
  },
  'arc and ARC': {
    source: 'github/safe-settings#310',
    happened: 'Teams were deleted because names were compared with their letter case.',
    here: 'A name in another case is the same team: nothing is planned for it. Two names that differ in nothing else are an error of `check`.',
  },
  'the tidy-up': {
    source: 'ministryofjustice/github-collaborators#250',
    happened:
      'A script that tidied up took people with an unaccepted or expired invitation, and administrators, off repositories.',
    here: 'An invitation is a state of its own: who waits stays, and what an organization’s owners can do anyway is no grant that is missing in the documents.',
  },
  'the exception that had ended': {
    source: 'kyverno/kyverno#17473',
    happened:
      'Exceptions that had ended went on to hold where their end was not looked at: in five of seven places.',
    here: 'One function says whether an exception holds, and everything asks it: `check`, `plan`, `apply`, and a plan that was saved while it held.',
  },
  'two runs at once': {
    source: 'openshift/release#18972',
    happened: 'Runs that overlapped removed people and added them again.',
    here: 'An organization has a lock. The second run waits, plans on what the first one left, and finds nothing to do.',
  },
  'the freed login': {
    source: 'tf#298, tf#524',
    happened: 'Somebody renamed an account. A stranger took the old login, and got the access.',
    here: 'Bylaw knows people by their number. The person stays, and the stranger under the old login gets nothing.',
  },
  'one account that is gone': {
    source: 'kubernetes/test-infra#14321, istio/community#1775',
    happened: 'One deleted account stopped everything, removals of others among it.',
    here: 'It is an outcome of that line. Everything else of the plan is made, and the run ends with an error that names the line.',
  },
  'the list that could not be read': {
    source: 'github/safe-settings#1045',
    happened: 'A list could not be fetched, counted as empty, and what was on it was handled as absent.',
    here: 'What could not be read is unknown. Nothing of that kind is planned, and the run says which permission it lacks.',
  },
  'the invitation of two years ago': {
    source: 'kubernetes/test-infra#20872, tf#3645',
    happened:
      'An invitation that had run out went on counting as one that waits, so nobody was invited again.',
    here: 'It is known to have run out, and is sent again; a person who lets two run out is not asked a third time.',
  },
  'the run that could not look': {
    source: 'lnccbrown/HSSM#1220',
    happened: 'A report of drift was closed by a run that could not look at the platform.',
    here: 'A run that could not read ends with an error. It never says that there is no drift.',
  },
  'the temporary grant': {
    source: 'Bylaw',
    happened: 'A grant that was meant for a day stayed for years, because nothing took it away.',
    here: 'A grant has an end in the file. From that second on `plan` removes it and `drift` reports it, though no file has changed.',
  },
  'another organization under the same name': {
    source: 'Bylaw',
    happened:
      'A URL was changed, or copied from another file, and the documents of one organization were applied to another.',
    here: 'Where an organization was applied last is kept. Elsewhere it is refused until a reviewed exception names the new place.',
  },
  'the policy that did not run': {
    source: 'HCP Terraform, policy results',
    happened:
      'Policies were evaluated for successful plans alone. Where a plan failed, or there was none, nobody heard of them.',
    here: 'Rules judge each run: a plan that is empty, one that guard rails refuse, and documents of which no plan could be made. A rule that cannot be judged is an error, and holds back all that gives somebody something.',
  },
  'the members of the child team': {
    source: 'tf#168, tf#2004, tf#3497',
    happened:
      'People of a child team were read as people of its parent. Each plan took them out of the parent, where they had never been.',
    here: 'A team has the people who are in it itself. Those of its child teams, and what comes down from a parent, are no difference.',
  },
  'the owner who can do it anyway': {
    source: 'tf#85, tf#1046, tf#2781',
    happened:
      'An owner is a maintainer of each team, and everybody has the base permission. Both came back as differences, and were taken away again and again.',
    here: 'What a place gives anyway is no grant: it is neither planned away nor missing.',
  },
  'the approval that a rebase lost': {
    source: 'runatlantis/atlantis#6037',
    happened:
      'An approval of what a policy had found was lost with each rebase, though the plan was the same, so people approved without looking.',
    here: 'An acknowledgement belongs to what was found, not to a commit. It holds wherever the lines stand, and dies when the finding grows.',
  },
  'the watch that stopped after a failure': {
    source: 'HCP Terraform, health assessments',
    happened: 'After a run that failed, drift was looked at no more: just when it was most likely.',
    here: '`drift` asks nothing of the run before. After an apply that failed it says what is not as it should be.',
  },
  'the removal that nobody made': {
    source: 'Bylaw',
    happened:
      'A review was closed with the word “revoked”, and the access stayed: nothing had taken it away.',
    here: 'What a review revokes has ended, and the next apply removes it. `bylaw reviews --live` says done only of what it does not find.',
  },
} as const satisfies Readonly<Record<string, Incident>>;

export type IncidentName = keyof typeof INCIDENTS;
