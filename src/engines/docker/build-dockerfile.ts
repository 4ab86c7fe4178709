import type { RegistryConfig } from 'dockerode';
import { packContext } from '../../images/pack-context.ts';
import type { ImagesProblem } from '../../images/problems.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import { dockerfileKey } from '../../lock/dockerfile-key.ts';
import type { DockerfilePin } from '../../lock/pin.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { EngineProblem } from '../engine.ts';
import { buildFailed, interrupted } from '../problems.ts';
import { fixBases } from './bases.ts';
import { buildOnce } from './build-once.ts';
import type { Dialect } from './dialect.ts';
import type { DockerContext } from './docker-context.ts';
import { problemOf, problemOfWords } from './failure.ts';
import { nameOfImage } from './name-of-image.ts';
import { progressLines } from './progress-lines.ts';

/** How many of the builder's last lines a failure shows. */
const TAIL_LINES = 20;

/** The builder colours what a step says on its stderr (docker/docker `builder/dockerfile`): nothing else is lost. */
const COLOUR = /\u001b\[[0-9;]*m/g;

/**
 * Builds a Dockerfile with the daemon's own builder. The name is given to the image by the daemon as its
 * last step, so there is never a half-built image under it; an aborted request ends the build.
 */
export async function buildDockerfile(
  context: DockerContext,
  pin: DockerfilePin,
  platform: Platform,
  work: Work,
  anew = false,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const { dockerfile: subject } = pin.source;
  return await buildOnce(context, pin, { subject, anew }, work, () =>
    build(context, pin, platform, work, anew),
  );
}

async function build(
  engine: DockerContext,
  pin: DockerfilePin,
  platform: Platform,
  work: Work,
  anew: boolean,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  const { source } = pin;
  const subject = source.dockerfile;
  const { docker, address, dialect } = engine;
  const sent = await fixBases(engine, pin, platform, work);
  if (!sent.ok) return sent;
  const context = await packContext(source, {
    dockerfile: sent.value,
    isRight: (packed) => dockerfileKey(packed, pin.bases ?? {}) === pin.key,
  });
  if (!context.ok) return context;
  const { tar, fault } = context.value;
  // The daemon begins when it has the whole context: a request that is broken off before builds nothing.
  const broken = new AbortController();
  tar.once('error', () => broken.abort());
  work.report({ kind: 'started', task: 'build', subject });
  const said: string[] = [];
  try {
    const stream = await docker.buildImage(tar, {
      t: nameOfImage(dialect, pin),
      dockerfile: context.value.dockerfile,
      platform,
      buildargs: { ...source.args },
      registryconfig: sent.value.logins as RegistryConfig,
      labels: { 'dev.tackle.key': pin.key },
      ...(source.target !== undefined && { target: source.target }),
      nocache: anew,
      rm: true,
      forcerm: true,
      abortSignal: AbortSignal.any([work.signal, broken.signal]),
    });
    for await (const line of progressLines(stream as AsyncIterable<Buffer>)) {
      if (line.error !== undefined) {
        work.report({ kind: 'logged', task: 'build', subject, line: line.error.trim() });
        return err(failure(subject, line.error, dialect, said));
      }
      const text = line.stream?.replace(COLOUR, '').trim() ?? '';
      if (text === '') continue;
      said.push(text);
      work.report({ kind: 'said', task: 'build', subject, line: text });
    }
  } catch (error) {
    if (work.signal.aborted) return err(interrupted(`building \`${subject}\``));
    const faulty = fault();
    if (faulty !== undefined) return err(faulty);
    return err(problemOf(error, { address, dialect }, { task: `build \`${subject}\`` }));
  }
  work.report({ kind: 'finished', task: 'build', subject });
  return ok(undefined);
}

function failure(
  subject: string,
  words: string,
  dialect: Dialect,
  said: readonly string[],
): EngineProblem {
  const problem = problemOfWords(words, dialect, { task: `build \`${subject}\`` });
  if (problem.code !== 'engine/failed') return problem;
  return buildFailed(subject, [...said.slice(-TAIL_LINES), words.trim()]);
}
