import type { Digest } from '../kernel/brand.ts';
import { digestOf } from '../kernel/brand.ts';

/** An image reference as asked for: `docker.io/library/python:3.8-slim@sha256:…`, in its parts. */
export interface ImageReference {
  /** Host and optional port: `docker.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** Path within the registry: `library/python`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${PATH_PART}(?:/${PATH_PART})*$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const HOST_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const HOST = new RegExp(
  `^(?:${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[0-9A-Fa-f:]+\\])(?::[0-9]{1,5})?$`,
);
const LEGACY_HUB = 'index.docker.io';

/**
 * Reads a reference by the rules of Docker's `reference` package: the first part is a registry
 * when it holds a dot or a colon or is `localhost`; a bare name lives in `docker.io/library`; with
 * neither tag nor digest the tag is `latest`; `index.docker.io` is an old name of `docker.io`. Nothing for a text that is no reference.
 */
export function parseReference(text: string): ImageReference | undefined {
  const [named, digestText, ...more] = text.split('@');
  if (named === undefined || named === '' || more.length > 0) return undefined;
  const digest = digestText === undefined ? undefined : digestOf(digestText);
  if (digestText !== undefined && digest === undefined) return undefined;

  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const name = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? named.slice(colon + 1) : digest === undefined ? 'latest' : undefined;
  if (tag !== undefined && !TAG.test(tag)) return undefined;

  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasRegistry = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const registry = !hasRegistry || first === LEGACY_HUB ? 'docker.io' : first;
  const rest = hasRegistry ? name.slice(slash + 1) : name;
  const repository = registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest;
  if (!HOST.test(registry) || !REPOSITORY.test(repository) || repository.length > 255)
    return undefined;
  return {
    registry,
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** The canonical text of a reference; `parseReference` reads it back to an equal value. */
export function printReference(reference: ImageReference): string {
  const { registry, repository, tag, digest } = reference;
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** For people: without the digest where there is a tag, since no reader compares digests by eye. */
export function printByTag(reference: ImageReference): string {
  const { registry, repository, tag } = reference;
  return printReference(tag === undefined ? reference : { registry, repository, tag });
}
