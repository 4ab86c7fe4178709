import * as bundle from '../../../src/images/bundle/problems.ts';
import * as context from '../../../src/images/context-problems.ts';
import * as debian from '../../../src/images/debian-problems.ts';
import * as locked from '../../../src/images/locked-problems.ts';
import * as machine from '../../../src/images/machine-problems.ts';
import * as npm from '../../../src/images/npm-problems.ts';
import * as store from '../../../src/images/store/problems.ts';
import type { Digest } from '../../../src/kernel/brand.ts';
import type { ExactPackages } from '../../../src/lock/exact.ts';
import type { ImagesCode } from '../../../src/images/problems.ts';
import * as problems from '../../../src/images/problems.ts';
import * as registries from '../../../src/images/registry/problems.ts';
import * as signatures from '../../../src/images/registry/signature-problems.ts';
import type { Examples } from './examples.ts';

const mirror = 'http://deb.debian.org/debian';
const registry = 'https://registry.example.org';
const wanted = { registry: 'docker.io', image: 'docker.io/library/python:3.8' };
const layerOfRegistry = `the layer \`sha256:${'5'.repeat(64)}\``;
const signedBy = {
  file: '/home/ada/thesis/tackle.yaml',
  line: 3,
  column: 16,
  length: 13,
  text: '    signed-by: publisher.pub',
};
const root = '/home/ada/thesis/tools';
const denied = Object.assign(new Error('EACCES: permission denied'), {
  code: 'EACCES',
  path: `${root}/key`,
});
const cache = '/home/ada/.cache/tackle';
const images = '/home/ada/.local/share/tackle/images';
const layer = `sha256:${'1f3e'.repeat(16)}` as Digest;
const otherLayer = `sha256:${'2e4d'.repeat(16)}` as Digest;
const exactly = (rootfs: Digest, more: Readonly<Record<string, string>> = {}): ExactPackages => {
  const versions = { jq: '1.6', libjq1: '1.6', ...more };
  const packages = Object.entries(versions).map(([name, version]) => {
    return { name, version, architecture: 'amd64', digest: layer };
  });
  return { rootfs, epoch: 0, packages, npm: [] };
};

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
  'images/mirror-stale': [
    debian.mirrorStale('sid', false, ['Release file is expired']),
    debian.mirrorStale('sid', true, ['Release file is not valid yet']),
  ],
  'images/unknown-suite': [debian.unknownSuite('bokworm', mirror, 'bookworm')],
  'images/unknown-package': [
    debian.unknownPackage('jqq', 'bookworm', 'jq'),
    debian.unknownPackage('xyzzy', 'bookworm'),
  ],
  'images/unknown-package-version': [
    debian.unknownPackageVersion('jq', '1.5', 'bookworm', ['1.6-2.1']),
  ],
  'images/unmet-dependencies': [debian.unmetDependencies('bookworm', ['python3: Depends: …'])],
  'images/bad-snapshot': [debian.badSnapshot('2026-01-31')],
  'images/package-gone': [
    locked.packageGone('the mirror', mirror, [
      { name: 'libc6', version: '2.36-9', has: ['2.36-10', '2.36-8'] },
    ]),
    locked.packageGone('the mirror', mirror, [
      { name: 'libc6', version: '2.36-9', has: [] },
      { name: 'libc-bin', version: '2.36-9', has: ['2.36-10'] },
    ]),
  ],
  'images/package-differs': [
    locked.packageDiffers('libc6 2.36-9', { locked: layer, offered: otherLayer }),
  ],
  'images/rootfs-differs': [
    locked.rootfsDiffers(
      'bookworm: jq',
      exactly(layer),
      exactly(otherLayer, { jq: '1.7', perl: '5' }),
    ),
    locked.rootfsDiffers('bookworm: jq', exactly(layer), exactly(otherLayer)),
  ],
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
  'images/context-changed': [context.contextChanged('/home/ada/thesis/tools/Dockerfile')],
  'images/context-unreadable': [context.contextUnreadable(root, denied)],
  'images/base-unreadable': [
    context.baseUnreadable({
      file: '/home/ada/thesis/tools/Dockerfile',
      line: 2,
      column: 6,
      length: 13,
      text: 'FROM ${IMAGE#x}/y',
    }),
  ],
  'images/bad-dockerignore': [
    context.badDockerignore(`${root}/.dockerignore`, 'line 2: a range without an end'),
  ],
  'images/layer-damaged': [store.layerDamaged(layer, 'it ends after 1024 of 4096 bytes')],
  'images/layer-refused': [store.layerRefused(layer, 'the name `../etc/passwd` in it holds `..`')],
  'images/layer-missing': [store.layerMissing(layer)],
  'images/store-damaged': [store.storeDamaged(`${images}/layers/1f3e`, 'its list cannot be read')],
  'images/archive-unusable': [
    store.archiveUnusable(
      '/home/ada/tools.tar',
      'it holds neither `index.json` nor `manifest.json`',
    ),
    store.archiveAmbiguous('/home/ada/tools.tar', 'it holds several: `tool:1`, `tool:2`'),
    store.archiveNameless('/home/ada/tools.tar'),
  ],
  'images/bundle-unwritable': [bundle.bundleUnwritable('/mnt/tools.oci', 'EACCES')],
  'images/bundle-unusable': [
    bundle.bundleUnusable('tools.oci', 'it has no `index.json`'),
    bundle.bundleLacks('tools.oci', ['latex', 'python@3']),
  ],
  'images/bundle-differs': [
    bundle.bundleDiffers('python@3', 'tools.oci', { locked: layer, here: otherLayer }),
  ],
  'images/not-signed': [
    signatures.notSigned(
      wanted.image,
      `its registry has no \`sha256-${'5'.repeat(64)}.sig\``,
      signedBy,
    ),
  ],
  'images/signature-wrong': [
    signatures.signatureWrong(
      wanted.image,
      {
        by: 'the key `/home/ada/thesis/publisher.pub`',
        digest: `sha256:${'5'.repeat(64)}` as Digest,
      },
      [`a signature of \`sha256:${'6'.repeat(64)}\``],
      signedBy,
    ),
  ],
  'images/cosign-missing': [signatures.cosignMissing(wanted.image, signedBy)],
  'images/key-unusable': [
    signatures.keyUnusable('/home/ada/thesis/publisher.pub', 'it is not one in PEM', signedBy),
  ],
  'images/no-space': [
    problems.noSpace(cache),
    store.storeUnwritable(images, Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })),
  ],
  'images/cannot-write': [
    problems.cannotWrite(cache, denied),
    store.storeUnwritable(images, denied),
  ],
  'images/registry-unreachable': [
    registries.registryUnreachable(wanted, 'getaddrinfo ENOTFOUND registry-1.docker.io'),
    registries.registryUnreachable(wanted, 'self-signed certificate in certificate chain'),
  ],
  'images/registry-broke-off': [registries.registryBrokeOff(wanted, 'other side closed')],
  'images/registry-failing': [registries.registryFailing(wanted, 503)],
  'images/registry-busy': [
    registries.registryBusy(wanted, undefined, ['TOOMANYREQUESTS: You have reached your limit']),
    registries.registryBusy(wanted, 3_600_000),
  ],
  'images/registry-denied': [
    registries.registryDenied(wanted, ['UNAUTHORIZED: authentication required']),
  ],
  'images/registry-odd-answer': [registries.registryOddAnswer(wanted, 'it answers with HTML')],
  'images/credentials-unusable': [
    registries.credentialsUnusable('docker.io', '`docker-credential-pass` ended with status 1', [
      'gpg: decryption failed: No secret key',
    ]),
  ],
  'images/image-not-found': [
    registries.imageNotFound(wanted),
    registries.imageGone(wanted, `sha256:${'6'.repeat(64)}` as Digest, [
      'MANIFEST_UNKNOWN: manifest unknown',
    ]),
  ],
  'images/image-damaged': [
    registries.imageDamaged(wanted, layerOfRegistry, 'it is 7 bytes long and not 9'),
  ],
  'images/image-not-for-platform': [
    registries.imageNotForPlatform(wanted, 'linux/arm64', ['linux/amd64', 'linux/arm/v7']),
    registries.imageNotForPlatform(wanted, 'linux/arm64', []),
  ],
  'images/image-too-old': [registries.imageTooOld(wanted)],
  'images/image-unusable': [
    registries.imageUnusable(
      wanted,
      'its configuration is `application/vnd.cncf.helm.config.v1+json`',
    ),
  ],
  'images/build-failed': [problems.buildFailed('bookworm', ['dpkg: error processing jq'])],
  'images/interrupted': [problems.interrupted('building `latex`')],
};
