export function cProject(modules: number): ReadonlyMap<string, string>;
