/** How the provider behaves, as its pages tell it: with resources, as a process, and under a debugger. */

/** What is true of all resources and would surprise who knows other providers. */
export const RESOURCE_BEHAVIOUR = `## How it behaves

- **One read.** The organization is read by its bulk lists once when the provider is configured; refreshing a resource
  costs no request, however many there are. Writes of the same run are followed in memory. What is not there when it is
  needed is read for once more before that is said: another provider or a script may have made it meanwhile.
- **A data source answers of now.** Before it answers, one small request asks whether anything has changed on the platform
  since it was read: by another alias, by a script of \`local-exec\`, by somebody at the console. Then it is read anew,
  once for all data sources that ask at a time. So give a data source that checks what a script does a \`depends_on\` of
  that script. A platform that counts no changes tells nothing of scripts; there, only other aliases are heard of.
- **Many resources.** Terraform asks for each of them by itself, ten at a time, and collects garbage all the while. A plan
  of a thousand takes a fifth less with \`TF_CLI_ARGS_plan=-parallelism=100\` and \`GOGC=400\` in its environment: the
  provider answers out of memory. An apply writes, so leave its parallelism as it is.
- **Names are the keys.** Nothing is named by an id that a platform made up, so a lost state is found again: creating
  what is there already takes it over, with a warning in the plan. What is left out stays as it is: no title is
  overwritten, and nobody who is deactivated comes back. It never takes anything away: where that would be needed, the
  plan fails and shows the \`import\` block to write.
- **A name is one thing, whatever the label.** Renaming a block, moving it into a module or changing its key, without a
  \`moved\` block, destroys and creates one and the same person: such a plan fails and shows the block to write. So does
  a plan with two blocks of one thing, new or both in the state (by an \`import\`, say), for each would take back what the
  other gives, and one with a roster and an assignment of one scope. Where a plan cannot know,
  the apply does not remove what it has itself taken over or written. To let go of something without removing it, or to
  pass it from a roster to assignments and back, use a \`removed\` block with \`destroy = false\`, apply, and then write
  the others. \`create_before_destroy\` with \`-replace\` cannot work here, for nothing is there twice: it is refused
  before anything is removed. Where a whole module is renamed, one \`moved\` block for the module does.
- **What something hangs on is not replaced by itself.** With \`-replace\`, \`replace_triggered_by\` or a taint, a person, a
  group, a role or a scope would be removed and made again under the same key, and roles, places in groups, rosters, all
  that lies in a scope, and what the block leaves out would be gone: what other blocks hold until the next apply, the
  rest for good. Such a plan fails and names all of it; only what the same run removes before does not count. To
  have something made anew with the blocks that stand on it, leave the replacement out (\`terraform untaint\`), then
  \`terraform destroy -target\` of it, which names all that goes, and then \`apply\`.
- **Aliases of one organization hear of each other** in one run of Terraform, so the same is true of two blocks of two
  provider aliases. Which of them are of one organization the platform says: it may be its slug in
  one and its id in the other, the address may be spelled in two ways, and each may have a name of its own for it. Two
  host names of one server are two platforms. They tell each other by a file in the temporary folder that only this user
  can read, without tokens. Under \`-debug\` they hear of each other only what an apply writes and removes: a plan does not
  see the other alias, and the apply still removes nothing that it has taken over.
- **What somebody renamed is the same thing.** A group, role or scope that got another name on the platform is found again
  by the id the platform has for it. The state follows; a block that still has the old name is refused, with the new
  one to write, instead of replacing the thing with its people. A state that never kept that id is told of what has the
  same title or most of the same people.
- **What the platform would refuse half-way is refused by the plan** where that is certain: a group in a group in itself,
  a roster that leaves an organization without the owner it must have, the last owner replaced by itself. Where a block that is planned later may still
  mend it, it is a warning.
- **What nobody reviewed is not undone.** Where somebody else changed the very thing between plan and apply, that
  resource fails and is left as it is; where somebody took it away, it is not given back.
- **What goes along is told.** Removing a scope, a member or a group takes along what hangs on it. The plan names what of
  it no block was seen for, and what a block that was planned before still has; what came since the plan stops the removal. In a plan of \`terraform destroy\` it may also name
  what blocks further on remove anyway.
- **A state belongs to one organization.** With another one in the provider block nothing in it is taken for gone: every
  resource fails, naming both.
- **\`terraform destroy\` plans the blocks first.** Where one of them is refused, \`terraform destroy -refresh=false\`, or
  \`-target\`, destroys what is in the state.
- **A creation that fails leaves no tainted resource**, so the next apply goes on instead of destroying. An update that
  fails keeps in the state what was done, and names one by one what was not.
- **Spelling is no difference.** \`Dan@Acme.com\` and \`dan@acme.com\` are one person where the platform says so, and
  \`documents:*\` is what it matches.
- **Order is Terraform's.** Refer to other resources (\`bylaw_role.release.name\`) instead of repeating names, and
  Terraform makes and removes things in an order that works.
- **What is not known before apply** may stand in every attribute; what depends on it is known after apply, too.
- **Ctrl-C** lets the write in flight end and begins no other. After a kill, plan again: what was done is taken over.
- The one name that cannot be a key of a map, \`__proto__\`, is written \`!__proto__\`.`;

