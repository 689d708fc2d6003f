/** Starts the simulator whose module is named, on any free port, and prints the port. Ends with its standard input. */
import { pathToFileURL } from 'node:url';

const { simulation } = await import(pathToFileURL(process.argv[2]).href);
const { port } = await simulation().listen(0);
process.stdout.write(`port ${port}\n`);
process.stdin.once('end', () => process.exit(0)).resume();
