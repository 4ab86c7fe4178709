import { projectToolboxes } from '../catalog/project-toolboxes.ts';
import { parseReference, type ImageReference } from '../catalog/reference.ts';
import type { Facts, RegistryFact } from '../doctor/facts.ts';
import { askHttp } from '../images/ask-http.ts';
import { endpointsFor } from '../images/registry/endpoints.ts';
import type { Surroundings } from './read-surroundings.ts';

/** In milliseconds. */
const PATIENCE = 5_000;

/** Whether the registries answer that the images of the project come from, and what time it is there. */
export async function askRegistries(
  here: Surroundings | undefined,
): Promise<Pick<Facts, 'registries' | 'skew'>> {
  const registries = here?.config.registries;
  const places = new Map<string, string>();
  for (const reference of referencesOf(here)) {
    const endpoints = endpointsFor(reference, registries);
    if (endpoints.ok) places.set(endpoints.value[0].registry, `${endpoints.value[0].base}/v2/`);
  }
  const answers = await Promise.all([...places].map(([registry, url]) => ask(registry, url)));
  const skew = answers.find((one) => one.skew !== undefined)?.skew;
  return { registries: answers.map(({ fact }) => fact), ...(skew !== undefined && { skew }) };
}

function referencesOf(here: Surroundings | undefined): readonly ImageReference[] {
  const tools = here && projectToolboxes(here.config, here.catalog);
  const images = tools?.ok === true ? tools.value.map(({ source }) => source) : [];
  const references = images.flatMap((source) =>
    source.kind === 'image' ? [source.reference] : [],
  );
  // Where most toolboxes of the catalogue come from.
  const usual = parseReference('debian');
  return references.length > 0 || usual === undefined ? references : [usual];
}

interface Answer {
  readonly fact: RegistryFact;
  /** In seconds; `Date` of an answer has no more. */
  readonly skew?: number;
}

/** Whoever answers at all is there, also one that wants to know who asks. */
async function ask(registry: string, url: string): Promise<Answer> {
  const answer = await askHttp({ url, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.kind !== 'answered') {
    const late = `nothing within ${PATIENCE / 1000} s`;
    return { fact: { registry, url, silent: answer.kind === 'silent' ? answer.why : late } };
  }
  await answer.response.body?.cancel();
  const said = Date.parse(answer.response.headers.get('date') ?? '');
  const skew = Math.round((Date.now() - said) / 1000);
  return { fact: { registry, url }, ...(Number.isFinite(skew) && { skew }) };
}
