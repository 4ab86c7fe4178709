import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Digest } from '../../src/kernel/brand.ts';
import { Pusher } from '../registry/push.ts';
import { pushSignatures, statement } from '../registry/sign.ts';
import { startRegistry } from '../rig/registry.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';

test.each(['docker', 'embedded'] as const)(
  'an image that has to be signed is run by %s once it is, and before that nothing of it is fetched',
  async (engine) => {
    using directory = scratch('signed');
    const cwd = directory.path;
    const registry = await startRegistry(join(cwd, 'registry'));
    const image = tinyImage(`${registry.address}/hello:1`);
    execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
    const format = ['image', 'inspect', '--format', '{{index .RepoDigests 0}}', image.name];
    const name = execFileSync('docker', format, { encoding: 'utf8' }).trim();
    image[Symbol.dispose]();
    const digest = name.split('@')[1] as Digest;
    const [ours, others] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    const pem = ours!.publicKey.export({ type: 'spki', format: 'pem' });
    writeFileSync(join(cwd, 'publisher.pub'), pem);
    const settings = `image: '${name}', signed-by: publisher.pub, network: none`;
    writeFileSync(join(cwd, 'tackle.yaml'), `toolboxes:\n  t: {${settings}, commands: [hello]}\n`);
    const env = {
      TACKLE_ENGINE: engine,
      ...(engine === 'embedded' && { DOCKER_HOST: 'unix:///nowhere.sock' }),
      XDG_CACHE_HOME: join(cwd, 'cache'),
      XDG_DATA_HOME: join(cwd, 'data'),
    };
    const hello = async () => {
      const { status, stdout, stderr } = await runTackle(['-q', 'hello'], { cwd, env });
      return { status, stdout: stdout.toString(), stderr: stderr.toString() };
    };
    const isHere = () => spawnSync('docker', ['image', 'inspect', name]).status === 0;
    try {
      const unsigned = await hello();
      expect(unsigned).toMatchObject({ status: 125, stdout: '' });
      expect(unsigned.stderr).toContain('[images/not-signed]\n  tackle.yaml:2:');
      const pusher = new Pusher(registry.address, 'hello');
      await pushSignatures(pusher, digest, [[statement(digest), others!.privateKey]]);
      expect((await hello()).stderr).toContain('[images/signature-wrong]\n  tackle.yaml:2:');
      expect(isHere()).toBe(false);
      await pushSignatures(pusher, digest, [[statement(digest), ours!.privateKey]]);
      const said = { status: 0, stdout: 'hello from the image\n', stderr: '' };
      expect(await hello()).toEqual(said);
      await registry[Symbol.asyncDispose]();
      expect(await hello()).toEqual(said);
      // Here, and by another key: nobody is there to ask.
      writeFileSync(
        join(cwd, 'publisher.pub'),
        others!.publicKey.export({ type: 'spki', format: 'pem' }),
      );
      expect(await hello()).toMatchObject({ status: 125, stdout: '' });
    } finally {
      await registry[Symbol.asyncDispose]();
      spawnSync('docker', ['image', 'rm', '--force', name], { stdio: 'ignore' });
    }
  },
);
