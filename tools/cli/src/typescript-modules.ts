import { register } from 'node:module';
import { extname } from 'node:path';

/** Lets a module in TypeScript be imported on a Node that does not strip types itself. */
export async function allowTypeScript(path: string): Promise<void> {
  const isTyped = /^\.[cm]?ts$/.test(extname(path));
  const { typescript } = process.features as { typescript?: unknown };
  if (isTyped && !typescript) register('./typescript-hooks.js', import.meta.url);
  return Promise.resolve();
}
