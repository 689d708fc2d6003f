// The synthetic company as a sandbox's database file: rows are written straight into the tables, in the sandbox's own format.
// By its API that takes hours.
import { randomUUID } from 'node:crypto';
import { startSandbox } from '../../dist/sandbox/sandbox.js';
import { Database } from '../../dist/sandbox/store/database.js';
import { readYaml } from '../../dist/source/yaml.js';
import { platformText, ROLE_PERMISSIONS } from './platform.mjs';
import { groupName, isPredefined, memberName, roleName } from './shape.mjs';

export function sandboxOptions(file, variant) {
  const read = readYaml(Buffer.from(platformText(variant)), 'platform.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  const organizations = [{ slug: 'acme', name: 'acme' }];
  return { platform: read.value[0].value, file, token: 'bench-token', organizations };
}

/** Makes the file. It holds what `documentsOf` says, and no roles that deny. */
export async function writeSandboxFile(file, shape, variant) {
  // The tables, the organization and the roles of the platform.
  await (await startSandbox(sandboxOptions(file, variant))).close();
  const database = new Database(file);
  const at = new Date().toISOString();
  const { id: org } = database.one('SELECT id FROM organizations');
  database.write(() => {
    const scopes = [database.one('SELECT id FROM scopes').id];
    shape.scopes.forEach(({ kind, name, parent }, number) => {
      if (parent < 0) return;
      scopes[number] = randomUUID();
      const row = [scopes[number], org, kind, name, name, scopes[parent], '{}', at, at];
      database.run('INSERT INTO scopes VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)', ...row);
    });
    const roles = ROLE_PERMISSIONS.map((permissions, number) => {
      const slug = roleName(number);
      if (isPredefined(number)) return database.one('SELECT id FROM roles WHERE slug = ?', slug).id;
      const row = [randomUUID(), org, slug, `Role ${number}`, '', JSON.stringify(permissions), at, at];
      database.run('INSERT INTO roles VALUES (?, ?, ?, ?, ?, ?, NULL, 0, 1, ?, ?)', ...row);
      return row[0];
    });
    const members = shape.joined.map((_, number) => {
      const key = memberName(number);
      const row = [randomUUID(), org, key, key, at, at];
      database.run(
        "INSERT INTO members VALUES (?, ?, ?, ?, NULL, 'active', NULL, NULL, NULL, 1, ?, ?)",
        ...row,
      );
      return row[0];
    });
    const groups = shape.parents.map((_, number) => {
      const row = [randomUUID(), org, groupName(number), groupName(number), scopes[0], at, at];
      database.run("INSERT INTO groups VALUES (?, ?, ?, ?, '', ?, '[]', '{}', 1, ?, ?)", ...row);
      return row[0];
    });
    shape.joined.forEach((own, member) => {
      for (const group of own) {
        const row = [randomUUID(), org, groups[group], members[member], at];
        database.run("INSERT INTO memberships VALUES (?, ?, ?, ?, NULL, ?, 'bench')", ...row);
      }
    });
    shape.parents.forEach((above, child) => {
      for (const parent of above) {
        const row = [randomUUID(), org, groups[parent], groups[child]];
        database.run('INSERT INTO nestings VALUES (?, ?, ?, ?)', ...row);
      }
    });
    for (const { scope, group, principal, roles: held } of shape.assignments) {
      const id = randomUUID();
      const holder = group ? ['group', groups[principal]] : ['member', members[principal]];
      const row = [id, org, scopes[scope], ...holder, at, at];
      database.run('INSERT INTO assignments VALUES (?, ?, ?, ?, ?, 1, ?, ?)', ...row);
      for (const role of new Set(held))
        database.run("INSERT INTO assignment_roles VALUES (?, ?, 'roles')", id, roles[role]);
    }
  });
  database.close();
}
