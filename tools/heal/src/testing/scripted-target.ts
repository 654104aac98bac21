import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CodedError, type Finding } from '@watertight/evidence';
import type { HealOptions, HealTools } from '../options.ts';
import { aLeak, someEvidence } from './samples.ts';

/**
 * A target whose source says how it behaves, line by line: `leak <name> <tier>` leaks, `answer <text>` is what it responds,
 * `crash` makes it crash under load. A rewrite replaces the line of a leak by what `rewrites` has under its name.
 */
export interface ScriptedTarget {
  readonly folder: string;
  readonly options: HealOptions;
  readonly tools: HealTools;
  source(): string;
}

export function scriptedTarget(
  lines: readonly string[],
  rewrites: Readonly<Record<string, string>> = {},
): ScriptedTarget {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scripted-target-')));
  writeFileSync(join(folder, 'package.json'), '{ "name": "scripted" }\n');
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, sourceFile), lines.join('\n'));
  return {
    folder,
    options: {
      command: ['node', 'src/app.js'],
      cwd: folder,
      routes: [{ method: 'GET', path: '/visits', headers: {} }],
      unsafe: false,
      write: false,
      allowDirty: true,
    },
    tools: scriptedTools(rewrites),
    source: () => readFileSync(join(folder, sourceFile), 'utf8'),
  };
}

const sourceFile = 'src/app.js';

function scriptedTools(rewrites: Readonly<Record<string, string>>): HealTools {
  return {
    async runTrial({ cwd, onListening, onProgress }) {
      const lines = readLines(cwd);
      if (lines.includes('crash')) throw new CodedError('TARGET_CRASHED', 'the target crashed as scripted');
      onProgress?.({ phase: 'rounds', message: 'round 1 of 1', fraction: 0.5 });
      await serving(lines, (baseUrl) => onListening?.(baseUrl) ?? Promise.resolve());
      onProgress?.({ phase: 'stop', message: 'done', fraction: 1 });
      return someEvidence(leaksOf(lines));
    },
    withTarget: ({ cwd }, use) => serving(readLines(cwd), (baseUrl) => use({ baseUrl })),
    scan: ({ path }) => ({
      schemaVersion: 1,
      findings: findingsOf(readLines(path)),
      notAnalysed: [],
      stats: { files: 1, durationMs: 1 },
    }),
    planFixes({ path, select = () => true }) {
      const before = readFileSync(join(path, sourceFile), 'utf8');
      const lines = before.split('\n');
      const selected = findingsOf(lines).filter(select);
      const fixed = selected.filter(({ fix }) => fix !== 'manual');
      for (const { line } of fixed)
        lines[line - 1] = rewrites[nameOn(lines[line - 1])] ?? `fixed ${nameOn(lines[line - 1])}`;
      const left = selected
        .filter(({ fix }) => fix === 'manual')
        .map((finding) => ({ finding, why: 'move the state elsewhere' }));
      const edits = fixed.length > 0 ? [{ file: sourceFile, before, after: lines.join('\n') }] : [];
      return { edits, fixed, left, dependencies: [], assumptions: [], capEntries: 0, notAnalysed: [] };
    },
    writeEdits(root, edits) {
      for (const { file, after } of edits) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), after);
      }
    },
    unifiedDiff: (edits) => edits.map(({ file, before, after }) => `${file}\n-${before}\n+${after}\n`).join(''),
  };
}

function readLines(folder: string): string[] {
  return readFileSync(join(folder, sourceFile), 'utf8').split('\n');
}

function leaksOf(lines: readonly string[]) {
  return lines.flatMap((text, index) => {
    if (!text.startsWith('leak ')) return [];
    const name = nameOn(text);
    const insertion = { file: sourceFile, line: index + 1, share: 1 };
    return [aLeak({ signature: name, insertion, sink: { kind: 'Map', name, file: sourceFile, line: 1 } })];
  });
}

function findingsOf(lines: readonly string[]): Finding[] {
  return lines.flatMap((text, index) => {
    const [verb, name, fix] = text.split(' ');
    if (verb !== 'leak' || !fix) return [];
    return [
      {
        rule: 'unbounded-cache',
        cause: 'unbounded-cache',
        file: sourceFile,
        line: index + 1,
        column: 1,
        message: `${name} grows; bound it`,
        confidence: 'high',
        fix: fix as Finding['fix'],
        fingerprint: name ?? '',
      },
    ];
  });
}

function nameOn(text = ''): string {
  return text.split(' ')[1] ?? '';
}

/** Answers with the `answer` lines; `time` stands for a part that differs from start to start. */
async function serving(lines: readonly string[], use: (baseUrl: string) => Promise<void>): Promise<void> {
  const answer = lines.filter((text) => text.startsWith('answer ')).map((text) => text.slice('answer '.length));
  const started = process.hrtime.bigint().toString();
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ answer, url: request.url, ...(answer.includes('time') && { started }) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

export function removeTarget({ folder }: ScriptedTarget): void {
  rmSync(folder, { recursive: true, force: true });
}
