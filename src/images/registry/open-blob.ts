import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { Result } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { abortWith } from './abort-with.ts';
import { askRegistry } from './ask-registry.ts';
import type { Attempt, Errand } from './attempt.ts';
import { attemptAll, done, elsewhere, failed } from './attempt.ts';
import type { Endpoint } from './endpoints.ts';
import type { Sources } from './find-image.ts';
import type { Descriptor } from './manifest.ts';
import { mediaTypeOf } from './media-types.ts';
import { imageDamaged, registryBrokeOff, registryOddAnswer, type Wanted } from './problems.ts';
import { dropBody, readBody } from './read-body.ts';

/** What the stream of a blob ends with when it does not end well; streams know no other failures than errors. */
export class BlobFailure extends Error {
  readonly problem: ImagesProblem;

  constructor(problem: ImagesProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Hears of bytes that go out: how many, and by whom, unless it is who is asked last. */
export type Passed = (bytes: number, mirror: Endpoint | undefined) => void;

/** After this many bytes a connection that breaks has been of use. */
const FRUITFUL = 1024 ** 2;

/**
 * The blob's bytes as they lie in the registry. They are verified when the last of them has passed: until the stream
 * has ended, and has ended well, nothing is known of them. It fails with a `BlobFailure`; destroying it ends the
 * download.
 */
export function openBlob(
  blob: Descriptor,
  sources: Sources,
  errand: Errand,
  passed: Passed = () => undefined,
): Readable {
  const out = new PassThrough();
  const { controller, release } = abortWith(errand.work.signal);
  const { signal } = controller;
  out.once('close', () => {
    release();
    controller.abort();
  });
  // Whoever reads it hears of the failure when they come to read; an error that nobody hears would end the process.
  out.on('error', () => undefined);
  const own = { ...errand, work: { ...errand.work, signal } };
  const pass = async (chunk: Buffer, endpoint: Endpoint): Promise<void> => {
    passed(chunk.length, endpoint === sources.endpoints.at(-1) ? undefined : endpoint);
    if (!out.write(chunk)) await once(out, 'drain', { signal });
  };
  void pour(blob, sources, own, pass).then((poured) => {
    if (poured.ok) out.end();
    else out.destroy(new BlobFailure(poured.error));
  });
  return out;
}

async function pour(
  blob: Descriptor,
  { endpoints, keyring }: Sources,
  whole: Errand,
  pass: (chunk: Buffer, endpoint: Endpoint) => Promise<void>,
): Promise<Result<void, ImagesProblem>> {
  const { digest, size } = blob;
  const part = `the part \`${digest}\``;
  // Whoever keeps a blob proves it too, since it may come out of an archive; but only here is it known that the image
  // in its registry is what is damaged.
  const hash = createHash('sha256');
  /** How many bytes are out, and in the hash. */
  let passed = 0;

  return await attemptAll(endpoints, whole, async (endpoint, errand): Promise<Attempt<void>> => {
    const { wanted } = errand;
    const damaged = (why: string) => imageDamaged(wanted, part, why);
    const from = passed;
    const headers = from === 0 ? {} : { Range: `bytes=${from}-` };
    const question = { endpoint, path: `blobs/${digest}`, headers };
    const came = await askRegistry({ ...question, welcome: [200, 206, 416] }, keyring, errand);
    if (came.kind !== 'done') return came;
    const response = came.value;
    const unfit = unfitAnswer(response, blob, from, wanted);
    if (unfit !== undefined) {
      dropBody(response);
      return elsewhere(unfit);
    }
    // A server that knows no ranges begins anew.
    let known = response.status === 200 ? from : 0;
    const end = await readBody(response, errand, async (chunk) => {
      const fresh = chunk.subarray(Math.min(known, chunk.length));
      known -= chunk.length - fresh.length;
      if (passed + fresh.length > size) return false;
      hash.update(fresh);
      passed += fresh.length;
      if (fresh.length > 0) await pass(fresh, endpoint);
      return true;
    });
    if (end.kind === 'enough') return failed(damaged(`it is longer than ${size} bytes`));
    if (passed === size) {
      const got = `sha256:${hash.digest('hex')}`;
      return got === digest ? done(undefined) : failed(damaged(`it is \`${got}\``));
    }
    const why = end.kind === 'broken' ? end.why : `the answer ended after ${passed} bytes`;
    const problem = registryBrokeOff(wanted, why);
    return { kind: 'again', problem, why, fruitful: passed - from >= FRUITFUL };
  });
}

/** Why an answer cannot hold the rest of a blob, seen before its body is read. */
function unfitAnswer(
  { status, headers }: Response,
  { digest, size }: Descriptor,
  from: number,
  wanted: Wanted,
): ImagesProblem | undefined {
  const part = `the part \`${digest}\``;
  if (status === 416) return imageDamaged(wanted, part, `it ends after ${from} of ${size} bytes`);
  if (status === 206) {
    const [, start, total] =
      /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
    const fits = Number(start) === from && (total === '*' || Number(total) === size);
    return fits ? undefined : registryOddAnswer(wanted, 'it gives another range than asked for');
  }
  if (mediaTypeOf(headers.get('content-type')) === 'text/html') {
    return registryOddAnswer(wanted, 'it answers with HTML');
  }
  const length = headers.get('content-length') ?? String(size);
  return Number(length) === size
    ? undefined
    : imageDamaged(wanted, part, `it is ${length} bytes long and not ${size}`);
}
