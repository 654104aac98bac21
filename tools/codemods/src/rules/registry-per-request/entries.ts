import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { accessAround } from '../../analysis/call-graph.ts';
import { repetitionOf } from '../../analysis/exchange-in-reach.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import {
  accessName,
  calleeName,
  compactText,
  isAccess,
  receiverOf,
  some,
  unwrap,
  walk,
  type CallLike,
} from '../../analysis/syntax.ts';

/** An entry that each request adds to a registry of the runtime or of a package. */
export interface Entry {
  readonly node: CallLike | ts.DeleteExpression;
  readonly registry: string;
  readonly kind: RegistryKind;
}

export interface RegistryKind {
  readonly calls: RegExp;
  /** The receiver by its text, or the module whose export is called. */
  readonly on?: RegExp;
  readonly module?: RegExp;
  /** The argument that must differ from request to request; without one, each call adds an entry. */
  readonly key?: number;
  /** Calls anywhere in the program that take entries out again. */
  readonly removers: readonly string[];
  /** What may fill it is finite, such as the files there are. */
  readonly isFinite?: boolean;
  readonly why: string;
  readonly remedy: string;
  /** The statement that takes the entry out again, where one call is enough. */
  readonly removal?: (call: ts.CallExpression) => string | undefined;
}

const nameOfFirst = (call: ts.CallExpression) => call.arguments[0]?.getText() ?? '';

export const registryKinds: readonly RegistryKind[] = [
  {
    calls: /^(?:mark|measure)$/,
    on: /(?:^|\.)performance$/,
    removers: ['clearMarks', 'clearMeasures'],
    why: 'keeps each mark and measure until it is cleared',
    remedy: 'clear it when it was read, or use performance.now()',
    removal: (call) =>
      `${receiverOf(call)?.getText() ?? 'performance'}.${calleeName(call) === 'mark' ? 'clearMarks' : 'clearMeasures'}(${nameOfFirst(call)})`,
  },
  {
    calls: /^createObjectURL$/,
    on: /(?:^|\.)URL$/,
    removers: ['revokeObjectURL'],
    why: 'keeps each blob until its address is revoked',
    remedy: 'revoke the address when it was used',
  },
  {
    calls: /^time$/,
    on: /^console$/,
    key: 0,
    removers: ['timeEnd'],
    why: 'keeps each label until its timer is ended',
    remedy: 'end the timer, or use a label that does not change',
  },
  {
    calls: /^register(?:Partial|Helper|Decorator)$/,
    module: /^(?:handlebars|hbs|express-handlebars)$/,
    key: 0,
    removers: ['unregisterPartial', 'unregisterHelper', 'unregisterDecorator'],
    why: 'keeps each name it was given',
    remedy: 'hand partials and helpers over with the call that renders, or make an environment per request',
  },
  {
    calls: /^addResource(?:s|Bundle)?$/,
    on: /i18n/i,
    key: 2,
    removers: ['removeResourceBundle'],
    why: 'keeps each phrase it was given',
    remedy: 'pass what differs as an interpolation, not as a phrase',
  },
  {
    calls: /^(?:addSchema|addKeyword|addFormat)$/,
    on: /ajv|validator/i,
    key: 1,
    removers: ['removeSchema', 'removeKeyword'],
    why: 'keeps each schema it was given',
    remedy: 'add the schemas once, at start, or remove it when the check is done',
  },
  {
    calls: /^(?:model|define)$/,
    on: /^(?:mongoose|sequelize|\w+\.sequelize)$/,
    key: 0,
    removers: ['deleteModel', 'removeModel'],
    why: 'keeps each model it was given',
    remedy: 'define the models once, at start, and keep what differs in a column',
  },
  {
    calls: /^for$/,
    on: /^Symbol$/,
    key: 0,
    removers: [],
    why: 'keeps each key for ever',
    remedy: 'use a Map with a bound for what requests name',
  },
];

