import { spawnSync } from 'node:child_process';

export interface GitAnswer {
  readonly status: number;
  readonly out: Buffer;
  /** What git says of a failure: its first line, without `fatal:`. */
  readonly reason: string;
}

/** Longer than this no answer is waited for: a part of the repository that is not here would have to be fetched. */
const PATIENCE_MS = 120_000;
const MOST_BYTES = 1024 * 1024 * 1024;

/**
 * What git needs of the environment. Nothing else goes along: no token, and no variable by which a hook or a script around
 * us would have git look into another repository than that of the folder.
 */
const PASSED_ON =
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|XDG_CONFIG_HOME|SYSTEMROOT|TMPDIR|TEMP|TMP|LD_LIBRARY_PATH|GIT_EXEC_PATH|GIT_CEILING_DIRECTORIES|GIT_DISCOVERY_ACROSS_FILESYSTEM|GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/i;

/** Git in one folder: asked for what it has, never told to change anything. */
export class Git {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.#folder = folder;
    const kept = Object.entries(environment).filter(([name]) => PASSED_ON.test(name));
    this.#environment = {
      ...Object.fromEntries(kept),
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      // What is compared is what was committed, whatever somebody's clone shows in its place.
      GIT_NO_REPLACE_OBJECTS: '1',
    };
  }

  /** Null where there is no git. */
  ask(words: readonly string[], input = ''): GitAnswer | null {
    const { error, status, stdout, stderr } = spawnSync('git', words, {
      cwd: this.#folder,
      env: this.#environment,
      input,
      maxBuffer: MOST_BYTES,
      timeout: PATIENCE_MS,
      windowsHide: true,
    });
    if (error !== undefined && 'code' in error && error.code === 'ENOENT') return null;
    if (error !== undefined) return { status: -1, out: Buffer.alloc(0), reason: error.message };
    const [first = ''] = stderr.toString('utf8').split('\n');
    return { status: status ?? -1, out: stdout, reason: first.replace(/^(?:fatal|error): /, '') };
  }

  /** The answer as a text without the last line break; null where git has none. */
  line(words: readonly string[]): string | null {
    const answer = this.ask(words);
    return answer?.status === 0 ? answer.out.toString('utf8').replace(/\r?\n$/, '') : null;
  }
}
