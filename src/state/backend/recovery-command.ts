import { posix } from 'node:path';
import type { BackendType } from '../../policy/document-types.ts';
import type { BackendSettings } from '../../terraform/synth/backend-traits.ts';

/**
 * The command that takes a text out of its place on a backend without losing it, for a shell of the user's with the
 * credentials that terraform has. Terraform itself writes nothing over what it cannot read, and removes it no more.
 * `settings` are those of one stack.
 */
export function recoveryCommand(type: BackendType, settings: BackendSettings): string {
  return COMMANDS[type](settings);
}

const COPY = 'damaged.tfstate';

const COMMANDS: Readonly<Record<BackendType, (settings: BackendSettings) => string>> = {
  local: ({ path }) => `mv -- ${word(path)} ${word(path, '.damaged')}`,
  s3: ({ bucket, key, dynamodb_table: table }) => {
    const place = `s3://${text(bucket)}/${text(key)}`;
    const moved = `aws s3 mv ${word(place)} ${word(`${place}.damaged`)}`;
    if (typeof table !== 'string') return moved;
    // Beside the locks the table keeps the digest of the state.
    const digest = JSON.stringify({ LockID: { S: `${text(bucket)}/${text(key)}-md5` } });
    return `${moved} && aws dynamodb delete-item --table-name ${word(table)} --key ${word(digest)}`;
  },
  gcs: ({ bucket, prefix }) => {
    const place = `gs://${posix.join(text(bucket), text(prefix), 'default.tfstate')}`;
    return `gcloud storage mv ${word(place)} ${word(`${place}.damaged`)}`;
  },
  azurerm: ({ storage_account_name: account, container_name: container, key }) => {
    const place = `--account-name ${word(account)} --container-name ${word(container)} --name ${word(key)}`;
    return `az storage blob download ${place} --file ${COPY} && az storage blob delete ${place}`;
  },
  http: ({ address }) => {
    const place = typeof address === 'string' ? word(address) : '"$TF_HTTP_ADDRESS"';
    const curl = 'curl -fsS -u "$TF_HTTP_USERNAME:$TF_HTTP_PASSWORD"';
    return `${curl} -o ${COPY} ${place} && ${curl} -X DELETE ${place}`;
  },
  pg: ({ conn_str: connection, schema_name: schema }) => {
    const database = typeof connection === 'string' ? word(connection) : '"$PG_CONN_STR"';
    const name = typeof schema === 'string' ? schema : 'terraform_remote_state';
    const table = `"${name.replaceAll('"', '""')}".states`;
    const statement = `UPDATE ${table} SET name = 'damaged-' || id WHERE name = 'default'`;
    return `psql ${database} -c ${word(statement)}`;
  },
  consul: ({ path, address, scheme }) => {
    const url =
      typeof address === 'string' ? `${typeof scheme === 'string' ? `${scheme}://` : ''}${address}` : '';
    const at = url === '' ? '' : ` -http-addr=${word(url)}`;
    return `consul kv get${at} ${word(path)} > ${COPY} && consul kv delete${at} ${word(path)}`;
  },
  remote: (settings) => rollBack(settings),
  cloud: (settings) => rollBack(settings),
};

/** There every version is kept, and the page of the workspace makes an older one the current. */
function rollBack({ workspaces }: BackendSettings): string {
  const { name } = Object(workspaces) as { readonly name?: unknown };
  return `on the States page of the workspace ${text(name)}, roll back to the version before`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** One word of a POSIX shell, whatever is in it. */
function word(value: unknown, end = ''): string {
  const whole = `${text(value)}${end}`;
  return /^[\w@%+=:,./-]+$/.test(whole) ? whole : `'${whole.replaceAll("'", "'\\''")}'`;
}
