/** How the provider behaves, as its pages tell it: with resources, as a process, and under a debugger. */

/** What a connector file changes, after an example of a block that names one. */
export const CONNECTOR_FILE_NOTES = `A platform that no connector is for is reached by a
[connector file](../connectors/described.md), often with a platform file beside it. \`connector\` takes its path as \`platform\`
takes that of a platform file: from the folder in which Terraform runs, or with \`\${path.module}\`.

- **The file is checked with the block.** Each fault is an error of \`terraform validate\` at the block, with file, line, column
  and code. What stops a read names the list and the rule.
- **Secrets are in the variables that the file names.** \`token_env\`, or \`settings\` with \`user-env\`, \`password-env\` and
  whatever else its \`auth\` asks for, names other ones. None of it is in a plan, a state or a log.
- **What the file does not describe is refused by the plan**, at the block and before anything is sent: a title that is not
  sent, a role that cannot be given, something that cannot be deleted. Of a block with values that are known only after apply,
  the apply says it.
- **What cannot be taken away alone may go with what it hangs on.** Where the file has no way to take a role from somebody,
  \`terraform destroy\` of that assignment is refused; take it out of the state with \`terraform state rm\` and destroy the person.`;

/** What is true of all resources and would surprise who knows other providers. */
export const RESOURCE_BEHAVIOUR = `## How it behaves

- **One read.** The provider reads the organization once, by its bulk lists, when it is configured. Refreshing a resource
  costs no request. Writes of the same run are followed in memory. If something that is needed is missing, the provider
  reads once more before it says so: another provider or a script may have made it meanwhile.
- **A data source answers with the present state.** Before it answers, one small request asks whether anything has changed
  on the platform since the read: by another alias, by a script of \`local-exec\`, or by somebody at the console. If so, it
  reads again, once for all data sources that ask at the same time. If a data source checks what a script does, give it a
  \`depends_on\` of that script. Some platforms count no changes; there only changes by other aliases are noticed.
- **Many resources.** Terraform asks for each of them separately, ten at a time, and collects garbage often. A plan of a
  thousand takes a fifth less time with \`TF_CLI_ARGS_plan=-parallelism=100\` and \`GOGC=400\` in the environment, because the
  provider answers from memory. An apply writes, so leave its parallelism as it is.
- **Names are the keys.** No id comes from the platform, so a lost state can be rebuilt: creating a thing that exists takes
  it over, with a warning in the plan. What the block leaves out stays as it is: no title is overwritten, and no deactivated
  person is activated. Taking over never removes anything. If it would have to, the plan fails and shows the \`import\` block
  to write.
- **One name is one thing, under any label.** If you rename a block, move it into a module or change its key, write a
  \`moved\` block. Without it Terraform would destroy and create the same thing; such a plan fails and shows the block to
  write. A plan also fails if two blocks are one thing, new or both in the state (by an \`import\`, say), because each would
  undo the other. So does a plan with a roster and an assignment of one scope. If a plan cannot know, the apply does not
  remove what it has itself taken over or written.
- **To let go of something without removing it**, or to change from a roster to assignments and back, use a \`removed\` block
  with \`destroy = false\`, apply, and then write the others. \`create_before_destroy\` with \`-replace\` cannot work, because
  nothing can exist twice: it is refused before anything is removed. To rename a whole module, one \`moved\` block for the
  module is enough.
- **A thing that others depend on is not replaced.** With \`-replace\`, \`replace_triggered_by\` or a taint, Terraform would
  remove a person, a group, a role or a scope and create it again under the same key. Roles, places in groups, rosters,
  everything in a scope, and what the block leaves out would be gone: what other blocks hold until the next apply, the rest
  for good. Such a plan fails and names all of it. What the same run removes first does not count. To create something again
  with the blocks that depend on it, leave the replacement out (\`terraform untaint\`). Then run \`terraform destroy -target\`
  for it, which names everything that goes, and then \`apply\`.
- **Aliases of one organization know of each other** in one run of Terraform, so the same holds for two blocks of two
  provider aliases. The platform says which aliases are of one organization. One may have its slug and the other its id,
  the address may be spelled in two ways, and each may have its own name for it. Two host names of one server are two
  platforms. The aliases share a file in the temporary folder, without tokens, that only this user can read. Under \`-debug\`
  they share only what an apply writes and removes: a plan does not see the other alias, and the apply still removes
  nothing that it has taken over.
- **A renamed thing is the same thing.** If a group, role or scope gets another name on the platform, the provider finds it
  by the platform's own id. The state follows. A block with the old name is refused, with the new name to write, so that
  the thing and its people are not replaced. If the state has no such id, the message names things with the same title or
  most of the same people.
- **The plan refuses what the platform would certainly refuse half-way**: a group that contains itself, a roster that leaves
  an organization without the owner it must have, a replacement of the last owner. If a block that is planned later may
  still correct it, it is a warning.
- **The last administrator stays.** A platform may let the last person go who can do all that its administrator can. The
  apply refuses the block that would do it, and the plan warns before. Give the role to somebody else first, with
  \`depends_on\`. \`terraform destroy\` of everything stops there too: take the blocks of that person out of the state with
  \`terraform state rm\`, and destroy again.
- **Scopes are closed from the inside out, in an apply each.** Where a setting closes a scope, as \`standing\` of a Keystone project
  does, a platform may refuse to close it while something in it is open. Terraform changes a scope before those whose blocks name it. The plan
  warns and names what is open. Close that first, in an apply that leaves the outer block open; \`-target\` takes the outer block along.
  \`bylaw apply\` closes them in this order by itself.
- **What nobody reviewed is not undone.** If somebody else changed the same thing between plan and apply, that resource
  fails and stays as it is. If somebody removed it, it is not given back.
- **Consequences are shown.** Removing a scope, a member or a group also removes what depends on it. The plan names what of
  that has no block so far, and what a block that was planned before still has. If something is added after the plan, the
  removal stops. A plan of \`terraform destroy\` may also name what later blocks remove anyway.
- **A state belongs to one organization.** If the provider block names another one, nothing in the state counts as removed:
  every resource fails and names both organizations.
- **\`terraform destroy\` plans the blocks first.** If one of them is refused, \`terraform destroy -refresh=false\`, or
  \`-target\`, destroys what is in the state.
- **A failed creation leaves no tainted resource**, so the next apply continues instead of destroying. A failed update
  saves in the state what was done, and names each thing that was not.
- **Spelling makes no difference.** \`Dan@Acme.com\` and \`dan@acme.com\` are one person if the platform says so, and
  \`documents:*\` equals what it matches.
- **Terraform decides the order.** Refer to other resources (\`bylaw_role.release.name\`) instead of repeating names. Then
  Terraform creates and removes things in an order that works.
- **Values known only after apply** can be used in every attribute; what depends on them is known after apply, too.
- **Ctrl-C** lets the write in flight finish and begins no other. After a kill, plan again: what was done is taken over.
- One name cannot be a key of a map: write \`__proto__\` as \`!__proto__\`.`;

