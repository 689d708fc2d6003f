import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RuleAnswer, RuleQuestion } from './worker-messages.ts';

/** Written by the build (build/rules.mjs); `dist/` is the same two steps up from a checkout and from the package. */
const WORKER = join(import.meta.dirname, '../../dist/rules/rule-worker.cjs');

/** What a rule may take of memory, the view that it looks at counted. */
const LIMITS = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };

/** Why there is no answer. */
export interface NoAnswer {
  readonly answer: 'none';
  readonly why: 'deadline' | 'memory' | 'crashed';
  /** What the thread said last; empty for a deadline. */
  readonly said: string;
}

/** A thread that answers one question after the other, and is ended by one that it does not answer in time. */
export class RuleThread {
  readonly #file: string;
  #worker: Worker | null = null;

  constructor(file: string = WORKER) {
    this.#file = file;
  }

  async ask(question: RuleQuestion, milliseconds: number): Promise<RuleAnswer | NoAnswer> {
    const worker = this.#start();
    const answer = await answerOf(worker, question, milliseconds);
    if (answer.answer === 'none') await this.end();
    return answer;
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.#file, {
      resourceLimits: LIMITS,
      // Nothing of this process is a rule's business.
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
    });
    // What it says when nobody asks is said to nobody, and must not end the process.
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    // Whoever waits for an answer holds the process; a thread that nobody asks does not.
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}

function answerOf(
  worker: Worker,
  question: RuleQuestion,
  milliseconds: number,
): Promise<RuleAnswer | NoAnswer> {
  return new Promise((resolve) => {
    const done = (answer: RuleAnswer | NoAnswer) => {
      clearTimeout(timer);
      worker.off('message', done).off('messageerror', garbled).off('error', failed).off('exit', ended);
      resolve(answer);
    };
    const none = (why: NoAnswer['why'], said: string) => done({ answer: 'none', why, said });
    const garbled = (error: Error) => none('crashed', error.message);
    const failed = (error: Error & { readonly code?: string }) =>
      none(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crashed', error.message);
    const ended = (code: number) => none('crashed', `it ended with ${code}`);
    // What was answered in time and waits to be heard comes first.
    const timer = setTimeout(
      () => setImmediate(() => setImmediate(() => none('deadline', ''))),
      milliseconds,
    );
    worker.on('message', done).on('messageerror', garbled).on('error', failed).on('exit', ended);
    worker.postMessage(question);
  });
}
