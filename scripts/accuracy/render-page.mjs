// The page of what was judged and measured, as Markdown.

/** A finding counts as reported as long as its rule reports the line. */
const isReported = ({ repository, file, line, rule }, measured) =>
  measured[repository]?.scan?.findings.find(
    (finding) => finding.file === file && finding.line === line && finding.rule === rule,
  );

export function renderPage({ repositories, judgements, measured }) {
  const today = judgements.map((each) => ({ ...each, now: isReported(each, measured) }));
  const first = today.filter(({ confidence }) => confidence !== 'low');
  const still = today
    .filter(({ now }) => now && now.confidence !== 'low')
    .map((each) => ({ ...each, confidence: each.now.confidence }));
  const unjudged = Object.entries(measured).flatMap(([repository, { scan }]) =>
    (scan?.findings ?? []).filter(
      (finding) =>
        finding.confidence !== 'low' &&
        !judgements.some(
          (each) =>
            each.repository === repository &&
            each.file === finding.file &&
            each.line === finding.line &&
            each.rule === finding.rule,
        ),
    ),
  );
  return [
    '# How often `scan` is right',
    '',
    'Written by `node scripts/accuracy.mjs` from `bench/accuracy/judgements.json` (findings that were judged by reading the',
    'code) and `bench/accuracy/measured.json` (what `--scan` and `--fix` measured last). A finding is *true* where the place',
    'really keeps what it no longer needs, or a resource stays open on some way out; where in doubt it is false.',
    '',
    `${judgements.length} findings of ${new Set(judgements.map(({ repository }) => repository)).size} public servers were judged.`,
    'The rates of the first column are those of the scan whose findings were judged. Rules were mended, or lowered, because of',
    'what was false; the rates of the second column are those of the same findings today, and so flatter: what the mends were',
    'made from is also what they are measured on.',
    '',
    '## By confidence',
    '',
    '| confidence | when judged | today |',
    '| --- | --- | --- |',
    ...['high', 'medium'].map(
      (confidence) => `| ${confidence} | ${rate(of(first, { confidence }))} | ${rate(of(still, { confidence }))} |`,
    ),
    `| both | ${rate(first)} | ${rate(still)} |`,
    '',
    `Of ${first.length} findings judged, ${first.filter(({ isLeak }) => !isLeak).length} were false; of these ${today.filter(({ isLeak, now }) => !isLeak && !now).length} are no longer reported and ${today.filter(({ isLeak, now }) => !isLeak && now?.confidence === 'low').length} are reported at \`low\`. Of the true ones ${today.filter(({ isLeak, now }) => isLeak && !now).length} are no longer reported, ${today.filter(({ isLeak, now }) => isLeak && now?.confidence === 'low').length} at \`low\`.`,
    unjudged.length > 0 ? `${unjudged.length} findings of these repositories at high or medium were not judged.` : '',
    '',
    '## By rule',
    '',
    '| rule | high when judged | medium when judged | high today | medium today |',
    '| --- | --- | --- | --- | --- |',
    ...[...new Set(first.map(({ rule }) => rule))]
      .sort()
      .map(
        (rule) =>
          `| ${rule} | ${[first, still].flatMap((all) => ['high', 'medium'].map((confidence) => rate(of(all, { rule, confidence })))).join(' | ')} |`,
      ),
    '',
    '## The repositories',
    '',
    'CPU is user and system time of the whole command, on a machine shared with other work.',
    '',
    '| repository | commit | kind | files | findings (high, medium, low) | CPU s | peak MB |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...repositories.map(({ repository, commit, kind }) => {
      const { files, findings = [], cpuSeconds, peakMegabytes } = measured[repository]?.scan ?? {};
      const counts = ['high', 'medium', 'low'].map((confidence) => of(findings, { confidence }).length);
      return `| [${repository}](https://github.com/${repository}/tree/${commit}) | ${commit.slice(0, 10)} | ${kind} | ${files ?? ''} | ${counts.join(', ')} | ${cpuSeconds ?? ''} | ${peakMegabytes ?? ''} |`;
    }),
    '',
    ...fixes(repositories, measured),
    '## The judgements',
    '',
    '| place | rule | confidence, fix | today | true | why |',
    '| --- | --- | --- | --- | --- | --- |',
    ...today.map(
      ({ repository, file, line, rule, confidence, fix, now, isLeak, why }) =>
        `| ${repository} \`${file}:${line}\` | ${rule} | ${confidence}, ${fix} | ${now ? now.confidence : 'silent'} | ${isLeak ? 'yes' : 'no'} | ${why.replaceAll('|', '\\|')} |`,
    ),
    '',
  ].join('\n');
}

function fixes(repositories, measured) {
  const rows = repositories.flatMap(({ repository }) => {
    const fix = measured[repository]?.fix;
    return fix ? [{ repository, ...fix }] : [];
  });
  if (rows.length === 0) return [];
  return [
    '## What `fix` does to them',
    '',
    '`fix --write --unsafe` (automatic and suggested rewrites) in a copy, twice. *Type errors* are those of the touched files',
    'that were not there before, by a check of its own beside the one in `fix`; *withdrawn* are rewrites that `fix` itself gave up.',
    '',
    '| repository | rewrites | files | withdrawn | no longer parse | new type errors | second run |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.repository} | ${row.rewrites} | ${row.files} | ${row.withdrawn} | ${row.unparsable} | ${row.newTypeErrors} | ${row.changedAgain ? 'changes more' : 'changes nothing'} |`,
    ),
    '',
  ];
}

function of(all, wanted) {
  return all.filter((each) => Object.entries(wanted).every(([name, value]) => each[name] === value));
}

function rate(all) {
  if (all.length === 0) return '';
  const right = all.filter(({ isLeak }) => isLeak).length;
  return `${right} of ${all.length} (${Math.round((100 * right) / all.length)} %)`;
}
