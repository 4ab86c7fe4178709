import { Readable } from 'node:stream';
import { expect } from 'vitest';
import type { Digest } from '../../../src/kernel/brand.ts';
import { digestOfContent } from '../../../src/kernel/digest.ts';
import type { Progress, Work } from '../../../src/kernel/work.ts';
import type { PackagesPin } from '../../../src/lock/pin.ts';
import { registryPin } from '../../../src/lock/registry-pin.ts';
import { PLATFORM, QUIET, run, value } from '../bench.ts';
import { exitsWith } from '../programs.ts';
import type { Case } from './case.ts';

function aborted(): Work {
  const control = new AbortController();
  control.abort();
  return { signal: control.signal, report: () => undefined };
}

/** Of an image that is nowhere: one that is here is the same from whatever registry. */
const NOBODYS = `sha256:${'0'.repeat(64)}` as Digest;

const UNBUILDABLE: PackagesPin = {
  kind: 'packages',
  recipe: { debian: 'no-such-suite', packages: [], npm: [] },
  key: NOBODYS,
};

export const IMAGES: readonly Case[] = [
  {
    title: 'a tag resolves to the digest that its registry gives',
    holds: async ({ engine, subject }) => {
      const { kit, kitDigest } = subject.images;
      expect(value(await engine.resolve(kit, QUIET))).toEqual({
        kind: 'registry',
        registry: kit.registry,
        repository: kit.repository,
        tag: kit.tag,
        digest: kitDigest,
      });
    },
  },
  {
    title: 'an image that does not exist is said to be so',
    holds: async ({ engine, subject }) => {
      const { missing } = subject.images;
      for (const reference of [missing, { ...subject.images.kit, tag: 'no-such-tag' }]) {
        const resolved = await engine.resolve(reference, QUIET);
        expect(resolved).toMatchObject({ ok: false, error: { code: 'engine/image-not-found' } });
      }
    },
  },
  {
    title: 'a registry that lets nobody in is said to be so',
    holds: async ({ engine, subject }) => {
      const { denied } = subject.images;
      const error = { code: 'engine/registry-denied' };
      expect(await engine.resolve(denied, QUIET)).toMatchObject({ ok: false, error });
      const unknown = registryPin(denied, NOBODYS);
      const ensured = await engine.ensure(unknown, PLATFORM, QUIET);
      expect(ensured).toMatchObject({ ok: false, error });
    },
  },
  {
    title: 'a registry that does not answer is said to be so',
    holds: async ({ engine, subject }) => {
      const { unreachable } = subject.images;
      const error = { code: 'engine/registry-unreachable' };
      expect(await engine.resolve(unreachable, QUIET)).toMatchObject({ ok: false, error });
      const unknown = registryPin(unreachable, NOBODYS);
      const ensured = await engine.ensure(unknown, PLATFORM, QUIET);
      expect(ensured).toMatchObject({ ok: false, error });
    },
  },
  {
    title: 'an image that is there is ensured without any work',
    holds: async ({ engine, pin, image }) => {
      const reported: Progress[] = [];
      const work = { ...QUIET, report: (progress: Progress) => void reported.push(progress) };
      expect(value(await engine.ensure(pin, PLATFORM, work))).toBe(image);
      expect(reported).toEqual([]);
    },
  },
  {
    title: 'an image that was removed is fetched again, and is the same',
    needs: ['containers'],
    holds: async ({ engine, pin, image, subject }) => {
      await subject.forget(pin);
      const told: Progress[] = [];
      const work = { ...QUIET, report: (progress: Progress) => void told.push(progress) };
      expect(value(await engine.ensure(pin, PLATFORM, work))).toBe(image);
      expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['started', 'finished']));
      // Docker tells of no layers where it has the image by another name.
      const counts = told.flatMap((each) => (each.kind === 'advanced' ? [each.layers] : []));
      const last = counts.at(-1) ?? { done: 0, total: 0 };
      expect(last.done).toBe(last.total);
    },
  },
  {
    title: 'a pin that nobody has is an image that does not exist',
    holds: async ({ engine, pin }) => {
      if (pin.kind !== 'registry') throw new Error(pin.kind);
      const ensured = await engine.ensure({ ...pin, digest: NOBODYS }, PLATFORM, QUIET);
      expect(ensured).toMatchObject({ ok: false, error: { code: 'engine/image-not-found' } });
    },
  },
  {
    title: 'an image that is there and is not what is locked is refused',
    needs: ['containers'],
    holds: async ({ engine, pin }) => {
      if (pin.kind !== 'registry') throw new Error(pin.kind);
      const locked = { ...pin, exact: { manifest: pin.digest, config: NOBODYS } };
      const ensured = await engine.ensure(locked, PLATFORM, QUIET);
      expect(ensured).toMatchObject({ ok: false, error: { code: 'engine/image-differs' } });
    },
  },
  {
    title: 'an image that is given is there again once it is taken, with no registry being asked',
    needs: ['containers'],
    holds: async (bench) => {
      const { engine, pin, image, subject } = bench;
      await using given = value(await engine.give(pin, PLATFORM, QUIET));
      const exact = { manifest: NOBODYS, config: digestOfContent(given.config) };
      const elsewhere = { ...registryPin(subject.images.unreachable, NOBODYS), exact };
      await subject.forget(pin);
      value(await engine.take(elsewhere, PLATFORM, given, QUIET));
      const taken = value(await engine.ensure(elsewhere, PLATFORM, QUIET));
      const there = { ...bench, pin: elsewhere, image: taken };
      const { ending } = await run(there, exitsWith, { args: ['7'] });
      expect(ending).toEqual({ kind: 'exited', status: 7 });
      // That the digest leads there is the word of that lock: who has none asks the registry.
      const unlocked = registryPin(subject.images.unreachable, NOBODYS);
      expect(await engine.ensure(unlocked, PLATFORM, QUIET)).toMatchObject({ ok: false });
      await subject.forget(elsewhere);
      expect(value(await engine.ensure(pin, PLATFORM, QUIET))).toBe(image);
    },
  },
  {
    title: 'what is not what it says is not taken',
    needs: ['containers'],
    holds: async ({ engine, pin, image, subject }) => {
      await using given = value(await engine.give(pin, PLATFORM, QUIET));
      // One that nobody has, whatever else this engine has been given.
      const said = JSON.parse(given.config.toString()) as object;
      const config = Buffer.from(JSON.stringify({ ...said, author: 'nobody' }));
      const exact = { manifest: NOBODYS, config: digestOfContent(config) };
      const elsewhere = { ...registryPin(subject.images.unreachable, NOBODYS), exact };
      const [first, ...others] = given.layers;
      const spoilt = { ...first!, open: () => Readable.from([Buffer.alloc(first!.size)]) };
      const parts = { config, layers: [spoilt, ...others] };
      await subject.forget(pin);
      expect(await engine.take(elsewhere, PLATFORM, parts, QUIET)).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^images.layer-(damaged|refused)$/) as string },
      });
      expect(await engine.ensure(elsewhere, PLATFORM, QUIET)).toMatchObject({ ok: false });
      expect(value(await engine.ensure(pin, PLATFORM, QUIET))).toBe(image);
    },
  },
  {
    title: 'giving and taking can be interrupted',
    needs: ['containers'],
    holds: async ({ engine, pin, image, subject }) => {
      const error = { code: expect.stringMatching(/^(engine|images)\/interrupted$/) as string };
      const none = await engine.give(pin, PLATFORM, aborted());
      expect(none).toMatchObject({ ok: false, error });
      await using given = value(await engine.give(pin, PLATFORM, QUIET));
      await subject.forget(pin);
      const taken = await engine.take(pin, PLATFORM, given, aborted());
      expect(taken).toMatchObject({ ok: false, error });
      expect(value(await engine.ensure(pin, PLATFORM, QUIET))).toBe(image);
    },
  },
  {
    title: 'fetching can be interrupted, before and in the midst, and done afterwards',
    needs: ['containers'],
    holds: async ({ engine, pin, image, subject }) => {
      await subject.forget(pin);
      expect(await engine.ensure(pin, PLATFORM, aborted())).toMatchObject({
        ok: false,
        error: { code: 'engine/interrupted' },
      });
      const control = new AbortController();
      const work: Work = { signal: control.signal, report: () => control.abort() };
      expect(await engine.ensure(pin, PLATFORM, work)).toMatchObject({
        ok: false,
        error: { code: 'engine/interrupted' },
      });
      expect(value(await engine.ensure(pin, PLATFORM, QUIET))).toBe(image);
    },
  },
  {
    title: 'a build can be interrupted before it begins',
    holds: async ({ engine }) => {
      const built = await engine.build(UNBUILDABLE, PLATFORM, aborted());
      expect(built).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^(images|engine)\/interrupted$/) as string },
      });
    },
  },
  {
    title: 'packages of a suite that does not exist are not built',
    needs: ['containers'],
    holds: async ({ engine }) => {
      expect(await engine.build(UNBUILDABLE, PLATFORM, QUIET)).toMatchObject({
        ok: false,
        error: { code: 'images/unknown-suite' },
      });
    },
  },
];
