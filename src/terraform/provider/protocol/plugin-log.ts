/** Log lines as terraform reads them off a plugin's stderr: hclog's JSON, shown by TF_LOG at the level they have. */

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

export type Log = (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;

export function logTo(err: (text: string) => void, now: () => Date = () => new Date()): Log {
  return (level, message, fields = {}) => {
    const line = {
      '@level': level,
      '@message': message,
      '@module': 'bylaw',
      // Six digits, or terraform takes the line for plain text.
      '@timestamp': now().toISOString().replace('Z', '000Z'),
      ...fields,
    };
    err(`${JSON.stringify(line)}\n`);
  };
}
