import type { CommandEntry } from './command.ts';

/** Every command there is, in the order of `bylaw --help`. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  check: {
    summary: 'read and check the documents and run their expectations; with --live run them on the platform',
    load: async () => (await import('./check-command.ts')).check,
  },
  plan: {
    summary: 'show what an apply would change, and who gains and who loses what',
    load: async () => (await import('./plan-command.ts')).plan,
  },
  diff: {
    summary: 'show who gains and who loses what by a change, against --base; no platform and no token needed',
    load: async () => (await import('./diff-command.ts')).diff,
  },
  review: {
    summary:
      'review a change for its pull request, against --base: one comment kept up to date, marks on lines and on the commit',
    load: async () => (await import('./review-command.ts')).review,
  },
  assert: {
    summary:
      'assert for CI: no new access and no weaker rules against --base, a permission for nobody else, no outsiders',
    load: async () => (await import('./assert-command.ts')).assert,
  },
  apply: {
    summary: 'make the platform match the documents, then read it again and prove it',
    load: async () => (await import('./apply-command.ts')).apply,
  },
  drift: {
    summary:
      'report what changed outside Bylaw: the line it contradicts, who did it, the access it gave or took',
    load: async () => (await import('./drift-command.ts')).drift,
  },
  history: {
    summary: 'list the applies that stand in journals: who ran them, what they did and why, of which commit',
    load: async () => (await import('./history-command.ts')).history,
  },
  undo: {
    summary: 'show what takes an apply back, by its journal, and what cannot be taken back; --apply does it',
    load: async () => (await import('./undo-command.ts')).undo,
  },
  expiring: {
    summary: 'list what ends soon and what is to be reviewed, over all organizations',
    load: async () => (await import('./expiring-command.ts')).expiring,
  },
  reviews: {
    summary:
      'list by owner which grants are to be reviewed, what was decided, and (--live) what is still there',
    load: async () => (await import('./reviews-command.ts')).reviews,
  },
  decide: {
    summary: 'keep or revoke a grant in its review: prints the small edit as a patch, or writes it',
    load: async () => (await import('./decide-command.ts')).decide,
  },
  extend: {
    summary: 'give a grant that ends a later end: prints the small edit as a patch, or writes it',
    load: async () => (await import('./extend-command.ts')).extend,
  },
  report: {
    summary: 'put the reports that jobs wrote with --shard --json together, as one report of the whole',
    load: async () => (await import('./report-command.ts')).report,
  },
  access: {
    summary: 'answer who can do what, and why, from the documents or (--live) from the platform',
    load: async () => (await import('./access-command.ts')).access,
  },
  schema: {
    summary: 'print a JSON Schema for editors: of a platform, or of the workspace with its names',
    load: async () => (await import('./schema-command.ts')).schema,
  },
  init: {
    summary: 'begin: read an organization, write workspace, documents, workflows and CODEOWNERS, and plan',
    load: async () => (await import('./init-command.ts')).init,
  },
  import: {
    summary: 'write what is live as documents, or update documents to match it',
    load: async () => (await import('./import-command.ts')).importLive,
  },
  synth: {
    summary: 'write the documents as CDKTF stacks, without reading the platform; what `cdktf synth` runs',
    load: async () => (await import('./synth-command.ts')).synth,
  },
  provider: {
    summary: 'install the provider for plain Terraform or OpenTofu, or make the files for a registry',
    load: async () => (await import('./provider-command.ts')).provider,
  },
  sandbox: {
    summary: 'run a platform on this machine, with its rules and with faults, over a database file',
    load: async () => (await import('./sandbox-command.ts')).sandbox,
  },
  connector: {
    summary: 'test a connector file on a live platform, say whether its badge still fits, or draft a file',
    load: async () => (await import('./connector-command.ts')).connector,
  },
  completion: {
    summary: 'print what bash, zsh or fish reads to complete command lines of bylaw',
    load: async () => (await import('./completion-command.ts')).completionOf(COMMANDS),
  },
  doctor: {
    summary: 'check tokens, engine, state, clock and API before they stop an apply; says what it cannot tell',
    load: async () => (await import('./doctor-command.ts')).doctor,
  },
  demo: {
    summary: 'show check, plan, apply, drift and why, on a platform started just for this',
    load: async () => (await import('./demo-command.ts')).demo,
  },
};
