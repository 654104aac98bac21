import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** By this name the agent's own frames are told from the program's. */
export const agentName = 'watertight:agent';

/**
 * The agent as one expression that uses what its entry for running processes exports, as in `.attach(tell, options)`. The
 * process that evaluates it needs neither our files nor a `require` of its own.
 */
export function agentBundle(use: string): string {
  const entry = createRequire(import.meta.url).resolve('@watertight/agent/attached');
  const folder = dirname(entry);
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${JSON.stringify(`./${name}`)}: ${asFunction(readFileSync(join(folder, name), 'utf8'))}`);
  return `(() => {
  const sources = {${modules.join(',\n')}};
  const loaded = {};
  const load = (id) => {
    if (!Object.hasOwn(sources, id)) return process.getBuiltinModule(id);
    if (loaded[id]) return loaded[id].exports;
    const module = (loaded[id] = { exports: {} });
    sources[id].call(module.exports, module.exports, load, module, ${JSON.stringify(agentName)});
    return module.exports;
  };
  return load(${JSON.stringify(`./${basename(entry)}`)});
})()${use}
//# sourceURL=${agentName}`;
}

function asFunction(text: string): string {
  return `function (exports, require, module, __dirname) {\n${text.replace(/^\/\/# sourceMappingURL=.*$/gm, '')}\n}`;
}
