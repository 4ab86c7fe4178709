import { gatherFacts } from '../../src/host/facts.ts';

// What a process of its own gathers, as one line of JSON.
process.stdout.write(`${JSON.stringify(gatherFacts(process.argv.slice(2), process.env))}\n`);
