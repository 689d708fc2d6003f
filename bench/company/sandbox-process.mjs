// A sandbox in a process of its own, so that its time is not the program's: `fork` it with a file and a variant.
import { startSandbox } from '../../dist/sandbox/sandbox.js';
import { sandboxOptions } from './sandbox-file.mjs';

const [file, variant] = process.argv.slice(2);
const sandbox = await startSandbox(sandboxOptions(file, variant));
process.on('message', async (message) => {
  if (message === 'reset') sandbox.resetRequests();
  if (message === 'requests') process.send(sandbox.requests().map(({ method, path }) => ({ method, path })));
  if (message === 'close') {
    await sandbox.close();
    process.disconnect();
  }
});
process.send({ url: sandbox.url });
