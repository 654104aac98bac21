import { dirname, join, relative, sep } from 'node:path';
import type { Evidence, Finding, Leak } from '@watertight/evidence';
import type { Tools } from '../tools.ts';

type Joins = Pick<Tools, 'scan' | 'matchFindings'>;

/**
 * Evidence whose leaks say what the source shows at their lines: what runs proves that something piles up, the source why nothing
 * takes it out. Only the files that the leaks lead to are read.
 */
export async function joinSource(evidence: Evidence, root: string, tools: Joins): Promise<Evidence> {
  const files = new Set(evidence.leaks.flatMap((leak) => ownPlaceOf(leak)?.file ?? []));
  const found = await Promise.all([...files].map((file) => findingsIn(file, root, tools)));
  const findings = found.flat();
  if (findings.length === 0) return evidence;
  const leaks = await Promise.all(evidence.leaks.map((leak) => joined(leak, findings, tools)));
  return { ...evidence, leaks };
}

function ownPlaceOf({ insertion }: Leak) {
  const place = insertion?.caller ?? insertion;
  return place && !/(?:^|\/)node_modules\//.test(place.file) ? place : null;
}

async function findingsIn(file: string, root: string, tools: Joins): Promise<Finding[]> {
  const path = join(root, file);
  try {
    const { findings } = await tools.scan({ path });
    const folder = relative(root, dirname(path)).split(sep).join('/');
    return findings.map((finding) => ({
      ...finding,
      file: folder === '' ? finding.file : `${folder}/${finding.file}`,
    }));
  } catch {
    // The verdict stands without it: the file may be gone, or be none that can be read as source.
    return [];
  }
}

async function joined(leak: Leak, findings: readonly Finding[], tools: Joins): Promise<Leak> {
  const [likeliest] = await tools.matchFindings(leak, findings);
  if (!likeliest || !isAboutIt(likeliest, leak)) return leak;
  const finding = { ...likeliest };
  delete finding.flow;
  return { ...leak, cause: leak.cause ?? finding.cause, finding };
}

/** On the line of the leak, or of the sink that is declared there. */
function isAboutIt({ file, line, sink }: Finding, leak: Leak): boolean {
  const place = ownPlaceOf(leak);
  const isOnLine = place !== null && place.file === file && place.line === line;
  const isOfSink = leak.sink?.file === file && sink !== undefined && leak.sink.line === sink.line;
  return isOnLine || isOfSink;
}
