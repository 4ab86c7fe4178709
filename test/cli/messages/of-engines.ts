import { parseReference } from '../../../src/catalog/reference.ts';
import type { EngineCode } from '../../../src/engines/engine.ts';
import * as problems from '../../../src/engines/problems.ts';
import type { Examples } from './examples.ts';

const python = parseReference('python:3.8')!;
const said = ['dial tcp: lookup registry-1.docker.io: no such host'];

export const ENGINES: Examples<EngineCode> = {
  'engine/unreachable': [
    problems.noAnswer('unix:///var/run/docker.sock', 'connection refused'),
    problems.noneFound(['docker: there is no socket at `/var/run/docker.sock`']),
  ],
  'engine/permission-denied': [problems.permissionDenied('/var/run/docker.sock')],
  'engine/unusable': [
    problems.unusable('`DOCKER_HOST` is no address: `tpc://host`', {
      hint: 'write it like `unix:///var/run/docker.sock`',
    }),
  ],
  'engine/image-not-found': [problems.imageNotFound(python)],
  'engine/image-differs': [
    problems.imageDiffers(
      'docker.io/library/python:3.8',
      { locked: `sha256:${'5'.repeat(64)}`, here: `sha256:${'6'.repeat(64)}` },
      '`tackle update` locks what there is now',
    ),
  ],
  'engine/registry-unreachable': [
    problems.registryUnreachable(python, said),
    problems.offerOtherSources(problems.registryUnreachable(python), ['packages']),
  ],
  'engine/registry-denied': [problems.registryDenied(python)],
  'engine/no-space': [problems.noSpace('pull `docker.io/library/python:3.8`', ['no space left'])],
  'engine/build-failed': [problems.buildFailed('tools/build/Dockerfile', ['make: not found'])],
  'engine/lost': [problems.lost('python3.8')],
  'engine/interrupted': [problems.interrupted('pulling `docker.io/library/python:3.8`')],
  'engine/failed': [problems.failed('create the container', ['(HTTP code 500) server error'])],
};
