import type { Repository } from '../repository.ts';

const text = String.raw`(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|${'`'}[^${'`'}]*${'`'})`;
const thrown = new RegExp(String.raw`new \w*Error\(\s*'([A-Z_]+)',\s*(${text}(?:\s*\+\s*${text})*)`, 'g');

/** What errors say, by code, as the sources have it; `…` stands for what is put in. */
export function errorMessages(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const messages = new Map<string, string[]>();
  const files = ['libs', 'tools', 'apps'].flatMap((folder) => repository.find(folder, '.ts'));
  for (const file of files.filter((name) => !/\.(spec|proof|walk)\.ts$|\/testing\//.test(name))) {
    for (const [, code = '', parts = ''] of repository.read(file).matchAll(thrown)) {
      const message = parts
        .split(/\s*\+\s*(?=['"`])/)
        .map(plain)
        .join('');
      const known = messages.get(code) ?? [];
      if (message !== '…' && !known.includes(message)) messages.set(code, [...known, message]);
    }
  }
  return messages;
}

const plain = (literal: string) =>
  literal
    .slice(1, -1)
    .replaceAll(/\$\{[^}]*\}(?:[^}$]*\}(?=\s*;|,))?/g, '…')
    .replaceAll(/\\(['"`])/g, '$1');