/** What terraform and tofu have to do with the process. */
export const PROCESS_BEHAVIOUR = `## Terraform and OpenTofu

- **One package for both.** \`bylaw provider install\` puts the same files where each of them looks, under the name of its
  registry.
- **Version 6 of the plugin protocol, and no other.** Terraform since 1.0 and every OpenTofu ask for it. One that does not
  is told so in a sentence, and the provider ends with status 1. What later versions of the protocol add is skipped
  where it is not known. Functions need Terraform 1.8 or OpenTofu 1.7, identities in \`import\` blocks Terraform 1.12.
- **Started often, and quick at it.** Terraform starts a provider several times in each command and waits for its first
  line; what that line does not need is loaded after it.
- **Ctrl-C** reaches all processes of a terminal. The provider leaves it to Terraform, which asks it to stop: the request
  in flight ends, no other begins, and what was not begun is told resource by resource.
- **It does not outlive Terraform.** It ends when Terraform says so, when its last connection is gone, within a second
  when Terraform was killed, and after a minute when nobody ever called. What it is writing by then is finished first.
- **Killed itself**, even with \`kill -9\`, it leaves at most the request that was in flight, made but not in the state. The
  next plan finds it, and takes it over.
- **Proxies** are those of the environment, as for other providers: \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\`. The
  certificate of an authority of a company's own is named in \`NODE_EXTRA_CA_CERTS\`. Both where Terraform runs; the
  [connector](../connectors/access-api.md#behind-a-proxy) tells more.
- **The connection** is a socket in a folder of this user alone, with TLS where Terraform asks for it, which it does: the
  provider shows a certificate made for this one start, and lets in the one that Terraform announced.`;

export const MOCK_NOTES = `mock_provider "bylaw" {
  mock_resource "bylaw_group" {
    defaults = { id = "acme/qa" }
  }
}

run "qa_reads" {
  assert {
    condition     = bylaw_assignment.qa.roles == toset(["viewer"])
    error_message = "QA reads, and does nothing else."
  }
}`;

export const TESTING_NOTES = `## terraform test

What a \`run\` block has applied is destroyed in the end, also after a run that was refused. Against a platform that is
no more than a trial, so give the provider block of a test a \`url\` of its own.

Without a platform, \`mock_provider\` makes up what a platform would answer. Of an id it makes letters at random, and
\`"group:\${bylaw_group.qa.id}"\` is then no principal, as this provider says. So say what an id is to be:

\`\`\`hcl
${MOCK_NOTES}
\`\`\`

The configuration is checked as ever, but nothing of it against the platform: not who is there, not what a role may be
given on.`;

export const DEBUGGING_NOTES = `## Debugging

Started with \`-debug\`, the provider serves whatever Terraform is told of it, command after command, until Ctrl-C:

\`\`\`sh
cd ~/.terraform.d/plugins/registry.terraform.io/bylaw/bylaw/VERSION/SYSTEM
BYLAW_TOKEN=… node --inspect provider.cjs -debug
# Run terraform with this in its environment; Ctrl-C here ends the provider.
# TF_REATTACH_PROVIDERS='{"registry.terraform.io/bylaw/bylaw":{…}}'
\`\`\`

With that line in the environment of \`terraform\` or \`tofu\`, neither starts a provider nor looks for one in a lock file, and
\`init\` is not needed. The token is read where the provider runs. Each command reads the organization anew. Whoever can
reach the socket writes with that token, so it lies in a folder of this user alone.

Otherwise \`TF_LOG_PROVIDER=DEBUG\` shows what the provider logs; with \`-debug\` that is on its own stderr.`;