/** Text that any entry contains. */
export const registryText =
  /\bperformance\b[\s\S]*\.(?:mark|measure)\b|\bcreateObjectURL\b|console\.time\(|\.register(?:Partial|Helper|Decorator)\b|\.addResource|\.add(?:Schema|Keyword|Format)\b|\.(?:model|define)\(|Symbol\.for\(|require\.cache|\bimport\(|\brequire\(\s*[^'"\s)]/;

export function entriesIn(file: ts.SourceFile, analysis: Analysis): Entry[] {
  const found: Entry[] = [];
  walk(file, (node) => {
    const entry = ts.isCallExpression(node)
      ? (entryAt(node, analysis) ?? moduleAt(node, analysis))
      : droppedModule(node, analysis);
    if (entry) found.push(entry);
  });
  return found;
}

function entryAt(call: ts.CallExpression, analysis: Analysis): Entry | undefined {
  const name = calleeName(call) ?? '';
  const receiver = receiverOf(call);
  const kind = receiver && registryKinds.find((each) => each.calls.test(name) && isOn(receiver, each, analysis));
  if (!receiver || !kind || !isRepeated(call, analysis) || isTakenOut(kind, call, analysis)) return undefined;
  const key = kind.key === undefined ? undefined : call.arguments[kind.key];
  if (kind.key !== undefined && !(key && analysis.origins.varies(key))) return undefined;
  // A registry that each request makes anew goes with it.
  if (kind.key !== undefined && analysis.lifetimes.ofValue(receiver, receiver) === 'request') return undefined;
  return { node: call, registry: receiver.getText(), kind };
}

function isOn(receiver: ts.Expression, { on, module }: RegistryKind, { index }: Analysis): boolean {
  if (on && on.test(compactText(receiver))) return true;
  return module !== undefined && module.test(importedNameOf(index, receiver)?.module ?? '');
}

function isRepeated(node: ts.Node, analysis: Analysis): boolean {
  return repetitionOf(node, analysis) !== undefined && !runsOnce(node, analysis);
}

/** Taken out in the same file, or by a call somewhere that may mean any entry. */
function isTakenOut({ removers }: RegistryKind, call: ts.CallExpression, { index }: Analysis): boolean {
  const file = call.getSourceFile();
  return removers
    .flatMap((name) => index.named(name))
    .some((name) => name.getSourceFile() === file || !namesOneEntry(name));
}

/** `clearMarks('login')` speaks of its own entries alone. */
function namesOneEntry(name: ts.Node): boolean {
  const { parent } = accessAround(name);
  const [entry] = ts.isCallExpression(parent) ? parent.arguments : [];
  return entry !== undefined && ts.isStringLiteralLike(entry);
}

const importKind: RegistryKind = {
  calls: /^$/,
  removers: [],
  why: 'keeps each module by its whole address, query included, and never lets one go',
  remedy: 'import without a changing query, or read the file and parse it',
};
const requireKind: RegistryKind = {
  calls: /^$/,
  removers: [],
  isFinite: true,
  why: 'keeps each file it was asked for',
  remedy: 'read data with fs, and load code from a fixed list of files',
};
const cacheKind: RegistryKind = {
  calls: /^$/,
  removers: [],
  why: 'still lists each copy of the module among the children of the one that requires it',
  remedy: 'read the file with fs and parse it, or load the module once',
};

/** `` import(`${file}?t=${Date.now()}`) ``, `require(path.join(root, req.params.name))`. */
function moduleAt(call: ts.CallExpression, analysis: Analysis): Entry | undefined {
  const [specifier] = call.arguments;
  if (!specifier || ts.isStringLiteralLike(specifier)) return undefined;
  const isImport = call.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  if ((!isImport && !isRequire) || !isRepeated(call, analysis)) return undefined;
  if (isImport) {
    const isBusted = /\?\w*=?\$\{|['"`]\?\w*=?['"`]\s*\+|\?(?:t|v|update|cache|bust)/.test(specifier.getText());
    return isBusted && analysis.origins.varies(specifier)
      ? { node: call, registry: 'import', kind: importKind }
      : undefined;
  }
  return namesRequest(specifier, analysis) ? { node: call, registry: 'require', kind: requireKind } : undefined;
}

/** `'./' + req.params.page`: a name that a helper was handed may be one of few. */
function namesRequest(specifier: ts.Expression, analysis: Analysis): boolean {
  return some(specifier, (node) => ts.isIdentifier(node) && analysis.isExchange(node));
}

/** `delete require.cache[require.resolve('./config')]`: the parent keeps each copy in its `children`. */
function droppedModule(node: ts.Node, analysis: Analysis): Entry | undefined {
  if (!ts.isDeleteExpression(node)) return undefined;
  const dropped = unwrap(node.expression);
  if (!ts.isElementAccessExpression(dropped)) return undefined;
  const cache = unwrap(dropped.expression);
  const isCache = isAccess(cache) && accessName(cache) === 'cache' && /require$/.test(cache.expression.getText());
  if (!isCache || !isRepeated(node, analysis) || takesChildren(node)) return undefined;
  return { node, registry: 'require', kind: cacheKind };
}

/** `module.children.splice(…)`: the author knows. */
function takesChildren(node: ts.Node): boolean {
  return /\.children\b/.test(node.getSourceFile().text);
}