/** What terraform and tofu have to do with the process. */
export const PROCESS_BEHAVIOUR = `## Terraform and OpenTofu

- **One package for both.** \`bylaw provider install\` puts the same files where Terraform and OpenTofu look, under the names
  of their registries.
- **Version 6 of the plugin protocol, and no other.** Terraform since 1.0 and every OpenTofu use it. For any other version
  the provider prints one sentence and ends with status 1. It ignores what later versions of the protocol add. Functions
  need Terraform 1.8 or OpenTofu 1.7; identities in \`import\` blocks need Terraform 1.12.
- **It starts quickly.** Terraform starts a provider several times in each command and waits for its first line. The
  provider loads everything else after that line.
- **Ctrl-C** reaches all processes of a terminal. The provider leaves it to Terraform, which asks it to stop. The request in
  flight finishes, no other begins, and each resource that was not begun says so.
- **It does not outlive Terraform.** It ends when Terraform says so, when its last connection is gone, within a second after
  Terraform was killed, and after a minute if nobody ever connected. It finishes a write in flight first.
- **If it is killed**, even with \`kill -9\`, at most the request in flight is made but missing in the state. The next plan
  finds it and takes it over.
- **Proxies** come from the environment, as for other providers: \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\`. Name the
  certificate of your company's own authority in \`NODE_EXTRA_CA_CERTS\`. Set both where Terraform runs; the
  [connector](../connectors/access-api.md#behind-a-proxy) explains more.
- **The connection** is a socket in a folder of this user alone. It uses TLS if Terraform asks for it, which it does. The
  provider shows a certificate made for this one start, and lets in only the certificate that Terraform announced.`;

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

What a \`run\` block has applied is destroyed in the end, even after a run that was refused. Against a real platform that is
only a trial, so give the provider block of a test its own \`url\`.

Without a platform, \`mock_provider\` makes up the platform's answers. For an id it makes random letters, and
\`"group:\${bylaw_group.qa.id}"\` is then no principal, as this provider says. So set the id:

\`\`\`hcl
${MOCK_NOTES}
\`\`\`

The configuration is checked as usual, but not against the platform: not who exists there, and not where a role can be
given.`;

export const DEBUGGING_NOTES = `## Debugging

Started with \`-debug\`, the provider serves one command after another until Ctrl-C:

\`\`\`sh
cd ~/.terraform.d/plugins/registry.terraform.io/bylaw/bylaw/VERSION/SYSTEM
BYLAW_TOKEN=… node --inspect provider.cjs -debug
# Run terraform with this in its environment; Ctrl-C here ends the provider.
# TF_REATTACH_PROVIDERS='{"registry.terraform.io/bylaw/bylaw":{…}}'
\`\`\`

With that line in the environment of \`terraform\` or \`tofu\`, neither of them starts a provider nor looks for one in a lock
file, and \`init\` is not needed. The provider reads the token in its own environment. Each command reads the organization
again. Anybody who can reach the socket writes with that token, so it is in a folder of this user alone.

Otherwise \`TF_LOG_PROVIDER=DEBUG\` shows what the provider logs; with \`-debug\` that is on its own stderr.`;
