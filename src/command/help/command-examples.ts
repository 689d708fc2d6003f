import { known } from '../../source/known.ts';

/** A command line as somebody would type it, and what it is for. */
export interface CommandExample {
  readonly line: string;
  readonly says: string;
}

const example = (line: string, says: string): CommandExample => ({ line, says });

/**
 * What `bylaw COMMAND --help` and the manual page end with, by the command's name. A file of its own, since only they
 * read it. Each line is one that the command understands; a test asks that.
 */
const COMMAND_EXAMPLES: Readonly<Record<string, readonly CommandExample[]>> = {
  check: [
    example('bylaw check', 'what is wrong with the documents, without a platform and without a token'),
    example('bylaw check --at 2027-01-01', 'whether they still hold on New Year’s Day'),
    example('bylaw check --format sarif > check.sarif', 'findings for a code scanning page'),
  ],
  plan: [
    example('bylaw plan acme', 'who would gain and who would lose what'),
    example('bylaw plan acme --out acme.plan --markdown', 'a plan to apply later, and a text for its review'),
  ],
  diff: [
    example('bylaw diff --base origin/main', 'what this branch changes of anybody’s access'),
    example('bylaw diff --base ../before --two-dot', 'the same against a folder'),
    example(
      'bylaw diff reviewed.plan acme.plan',
      'what a plan made later does that the reviewed one did not',
    ),
  ],
  review: [
    example('bylaw review --base origin/main', 'in a job of a pull request: a comment, and marks on lines'),
    example('bylaw review --base origin/main --forge none --markdown', 'the comment, to be read here'),
    example('bylaw review --post review.json --change 12', 'writes what a job without a token has found'),
  ],
  assert: [
    example('bylaw assert no-new-access --base origin/main', 'fails where somebody gains something'),
    example(
      'bylaw assert only members:invite --on acme --for ana@acme.example',
      'fails where anybody else may do that',
    ),
    example('bylaw assert no-outsiders --domain acme.example', 'fails where an outsider has access'),
  ],
  apply: [
    example('bylaw apply acme', 'plans once more, and does it'),
    example('bylaw apply acme.plan', 'does what was reviewed, and nothing else'),
    example(
      'bylaw apply --resume .bylaw/journal/acme/2026-11-30T02-04-42-933Z-d6d08c82.jsonl',
      'goes on after a kill',
    ),
  ],
  drift: [
    example('bylaw drift', 'what was changed behind the documents, and by whom if the platform says so'),
    example(
      'bylaw drift acme --since 2026-11-01 --json',
      'the same for a program, with changes from that day on',
    ),
    example(
      'bylaw drift --previous drift.json --report drift.json --report drift.html',
      'for a job at night: what is new since the last run, and what recovered',
    ),
    example(
      'bylaw drift --issue --forge github --repository acme/access',
      'keeps an issue while there is drift',
    ),
  ],
  history: [example('bylaw history acme', 'who applied what, when and for which commit')],
  undo: [
    example(
      'bylaw undo .bylaw/journal/acme/2026-11-30T02-04-42-933Z-d6d08c82.jsonl',
      'shows the plan that takes an apply back',
    ),
  ],
  expiring: [example('bylaw expiring --within 14d', 'what ends in the next two weeks')],
  reviews: [
    example('bylaw reviews --within 30d', 'which grants are to be looked at in the next month, and by whom'),
    example('bylaw reviews --owner ana@acme.example', 'what waits for one reviewer'),
  ],
  decide: [
    example(
      'bylaw decide keep "bo@acme.example in group qa" --by ana@acme.example --write',
      'writes the decision into the documents',
    ),
  ],
  extend: [
    example(
      'bylaw extend "bo@acme.example in group qa" --until 2027-03-31',
      'shows the change that lets a grant end later',
    ),
  ],
  report: [
    example('bylaw report acme --out access.html', 'a page for auditors: who can do what, and why'),
    example('bylaw report --merge shard-1.json shard-2.json --markdown', 'one report of several shards'),
  ],
  access: [
    example('bylaw access who members:invite acme', 'everybody who may do that'),
    example('bylaw access what ana@acme.example', 'all that one person may do'),
    example('bylaw access why ana@acme.example members:invite acme', 'through which lines, or why not'),
  ],
  schema: [
    example('bylaw schema --platform lumoauth > acme.schema.json', 'what an editor completes documents by'),
  ],
  init: [
    example(
      'bylaw init acme --platform lumoauth --url https://iam.acme.example',
      'a workspace of what there is now, ready for pull requests',
    ),
    example('bylaw init --dry-run', 'what would be written for the organization that has this repository'),
  ],
  import: [
    example(
      'bylaw import acme --platform lumoauth --url https://iam.acme.example',
      'documents of what there is now',
    ),
    example('bylaw import --from peribolos org.yaml', 'documents of another tool’s file'),
  ],
  synth: [
    example(
      'bylaw synth --out infrastructure/access',
      'the Terraform configuration, for a pipeline that has its own',
    ),
  ],
  provider: [example('bylaw provider install', 'puts the provider where terraform finds it')],
  sandbox: [example('bylaw sandbox acme --file acme.db', 'a platform on this machine to try things on')],
  completion: [
    example('bylaw completion bash > /etc/bash_completion.d/bylaw', 'completes words from the next shell on'),
  ],
  connector: [
    example(
      'bylaw connector test connectors/acme.yaml --platform platforms/acme.yaml --url https://acme.example',
      'whether a connector file reads all there is, and as the platform means it',
    ),
    example(
      'bylaw connector test connectors/acme.yaml acme --badge',
      'the same of an organization of the workspace',
    ),
    example(
      'bylaw connector test connectors/acme.yaml scratch --writes --throw-away scratch',
      'each kind of write too, in an organization that nobody needs',
    ),
    example(
      'bylaw connector badge connectors/acme.yaml',
      'whether the file is still the one that was tested',
    ),
  ],
  doctor: [
    example('bylaw doctor', 'whether tokens, engine, state, clock and API are in order'),
    example('bylaw doctor acme --json', 'the same of one organization, for a program'),
  ],
  demo: [example('bylaw demo', 'the whole way in a minute, on a platform started for it')],
};

export function examplesOf(command: string): readonly CommandExample[] {
  return known(COMMAND_EXAMPLES[command], `examples of bylaw ${command}`);
}
