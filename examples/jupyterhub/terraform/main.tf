# A JupyterHub in plain HCL, through its connector file, which comes with the provider: groups and who is in them. What
# roles people and groups have stands in the hub's own configuration; a block that gives one is refused by the plan.
terraform {
  required_providers {
    bylaw = { source = "bylaw/bylaw" }
  }
}

# The token is read from the variable that the file names: JUPYTERHUB_TOKEN.
provider "bylaw" {
  connector    = "jupyterhub"
  url          = "http://127.0.0.1:8081"
  organization = "lab"
  platform     = "jupyterhub"
}

resource "bylaw_member" "people" {
  for_each = toset(["rosa", "sam"])
  member   = each.key
}

resource "bylaw_group" "biology" {
  name    = "biology"
  members = { for person in bylaw_member.people : person.member => "" }
}
