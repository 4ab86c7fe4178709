import type { Written } from '../written.ts';

/** Why a property cannot be met, to follow "cannot be met: "; and what to do. */
export interface Refusal {
  readonly why: string;
  readonly hint: string;
}

/** What is done with a property: `read-toolbox.ts` reads it, nobody does, or it is refused where it asks for something. */
type Verdict = 'read' | 'passed-over' | Refusal;

const OTHER_TOOLS = 'take toolboxes in their place, as `tackle init` proposes them';
const BY_HAND = 'put it into the Dockerfile, or run it by hand and take it out here';
const LEAVE_OUT = 'leave it out';

/** Nothing of a launch is kept in a container. */
const LIFECYCLE: Refusal = {
  why: 'each command has a fresh container, and nothing could be made ready in one',
  hint: BY_HAND,
};

const COMPOSE: Refusal = {
  why: 'one container is run, and no others beside it',
  hint: OTHER_TOOLS,
};

const RIGHTS: Refusal = {
  why: 'no tool has more rights than you have',
  hint: LEAVE_OUT,
};

/** Every property of https://containers.dev/implementors/json_reference/, and older names of the same. */
export const PROPERTIES: Readonly<Record<string, Verdict>> = {
  image: 'read',
  build: 'read',
  dockerFile: 'read',
  context: 'read',
  containerEnv: 'read',
  remoteEnv: 'read',
  workspaceFolder: 'read',
  workspaceMount: 'read',
  mounts: 'read',
  remoteUser: 'read',
  containerUser: 'read',
  runArgs: 'read',

  // Of editors, or of how a container is kept that is not kept here.
  $schema: 'passed-over',
  name: 'passed-over',
  customizations: 'passed-over',
  settings: 'passed-over',
  extensions: 'passed-over',
  devPort: 'passed-over',
  secrets: 'passed-over',
  shutdownAction: 'passed-over',
  userEnvProbe: 'passed-over',
  waitFor: 'passed-over',
  overrideFeatureInstallOrder: 'passed-over',
  // Each tool has an init, and the caller's network, on which every port is one of this machine's.
  init: 'passed-over',
  forwardPorts: 'passed-over',
  portsAttributes: 'passed-over',
  otherPortsAttributes: 'passed-over',
  appPort: 'passed-over',

  features: {
    why: 'they are put into an image by scripts of their own, which run as root',
    hint: OTHER_TOOLS,
  },
  dockerComposeFile: COMPOSE,
  service: COMPOSE,
  runServices: COMPOSE,
  initializeCommand: { why: 'nothing of a project is run on your machine itself', hint: BY_HAND },
  onCreateCommand: LIFECYCLE,
  updateContentCommand: LIFECYCLE,
  postCreateCommand: LIFECYCLE,
  postStartCommand: LIFECYCLE,
  postAttachCommand: LIFECYCLE,
  privileged: RIGHTS,
  capAdd: RIGHTS,
  securityOpt: RIGHTS,
  overrideCommand: {
    why: 'what the image itself would start is not started',
    hint: LEAVE_OUT,
  },
  updateRemoteUserUID: {
    why: 'every tool runs with your own ids, so that its files are yours',
    hint: LEAVE_OUT,
  },
  hostRequirements: {
    why: 'no tool is given a graphics card',
    hint: 'leave `gpu` out',
  },
};

/** Those that ask for something by `false`, which is not what holds when they are left out. */
const ASK_BY_FALSE = ['overrideCommand', 'updateRemoteUserUID'];

/** Whether a property that cannot be met asks for anything: an empty one is as good as none. */
export function asksForSomething(key: string, value: Written): boolean {
  if (ASK_BY_FALSE.includes(key)) return !(value.kind === 'scalar' && value.value !== false);
  if (key === 'hostRequirements') return asksForGpu(value);
  switch (value.kind) {
    case 'list':
      return value.items.length > 0;
    case 'map':
      return value.entries.length > 0;
    case 'scalar':
      return value.value !== null && value.value !== false && value.value !== '';
  }
}

function asksForGpu(value: Written): boolean {
  const gpu = value.kind === 'map' ? value.entries.find(({ key }) => key === 'gpu') : undefined;
  if (gpu === undefined) return false;
  return !(
    gpu.value.kind === 'scalar' && [false, 'optional', null].includes(gpu.value.value as never)
  );
}
