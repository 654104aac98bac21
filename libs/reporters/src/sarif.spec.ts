import { causes } from '@watertight/catalog';
import type { Report } from './report.ts';
import type { ReportContext } from './report-context.ts';
import { sarif } from './sarif.ts';
import {
  audited,
  fileFinding,
  finding,
  fixPlan,
  healedResult,
  inconclusive,
  leaking,
  leakingDescriptors,
  scanned,
  stable,
  templateLeak,
} from './testing/drawn-results.ts';
import { sarifErrors } from './testing/sarif-schema.ts';
import { withTexts } from './testing/with-strings.ts';

const context: ReportContext = {
  version: '1.2.3',
  folder: 'packages/api/',
  pageOf: (cause) => `<!-- head -->\n\n# ${cause}\n\nSee [the guide](https://example.org) and \`{ req }\`.\n`,
};

const reports: readonly (readonly [string, Report])[] = [
  ['leaks', { kind: 'check', result: { ...leaking, leaks: [...leaking.leaks, templateLeak] } }],
  ['a leak without an object', { kind: 'check', result: { ...leaking, leaks: [] } }],
  ['descriptors', { kind: 'check', result: leakingDescriptors }],
  ['a stable target', { kind: 'check', result: stable }],
  ['an open verdict', { kind: 'check', result: inconclusive }],
  ['findings', { kind: 'scan', result: scanned }],
  ['no findings', { kind: 'scan', result: { ...scanned, findings: [], notAnalysed: [] } }],
  ['a plan', { kind: 'fix', result: fixPlan }],
  ['a healing', { kind: 'heal', result: healedResult }],
  ['an audit', { kind: 'audit', result: audited }],
];

interface Region {
  readonly startLine: number;
  readonly startColumn?: number;
}
interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region?: Region;
  };
  readonly message?: { readonly text: string };
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly Location[];
  readonly codeFlows?: readonly { readonly threadFlows: readonly { locations: readonly { location: Location }[] }[] }[];
  readonly partialFingerprints: Record<string, string>;
}
interface Run {
  readonly tool: { readonly driver: { readonly semanticVersion: string; readonly rules: readonly Rule[] } };
  readonly originalUriBaseIds: Record<string, unknown>;
  readonly invocations: readonly { readonly toolExecutionNotifications: readonly { message: { text: string } }[] }[];
  readonly results: readonly Result[];
}
interface Rule {
  readonly id: string;
  readonly help: { readonly text: string; readonly markdown?: string };
}

function runOf(report: Report): Run {
  const { runs } = JSON.parse(sarif(report, context)) as { runs: [Run] };
  return runs[0];
}

describe.each(reports)('%s', (_, report) => {
  test('are a log that the schema of the standard accepts', () => {
    expect(sarifErrors(sarif(report, context))).toEqual([]);
    expect(sarifErrors(sarif(report))).toEqual([]);
  });

  test('name declared rules only, and their place in the list', () => {
    const { results, tool } = runOf(report);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('name files by URIs relative to a declared root, below the folder that was looked at', () => {
    const { results, originalUriBaseIds } = runOf(report);
    for (const { physicalLocation } of results.flatMap(({ locations = [] }) => locations)) {
      expect(physicalLocation.artifactLocation.uri).toMatch(/^packages\/api\/[\w.-]/);
      expect(Object.keys(originalUriBaseIds)).toContain(physicalLocation.artifactLocation.uriBaseId);
    }
  });

  test('stay a valid log whatever the texts hold', () => {
    const hostile = withTexts(report.result, (text) => `${text}{0}[a](b)\u0007% ü:#?`);
    expect(sarifErrors(sarif({ ...report, result: hostile } as Report, context))).toEqual([]);
  });
});

test('the schema would say if something were wrong', () => {
  const log = JSON.parse(sarif(reports[0]![1], context)) as { version: string };
  expect(sarifErrors(JSON.stringify({ ...log, version: '2.0' }))).not.toEqual([]);
});

test('every cause is declared, with its page as help, also where nothing was found', () => {
  const { tool } = runOf({ kind: 'scan', result: { ...scanned, findings: [] } });
  const ids = tool.driver.rules.map(({ id }) => id);
  expect(ids).toEqual([...causes.map(({ id }) => id), 'unexplained-leak', 'over-budget']);
  const [first] = tool.driver.rules;
  expect(first!.help.markdown).toContain(`# ${first!.id}`);
  expect(first!.help.text).not.toContain('<!--');
  expect(tool.driver.semanticVersion).toBe('1.2.3');
});

test('the level says how sure a finding is', () => {
  const medium = { ...finding, confidence: 'medium' as const, fingerprint: 'f4' };
  const { results } = runOf({ kind: 'scan', result: { ...scanned, findings: [...scanned.findings, medium] } });
  expect(results.map(({ level }) => level)).toEqual(['error', 'error', 'warning', 'note']);
});

test('a finding shows the way of a value, from the request to what keeps it', () => {
  const [result] = runOf({ kind: 'scan', result: { ...scanned, findings: [finding] } }).results;
  const [flow] = result!.codeFlows![0]!.threadFlows;
  expect(
    flow!.locations.map(({ location: { physicalLocation, message } }) => [
      `${physicalLocation.artifactLocation.uri}:${physicalLocation.region!.startLine}`,
      message!.text,
    ]),
  ).toEqual([
    ['packages/api/src/app.ts:10', 'req.ip comes from the request'],
    ['packages/api/src/app.ts:11', 'visitors.set(address, …) puts it into visitors'],
    ['packages/api/src/app.ts:9', 'visitors outlives the request'],
  ]);
});

test('a leak of a trial leads from the own line by way of the dependency to the owner', () => {
  const [result] = runOf({ kind: 'check', result: { ...leaking, leaks: [templateLeak] } }).results;
  expect(result!.locations![0]!.physicalLocation.artifactLocation.uri).toBe('packages/api/src/mail.ts');
  const [flow] = result!.codeFlows![0]!.threadFlows;
  expect(flow!.locations.map(({ location }) => location.message!.text)).toEqual([
    'GET /visit leads here',
    'puts it into defaultWriter.cache',
  ]);
});

test('a fingerprint does not move with the lines', () => {
  const moved = { ...finding, line: 99, column: 1 };
  const prints = [finding, moved].map(
    (one) => runOf({ kind: 'scan', result: { ...scanned, findings: [one] } }).results[0]!.partialFingerprints,
  );
  expect(prints[0]).toEqual(prints[1]);
  expect(Object.values(prints[0]!)).toEqual([finding.fingerprint]);
});

test('what could not be looked at, or not be told, is no result but is said', () => {
  const said = (report: Report) =>
    runOf(report).invocations.flatMap((one) => one.toolExecutionNotifications.map(({ message }) => message.text));
  expect(said({ kind: 'scan', result: scanned })).toEqual(["not analysed: ';' expected at line 3"]);
  expect(said({ kind: 'check', result: inconclusive })).toEqual(['inconclusive: the heap is too noisy to tell']);
  expect(runOf({ kind: 'check', result: inconclusive }).results).toEqual([]);
});

test('code in messages keeps no braces, which the standard takes for placeholders', () => {
  const message = 'recent.push({ a: { b: 1 } }) and `${x}` grow';
  const [result] = runOf({ kind: 'scan', result: { ...scanned, findings: [{ ...fileFinding, message }] } }).results;
  expect(result!.message.text.split('\n')[0]).toBe('recent.push(…) and `$…` grow');
});
