/** What each page shows first. A test has terraform validate every one of them. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  provider: `terraform {
  required_providers {
    bylaw = { source = "bylaw/bylaw" }
  }
}

# The token is read from the environment variable BYLAW_TOKEN.
provider "bylaw" {
  url          = "https://access.acme.com"
  organization = "acme"
  platform     = "oten"
}`,
  'provider by a file': `# The token is read from the variable that the file names.
provider "bylaw" {
  connector    = "${'${path.module}'}/connectors/jupyterhub.yaml"
  url          = "https://hub.lab.example"
  organization = "lab"
  platform     = "jupyterhub"
}`,
  bylaw_scope: `resource "bylaw_scope" "emea" {
  path  = "acme/units/emea"
  title = "Europe, Middle East and Africa"
}`,
  bylaw_role: `resource "bylaw_role" "release_manager" {
  name        = "release-manager"
  title       = "Release manager"
  permissions = ["users:view", "workspace:access"]
}`,
  bylaw_group: `locals {
  qa = ["dan@acme.com", "eve@acme.com"]
}

resource "bylaw_group" "qa" {
  name    = "qa"
  title   = "Quality assurance"
  members = { for person in local.qa : person => "" }
}`,
  bylaw_member: `resource "bylaw_member" "people" {
  for_each = toset(["dan@acme.com", "eve@acme.com"])
  member   = each.key
}`,
  bylaw_assignment: `resource "bylaw_assignment" "qa_in_emea" {
  scope     = "acme/units/emea"
  principal = "group:acme/qa"
  roles     = ["editor"]
}`,
  bylaw_roster: `resource "bylaw_roster" "emea" {
  scope = "acme/units/emea"
  roles = {
    "group:acme/qa"       = "editor"
    "member:dan@acme.com" = "org-admin,viewer"
  }
}`,
  'data bylaw_access': `data "bylaw_access" "who_can_invite" {
  scope      = "acme"
  permission = "users:create"
}

output "who_can_invite" {
  value = data.bylaw_access.who_can_invite.members
}`,
  'data bylaw_group': `data "bylaw_group" "qa" {
  name = "qa"
}`,
  'data bylaw_member': `data "bylaw_member" "dan" {
  member = "dan@acme.com"
}`,
  'data bylaw_platform': `data "bylaw_platform" "here" {}

output "permissions" {
  value = data.bylaw_platform.here.permissions
}`,
  'function can': `data "bylaw_access" "organization" {
  scope = "acme"
}

check "dan_invites_nobody" {
  assert {
    condition     = !provider::bylaw::can(data.bylaw_access.organization.grants, "dan@acme.com", "users:create")
    error_message = "Dan can invite people."
  }
}`,
};
