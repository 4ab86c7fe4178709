import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../src/engines/check-signature.ts';
import { faultOf, publicKey } from '../../src/images/registry/verify-signature.ts';
import type { AbsolutePath, Digest } from '../../src/kernel/brand.ts';
import type { RegistryPin } from '../../src/lock/pin.ts';
import { temporary } from '../host/temporary.ts';
import { startRegistry } from '../rig/registry.ts';
import { problemOf, rules, SeenWork, valueOf } from './errand.ts';
import { REPOSITORY } from './fault-server.ts';
import { Pusher } from './push.ts';
import { sampleImage } from './sample-image.ts';
import { pushSignatures, signatureOf, statement } from './sign.ts';

const ours = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const others = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const image = sampleImage();
const { digest } = image.manifest;
const ANOTHER = `sha256:${createHash('sha256').update('x').digest('hex')}` as Digest;

describe('a signature', () => {
  it.each([
    ['ECDSA', ours],
    ['Ed25519', generateKeyPairSync('ed25519')],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ])('by %s is verified', (_, { publicKey: key, privateKey }) => {
    const payload = statement(digest);
    const signature = signatureOf(payload, privateKey);
    expect(faultOf({ payload, signature }, digest, key)).toBeUndefined();
    expect(faultOf({ payload: statement(ANOTHER), signature }, digest, key)).toMatch(/another key/);
    expect(faultOf({ payload, signature: '' }, digest, key)).toMatch(/another key/);
    expect(faultOf({ payload, signature: '%' }, digest, key)).toMatch(/another key/);
  });

  it.each([
    ['another image', statement(ANOTHER), `a signature of \`${ANOTHER}\``],
    [
      'no image',
      Buffer.from('{"critical":{}}'),
      'a signature of what is no statement about an image',
    ],
    ['no JSON', Buffer.from('x'), 'a signature of what is no statement about an image'],
  ])('of %s is none', (_, payload, fault) => {
    const signature = signatureOf(payload, ours.privateKey);
    expect(faultOf({ payload, signature }, digest, ours.publicKey)).toBe(fault);
  });

  it('needs a public key, and takes no private one', () => {
    const pem = { type: 'spki', format: 'pem' } as const;
    expect(publicKey(ours.publicKey.export(pem).toString())?.type).toBe('public');
    const secret = ours.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect([publicKey(secret), publicKey(''), publicKey('-----BEGIN PUBLIC KEY-----\nx')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('an image that has to be signed', () => {
  it('is refused until it is, then known without asking, and by that key alone', async () => {
    using directory = temporary();
    const env = { XDG_CACHE_HOME: join(directory.path, 'cache') };
    const file = join(directory.path, 'publisher.pub') as AbsolutePath;
    const write = ({ publicKey: key }: typeof ours) =>
      writeFileSync(file, key.export({ type: 'spki', format: 'pem' }));
    const place = { file: 'tackle.yaml', line: 3, column: 5, length: 1, text: '' };
    const server = await startRegistry(join(directory.path, 'registry'));
    const pusher = new Pusher(server.address, REPOSITORY);
    await pusher.push(image, '1');
    const pin = {
      kind: 'registry',
      registry: server.address,
      repository: REPOSITORY,
      tag: '1',
      digest,
      signedBy: { value: { kind: 'key', file }, place },
    } as const;
    const check = (registries = rules({})) =>
      checkSignature(pin, { env, registries }, new SeenWork());
    try {
      expect(problemOf(await check())).toMatchObject({ code: 'images/key-unusable', place });
      write(ours);
      expect(problemOf(await check())).toMatchObject({
        code: 'images/not-signed',
        message: expect.stringContaining(`${digest.replace(':', '-')}.sig`) as string,
        place,
      });
      await pushSignatures(pusher, digest, [
        [statement(digest), others.privateKey],
        [statement(ANOTHER), ours.privateKey],
      ]);
      expect(problemOf(await check())).toMatchObject({
        code: 'images/signature-wrong',
        detail: [
          'a signature that was made with another key, or of something else',
          `a signature of \`${ANOTHER}\``,
        ],
        place,
      });
      expect(existsSync(join(env.XDG_CACHE_HOME, 'tackle/signed'))).toBe(false);
      await pushSignatures(pusher, digest, [
        [statement(digest), others.privateKey],
        [statement(digest), ours.privateKey],
      ]);
      valueOf(await check());
      expect(readdirSync(join(env.XDG_CACHE_HOME, 'tackle/signed')).length).toBe(1);
    } finally {
      await server[Symbol.asyncDispose]();
    }
    valueOf(await check());
    write(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    expect(problemOf(await check()).code).toBe('engine/registry-unreachable');
  });
});

describe('an identity', () => {
  const place = { file: 'tackle.yaml', line: 3, column: 5, length: 1, text: '' };
  const by = { kind: 'identity', identity: 'ada@example.org', issuer: 'https://id.example.org' };
  const pin = {
    kind: 'registry',
    registry: 'registry.example.org',
    repository: REPOSITORY,
    digest,
    signedBy: { value: by, place },
  } as RegistryPin;

  /** What is said with this program on PATH in the place of cosign. */
  async function checkWith(script: string | undefined) {
    using directory = temporary();
    const program = join(directory.path, 'cosign');
    if (script !== undefined) writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const env = { PATH: `${directory.path}:/bin`, XDG_CACHE_HOME: join(directory.path, 'cache') };
    const registries = rules({ 'registry.example.org': ['mirror.example.org/hub'] });
    const first = await checkSignature(pin, { env, registries }, new SeenWork());
    rmSync(program, { force: true });
    return { first, second: await checkSignature(pin, { env, registries }, new SeenWork()) };
  }

  it('is verified by cosign, once', async () => {
    const words = [
      'verify',
      `--certificate-identity=${by.identity}`,
      `--certificate-oidc-issuer=${by.issuer}`,
      `mirror.example.org/hub/${REPOSITORY}@${digest}`,
    ];
    const { first, second } = await checkWith(`test "$*" = '${words.join(' ')}'`);
    valueOf(first);
    valueOf(second);
  });

  it('that cosign does not find is refused with its words', async () => {
    const { first } = await checkWith('echo "Error: no matching signatures" >&2; exit 10');
    expect(problemOf(first)).toMatchObject({
      code: 'images/signature-wrong',
      message: expect.stringContaining('`ada@example.org` of `https://id.example.org`') as string,
      detail: ['Error: no matching signatures'],
      place,
    });
  });

  it('needs cosign', async () => {
    expect(problemOf((await checkWith(undefined)).first).code).toBe('images/cosign-missing');
  });
});
