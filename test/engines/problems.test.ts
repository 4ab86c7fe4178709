import { expect, test } from 'vitest';
import { parseReference } from '../../src/catalog/reference.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import * as problems from '../../src/engines/problems.ts';

const reference = parseReference('127.0.0.1:5000/python:3.8')!;

test('every problem in words', () => {
  const all = [
    problems.noAnswer('unix:///var/run/docker.sock', '`DOCKER_HOST`', ['connect: ECONNREFUSED']),
    problems.noAnswer('unix:///var/run/docker.sock', 'the default socket'),
    problems.noneFound(['docker: no socket at /var/run/docker.sock']),
    problems.permissionDenied('/var/run/docker.sock'),
    problems.imageNotFound(reference),
    problems.registryUnreachable(reference, ['dial tcp: connection refused']),
    problems.registryUnreachable({ ...reference, digest: `sha256:${'a1'.repeat(32)}` as Digest }),
    problems.registryDenied(reference),
    problems.noSpace('pull `x`', ['no space left on device']),
    problems.buildFailed('tools/Dockerfile', ['make: *** no rule']),
    problems.lost('python3.8'),
    problems.interrupted('pulling `x`'),
    problems.failed('create a container', ['500 oops']),
  ];
  expect(all).toMatchSnapshot();
});

test('other sources are offered for what a registry did not give', () => {
  const problem = problems.imageNotFound(reference);
  expect(problems.offerOtherSources(problem, ['packages', 'dockerfile']).hint).toBe(
    `${problem.hint!}; or this toolbox has another source: \`tackle --source packages …\` or \`tackle --source dockerfile …\``,
  );
  expect(problems.offerOtherSources(problem, [])).toBe(problem);
});

test('other sources are no answer to a problem of the engine itself', () => {
  const problem = problems.permissionDenied('/var/run/docker.sock');
  expect(problems.offerOtherSources(problem, ['packages'])).toBe(problem);
});
