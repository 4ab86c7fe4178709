import type { Config } from '../config/config.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { askedName } from './asked-name.ts';
import type { CatalogToolbox } from './catalog.ts';
import { catalogRun } from './catalog-run.ts';
import { catalogSource } from './catalog-source.ts';
import { chooseVersion } from './choose-version.ts';
import type { CatalogProblem } from './problems.ts';
import type { Request } from './request.ts';
import type { Tool } from './tool.ts';

/** A toolbox of the catalogue as a tool. */
export function catalogTool(
  toolbox: CatalogToolbox,
  request: Request,
  config: Config,
): Result<Tool, CatalogProblem> {
  const chosen = chooseVersion(toolbox, request, config);
  if (!chosen.ok) return chosen;
  const run = catalogRun(chosen.value, request);
  if (!run.ok) return run;
  const { version, kind, others } = chosen.value;
  return ok({
    command: request.typed ?? run.value.command,
    toolbox: { name: toolbox.name, version: version.version, origin: 'catalogue' },
    asked: askedName(toolbox.name, request.version, request.source?.value),
    exec: run.value.exec,
    source: catalogSource(version, kind),
    alternatives: others,
    network: toolbox.network,
    env: toolbox.env,
    ...(Object.keys(toolbox.homeEnv).length > 0 && { homeEnv: toolbox.homeEnv }),
    share: [],
    limits: {},
  });
}
