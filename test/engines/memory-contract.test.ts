import { parseReference } from '../../src/catalog/reference.ts';
import { openMemoryEngine } from '../../src/engines/memory/memory-engine.ts';
import { absolutePathOf, digestOf } from '../../src/kernel/brand.ts';
import { describeEngineContract } from '../contract/engine-contract.ts';
import { PROGRAMS } from '../contract/programs.ts';
import { EVERYTHING } from '../contract/subject.ts';

const KIT = 'registry.test/kit:1';
const DIGEST = digestOf(`sha256:${'a'.repeat(64)}`)!;

describeEngineContract('memory', () => {
  const twins = PROGRAMS.flatMap(({ name, twin }) => (twin ? [[name, twin] as const] : []));
  const engine = openMemoryEngine({
    programs: { ...Object.fromEntries(twins), '/etc/passwd': { notExecutable: 'EACCES' } },
    images: { [KIT]: DIGEST },
    silentRegistries: ['silent.test'],
    closedRegistries: ['closed.test'],
  });
  return {
    gives: {
      ...EVERYTHING,
      kernel: { because: 'a program is a function, not a process' },
      containers: { because: 'a launch is nothing but this process’s memory' },
    },
    toolbox: 'kit',
    user: {
      uid: 1000,
      gid: 1000,
      groups: [],
      name: 'casey',
      group: 'casey',
      home: absolutePathOf('/home/casey')!,
      umask: 0o022,
    },
    open: () => engine,
    images: {
      kit: parseReference(KIT)!,
      kitDigest: DIGEST,
      missing: parseReference('registry.test/missing:1')!,
      denied: parseReference('closed.test/kit:1')!,
      unreachable: parseReference('silent.test/kit:1')!,
    },
    argv: ({ name }) => [name],
    leftovers: () => Promise.resolve([]),
    removeRunning: () => Promise.reject(new Error('there is nothing to remove')),
    forget: () => Promise.reject(new Error('there is nothing to forget')),
  };
});
