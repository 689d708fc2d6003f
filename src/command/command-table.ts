import type { Command } from './command.ts';

interface CommandEntry {
  /** One line for `bylaw --help`. */
  readonly summary: string;
  /** A command is loaded when it is called for: `check` does not pay for terraform, nor `--help` for anything. */
  readonly load: () => Promise<Command>;
}

/** Every command there is, in the order of `bylaw --help`. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  check: {
    summary: 'read and check the documents and run their expectations; with --live run them on the platform',
    load: async () => (await import('./check-command.ts')).check,
  },
  plan: {
    summary: 'show what an apply would change, and who gains and who loses what by it',
    load: async () => (await import('./plan-command.ts')).plan,
  },
  apply: {
    summary: 'make the live platform what the documents say, then read it again and prove it',
    load: async () => (await import('./apply-command.ts')).apply,
  },
  drift: {
    summary:
      'report what was changed outside: which line it contradicts, who did it, what access it gave or took',
    load: async () => (await import('./drift-command.ts')).drift,
  },
  access: {
    summary: 'answer who can do what, and why, from the documents or (--live) from the platform',
    load: async () => (await import('./access-command.ts')).access,
  },
  schema: {
    summary: 'print a JSON Schema for editors: of a platform, or of the workspace with its names',
    load: async () => (await import('./schema-command.ts')).schema,
  },
  import: {
    summary: 'write what is live as documents, or bring documents to what is live',
    load: async () => (await import('./import-command.ts')).importLive,
  },
  synth: {
    summary: 'write the documents as CDKTF stacks, without asking the platform; what `cdktf synth` runs',
    load: async () => (await import('./synth-command.ts')).synth,
  },
  provider: {
    summary:
      'put the provider for plain Terraform or OpenTofu where they find it, or make the files of a registry',
    load: async () => (await import('./provider-command.ts')).provider,
  },
  sandbox: {
    summary: 'play a platform on loopback, with its rules and its faults, over a database file',
    load: async () => (await import('./sandbox-command.ts')).sandbox,
  },
  demo: {
    summary: 'see it happen: check, plan, apply, drift and why, against a platform started just for this',
    load: async () => (await import('./demo-command.ts')).demo,
  },
};
