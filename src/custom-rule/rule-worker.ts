import { parentPort } from 'node:worker_threads';
import { RuleExaminer } from './answer-question.ts';
import type { RuleQuestion } from './worker-messages.ts';

/** The thread of rules: whoever started it ends it when an answer takes too long. What throws ends it too. */
const port = parentPort;
if (port === null) throw new Error('This is the thread of rules, and is started by Bylaw.');
const examiner = new RuleExaminer();
port.on('message', (question: RuleQuestion) => port.postMessage(examiner.answer(question)));
