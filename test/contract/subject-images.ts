import { parseReference } from '../../src/catalog/reference.ts';
import type { ImageReference } from '../../src/catalog/reference.ts';
import { freePort } from '../rig/free-port.ts';
import { rig } from '../rig/rig.ts';
import type { SubjectImages } from './subject.ts';

/** The rig's images, for an engine that pulls. @param closed a registry that wants to know who asks */
export async function subjectImages(closed: string): Promise<SubjectImages> {
  const { kit, registry } = rig();
  const nobodyListens = await freePort();
  return {
    kit: reference(kit.tag),
    kitDigest: kit.digest,
    missing: reference(`${registry}/missing:1`),
    denied: reference(`${closed}/kit:1`),
    unreachable: reference(`127.0.0.1:${nobodyListens}/kit:1`),
  };
}

function reference(text: string): ImageReference {
  const parsed = parseReference(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}
