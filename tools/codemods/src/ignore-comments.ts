import { ts } from 'ts-morph';

/** Whether the line above a node, or the lines above its statement, say `// watertight-ignore <rule>: reason`. */
export function isIgnored(node: ts.Node, rule: string): boolean {
  const file = node.getSourceFile();
  const lines = file.text.split(/\r?\n/);
  const { line } = ts.getLineAndCharacterOfPosition(file, node.getStart());
  for (let above = line - 1; above >= 0; above--) {
    const text = (lines[above] ?? '').trim();
    if (!text.startsWith('//')) return false;
    const rules = /^\/\/\s*watertight-ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)/.exec(text)?.[1];
    if (rules?.split(/\s*,\s*/).includes(rule)) return true;
  }
  return false;
}
