import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { calleeName, receiverOf, unwrap, walk, type CallLike } from '../../analysis/syntax.ts';
import { isBefore, type PackageVersions } from '../../project/package-versions.ts';
import type { Detection, Fix, Rule } from '../../rule.ts';
import { advisories } from './advisories.ts';
import type { Advisory } from './advisory.ts';

/** A call by which a package at a known leaky version piles something up. */
export const leakyDependency: Rule<'leaky-dependency'> = {
  cause: 'leaky-dependency',
  gate: new RegExp(advisories.map((advisory) => `['"](?:node:)?${advisory.package}['"]`).join('|')),
  *detect(file, { analysis, versions }) {
    const known = advisories.filter(
      (advisory) => file.text.includes(advisory.package) && isLeaky(advisory, file.fileName, versions),
    );
    if (known.length === 0) return;
    const calls: CallLike[] = [];
    walk(file, (node) => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) calls.push(node);
    });
    for (const call of calls) {
      const advisory = known.find((each) => matches(call, each, analysis));
      if (advisory) yield detection(call, advisory, analysis, versions.versionOf(advisory.package, file.fileName));
    }
  },
};

function isLeaky({ package: name, firstGood, firstLeaky }: Advisory, file: string, versions: PackageVersions): boolean {
  const version = versions.versionOf(name, file);
  // Where nothing tells the version, only a leak of every version is certain.
  if (version === undefined) return firstGood === null;
  if (firstLeaky !== undefined && isBefore(version, firstLeaky)) return false;
  return firstGood === null || isBefore(version, firstGood);
}

function matches(call: CallLike, advisory: Advisory, analysis: Analysis): boolean {
  if (!isCallOf(call, advisory, analysis)) return false;
  if (advisory.when === 'request' && analysis.calls.activationAt(call) !== 'request') return false;
  return advisory.needs?.(call, analysis) ?? true;
}

function isCallOf(call: CallLike, { package: name, calls, on }: Advisory, analysis: Analysis): boolean {
  if (on === 'import') {
    const imported = importedNameOf(analysis.index, call.expression);
    return imported?.module === name && calls.includes(imported.name);
  }
  const receiver = receiverOf(call);
  return receiver !== undefined && calls.includes(calleeName(call) ?? '') && isMadeBy(name, receiver, analysis);
}

/** `const ajv = new Ajv()` at a place that outlives requests. */
function isMadeBy(name: string, receiver: ts.Expression, analysis: Analysis): boolean {
  const declaration = analysis.index.declarationOf(unwrap(receiver));
  if (
    !declaration ||
    !(ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) ||
    !declaration.initializer
  )
    return false;
  const value = unwrap(declaration.initializer);
  if (!ts.isNewExpression(value) && !ts.isCallExpression(value)) return false;
  return (
    importedNameOf(analysis.index, value.expression)?.module === name &&
    analysis.lifetimes.ofValue(receiver, receiver) === 'process'
  );
}

function detection(call: CallLike, advisory: Advisory, analysis: Analysis, version: string | undefined): Detection {
  const { package: name, why, remedy } = advisory;
  return {
    node: call,
    message: `${version === undefined ? name : `${name} ${version}`} ${why}; ${remedy}`,
    confidence: version === undefined ? 'medium' : 'high',
    subject: name,
    sink: { name, declaration: call },
    fix: fixOf(call, advisory, analysis),
  };
}

function fixOf(call: CallLike, advisory: Advisory, analysis: Analysis): Fix {
  const rewrite = advisory.rewrite?.(call, analysis);
  return rewrite ? { kind: 'suggested', rewrite: () => rewrite } : { kind: 'manual', advice: advisory.remedy };
}
