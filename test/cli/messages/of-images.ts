import * as context from '../../../src/images/context-problems.ts';
import * as debian from '../../../src/images/debian-problems.ts';
import * as machine from '../../../src/images/machine-problems.ts';
import * as npm from '../../../src/images/npm-problems.ts';
import type { ImagesCode } from '../../../src/images/problems.ts';
import * as problems from '../../../src/images/problems.ts';
import type { Examples } from './examples.ts';

const mirror = 'http://deb.debian.org/debian';
const registry = 'https://registry.example.org';
const root = '/home/ada/thesis/tools';
const denied = Object.assign(new Error('EACCES: permission denied'), {
  code: 'EACCES',
  path: `${root}/key`,
});
const cache = '/home/ada/.cache/tackle';

export const IMAGES: Examples<ImagesCode> = {
  'images/builder-missing': [machine.builderMissing()],
  'images/keyring-missing': [machine.keyringMissing('/usr/share/keyrings/debian.gpg')],
  'images/no-user-namespaces': [
    machine.noUserNamespaces('`newuidmap`', 'install it with `sudo apt-get install uidmap`'),
  ],
  'images/foreign-architecture': [machine.foreignArchitecture('arm64')],
  'images/bad-mirror': [debian.badMirror('ftp://user:secret@mirror')],
  'images/mirror-unreachable': [debian.mirrorUnreachable(mirror, ['Could not resolve host'])],
  'images/mirror-untrusted': [debian.mirrorUntrusted('bookworm', ['NO_PUBKEY 0E98404D386FA1D9'])],
  'images/mirror-stale': [debian.mirrorStale('sid', ['Release file is expired'])],
  'images/unknown-suite': [debian.unknownSuite('bokworm', mirror, 'bookworm')],
  'images/unknown-package': [
    debian.unknownPackage('jqq', 'bookworm', 'jq'),
    debian.unknownPackage('xyzzy', 'bookworm'),
  ],
  'images/unknown-package-version': [
    debian.unknownPackageVersion('jq', '1.5', 'bookworm', ['1.6-2.1']),
  ],
  'images/unmet-dependencies': [debian.unmetDependencies('bookworm', ['python3: Depends: …'])],
  'images/npm-unreachable': [
    npm.npmUnreachable(registry, 'connect ECONNREFUSED'),
    npm.npmUnreachable(registry, 'self-signed certificate in certificate chain'),
  ],
  'images/unknown-npm-package': [npm.unknownNpmPackage('pretier', registry)],
  'images/unknown-npm-version': [npm.unknownNpmVersion('prettier', '3.99.0', '3.9.0')],
  'images/npm-unusable': [npm.npmUnusable('esbuild@0.28.2', 'it depends on other packages')],
  'images/npm-damaged': [npm.npmDamaged('prettier@3.10.1', 'its checksum is another')],
  'images/dockerfile-missing': [context.dockerfileMissing(`${root}/Dockerfile`)],
  'images/context-refused': [context.contextRefused('/home/ada')],
  'images/context-unreadable': [context.contextUnreadable(root, denied)],
  'images/bad-dockerignore': [
    context.badDockerignore(`${root}/.dockerignore`, 'line 2: a range without an end'),
  ],
  'images/no-space': [problems.noSpace(cache)],
  'images/cannot-write': [problems.cannotWrite(cache, denied)],
  'images/build-failed': [problems.buildFailed('bookworm', ['dpkg: error processing jq'])],
  'images/interrupted': [problems.interrupted('building `latex`')],
};
