import type { Finding, Leak, Position } from '@watertight/evidence';

/**
 * Findings that may be the cause of a leak, the likeliest first. What ran decides: a finding on the line that filled the sink
 * before one that names the same sink, and that before the only finding of the same cause in the file.
 *
 * @example
 * const [likeliest] = matchFindings(leak, scan({ path: '.' }).findings);
 */
export function matchFindings(leak: Leak, findings: readonly Finding[]): Finding[] {
  return findings
    .map((finding) => ({ finding, rank: rankOf(finding, leak, findings) }))
    .filter(({ rank }) => rank < unrelated)
    .sort((a, b) => a.rank - b.rank || causeAgrees(b.finding, leak) - causeAgrees(a.finding, leak))
    .map(({ finding }) => finding);
}

const unrelated = 5;

function rankOf(finding: Finding, leak: Leak, findings: readonly Finding[]): number {
  const positions = positionsOf(leak);
  const inSameFile = positions.some(({ file }) => file === finding.file);
  if (positions.some((position) => isOn(position, finding))) return 0;
  if (inSameFile && hasSameSink(finding, leak)) return 1;
  if (causeAgrees(finding, leak) === 0) return unrelated;
  if (inSameFile && isOnly(finding, findings, (other) => other.file === finding.file)) return 2;
  // Without a line, or with one in a dependency, the names and the cause are all there is.
  if (inSameFile || leak.insertion?.caller) return unrelated;
  if (hasSameSink(finding, leak)) return 3;
  return positions.length === 0 && isOnly(finding, findings, () => true) ? 4 : unrelated;
}

/** The files of the target's own code that the load has named. */
export function filesOf(leak: Leak): ReadonlySet<string> {
  return new Set(positionsOf(leak).map(({ file }) => file));
}

/** Where the leak happens in the target's own code: the insertion, the call that led to it, the sink. */
function positionsOf({ insertion, sink }: Leak): Pick<Position, 'file' | 'line'>[] {
  const declared = sink?.file === undefined ? [] : [{ file: sink.file, line: sink.line ?? 0 }];
  return [insertion, insertion?.caller, ...declared].filter((position) => position !== undefined && position !== null);
}

function isOn(position: Pick<Position, 'file' | 'line'>, finding: Finding): boolean {
  return position.file === finding.file && position.line === finding.line;
}

function hasSameSink(finding: Finding, { sink }: Leak): boolean {
  if (!finding.sink || !sink) return false;
  const isDeclaredThere = sink.file === finding.file && sink.line === finding.sink.line;
  return isDeclaredThere || lastIdentifier(finding.sink.name) === lastIdentifier(sink.name);
}

function lastIdentifier(name: string): string | undefined {
  return name.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)?.at(-1);
}

function causeAgrees(finding: Finding, leak: Leak): 0 | 1 {
  return finding.cause === leak.cause ? 1 : 0;
}

function isOnly(finding: Finding, findings: readonly Finding[], where: (other: Finding) => boolean): boolean {
  return findings.filter((other) => other.cause === finding.cause && where(other)).length === 1;
}
