import type { Database } from './database.ts';

/** Raised whenever a table changes; a file of another format is refused rather than misread. */
const FORMAT = '5';

const FACTS = 'CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT';

const TABLES = `
CREATE TABLE IF NOT EXISTS organizations (
  id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, revision INTEGER NOT NULL,
  version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS scopes (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, kind TEXT NOT NULL, slug TEXT NOT NULL,
  name TEXT NOT NULL, parent_id TEXT REFERENCES scopes, settings TEXT NOT NULL,
  version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS scope_slugs ON scopes (org_id, parent_id, kind, slug);
CREATE INDEX IF NOT EXISTS scopes_below ON scopes (parent_id);

CREATE TABLE IF NOT EXISTS roles (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, slug TEXT NOT NULL, name TEXT NOT NULL,
  description TEXT NOT NULL, permissions TEXT NOT NULL, denies TEXT, predefined INTEGER NOT NULL,
  version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS role_slugs ON roles (org_id, slug);

CREATE TABLE IF NOT EXISTS role_includes (
  role_id TEXT NOT NULL REFERENCES roles, included_id TEXT NOT NULL REFERENCES roles,
  PRIMARY KEY (role_id, included_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS roles_including ON role_includes (included_id);

CREATE TABLE IF NOT EXISTS members (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, key TEXT NOT NULL, compared_key TEXT NOT NULL,
  display_name TEXT, state TEXT NOT NULL,
  invitation_sent_at TEXT, invitation_expires_at TEXT, invitation_sent INTEGER,
  version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS member_keys ON members (org_id, compared_key);
CREATE INDEX IF NOT EXISTS members_in_order ON members (org_id, id);

CREATE INDEX IF NOT EXISTS members_invited ON members (org_id, invitation_expires_at) WHERE state = 'invited';

CREATE TABLE IF NOT EXISTS scope_members (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, scope_id TEXT NOT NULL REFERENCES scopes,
  member_id TEXT NOT NULL REFERENCES members, state TEXT NOT NULL,
  invitation_sent_at TEXT, invitation_expires_at TEXT, invitation_sent INTEGER,
  version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS scope_members_of_scope ON scope_members (scope_id, member_id);
CREATE INDEX IF NOT EXISTS scope_members_of_member ON scope_members (member_id);
CREATE INDEX IF NOT EXISTS scope_members_in_order ON scope_members (org_id, id);
CREATE INDEX IF NOT EXISTS scope_members_invited ON scope_members (org_id, invitation_expires_at)
  WHERE state = 'invited';

CREATE TABLE IF NOT EXISTS groups (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, slug TEXT NOT NULL, name TEXT NOT NULL,
  description TEXT NOT NULL, scope_id TEXT NOT NULL REFERENCES scopes, permissions TEXT NOT NULL,
  settings TEXT NOT NULL,
  version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS group_slugs ON groups (org_id, slug, scope_id);
CREATE INDEX IF NOT EXISTS groups_at_home ON groups (scope_id);
CREATE INDEX IF NOT EXISTS groups_in_order ON groups (org_id, id);

CREATE TABLE IF NOT EXISTS memberships (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, group_id TEXT NOT NULL REFERENCES groups,
  member_id TEXT NOT NULL REFERENCES members, role TEXT, added_at TEXT NOT NULL, added_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS memberships_of_group ON memberships (group_id, member_id);
CREATE INDEX IF NOT EXISTS memberships_of_member ON memberships (member_id);
CREATE INDEX IF NOT EXISTS memberships_in_order ON memberships (org_id, id);

CREATE TABLE IF NOT EXISTS nestings (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, parent_id TEXT NOT NULL REFERENCES groups,
  child_id TEXT NOT NULL REFERENCES groups
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS nestings_of_parent ON nestings (parent_id, child_id);
CREATE INDEX IF NOT EXISTS nestings_of_child ON nestings (child_id);

CREATE TABLE IF NOT EXISTS assignments (
  id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations, scope_id TEXT NOT NULL REFERENCES scopes,
  principal_type TEXT NOT NULL, principal_id TEXT NOT NULL,
  version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS assignments_of_scope ON assignments (scope_id, principal_type, principal_id);
CREATE INDEX IF NOT EXISTS assignments_of_principal ON assignments (principal_id);
CREATE INDEX IF NOT EXISTS assignments_in_order ON assignments (org_id, id);

CREATE TABLE IF NOT EXISTS assignment_roles (
  assignment_id TEXT NOT NULL REFERENCES assignments, role_id TEXT NOT NULL REFERENCES roles, way TEXT NOT NULL,
  PRIMARY KEY (assignment_id, role_id, way)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS assignments_of_role ON assignment_roles (role_id);

CREATE TABLE IF NOT EXISTS audit_events (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, org_id TEXT NOT NULL REFERENCES organizations, at TEXT NOT NULL,
  target_id TEXT NOT NULL, event TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_events_in_order ON audit_events (org_id, seq);
CREATE INDEX IF NOT EXISTS audit_events_of_target ON audit_events (org_id, target_id, seq);

CREATE TABLE IF NOT EXISTS idempotency_keys (
  org_id TEXT NOT NULL REFERENCES organizations, token TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL,
  answer TEXT NOT NULL, PRIMARY KEY (org_id, token, key)
) STRICT, WITHOUT ROWID;
`;

/** Makes the tables, or checks that those in the file are ours and belong to this platform. */
export function openTables(database: Database, platform: string): void {
  database.write(() => {
    // The facts first: in a file of another format the tables are others, and nothing of it is touched.
    database.execute(FACTS);
    keepFact(database, 'format', FORMAT, 'another version of Bylaw made it; start on a new file');
    keepFact(database, 'platform', platform, 'start on a file of its own for each platform');
    database.execute(TABLES);
  });
}

function keepFact(database: Database, name: string, value: string, hint: string): void {
  const kept = database.one<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)?.value;
  if (kept === undefined) database.run('INSERT INTO facts VALUES (?, ?)', name, value);
  else if (kept !== value) throw new Error(`this sandbox file has ${name} ${kept}, not ${value}: ${hint}`);
}
