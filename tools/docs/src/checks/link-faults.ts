import { posix } from 'node:path';
import type { Fault } from './fault.ts';

/** Links and anchors of a site that lead nowhere. */
export function* linkFaults(files: ReadonlyMap<string, string>): Iterable<Fault> {
  const anchors = new Map(
    [...files].filter(([path]) => path.endsWith('.html')).map(([path, html]) => [path, idsIn(html)]),
  );
  for (const path of anchors.keys()) {
    const links = new Set([...files.get(path)!.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link!));
    for (const link of links) {
      const message = whyNowhere(link.replaceAll('&amp;', '&'), path);
      if (message !== undefined) yield { file: path, message };
    }
    for (const id of twice(files.get(path)!))
      yield { file: path, message: `the id '${id}' is there twice; rename a heading` };
  }

  function whyNowhere(link: string, from: string): string | undefined {
    if (/^(https?|mailto):/.test(link)) return undefined;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? from : posix.join(posix.dirname(from), decodeURI(path));
    if (!files.has(target)) return `the link '${link}' leads nowhere; there is no ${target}`;
    if (anchor !== undefined && !anchors.get(target)?.has(decodeURIComponent(anchor)))
      return `the link '${link}' leads to no heading; ${target} has no id '${anchor}'`;
    return undefined;
  }
}

const idPattern = /\sid="([^"]*)"/g;
const idsIn = (html: string) => new Set([...html.matchAll(idPattern)].map(([, id]) => id!));

function twice(html: string): string[] {
  const seen = new Set<string>();
  return [...html.matchAll(idPattern)].flatMap(([, id]) => (seen.has(id!) ? [id!] : (seen.add(id!), [])));
}
