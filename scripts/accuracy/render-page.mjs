// The page of what was judged and measured, as Markdown.

/** A finding counts as reported as long as its rule reports the line. */
const isReported = ({ repository, file, line, rule }, measured) =>
  measured[repository]?.scan?.findings.find(
    (finding) => finding.file === file && finding.line === line && finding.rule === rule,
  );

export function renderPage({ repositories, judgements, measured, judgedAt }) {
  const today = judgements.map((each) => ({ ...each, now: isReported(each, measured) }));
  const heldOut = today.filter(({ sample }) => sample === 'held-out');
  const tuned = today.filter(({ sample }) => sample !== 'held-out');
  const isHeldOutSilent = ({ repository, sample }) =>
    sample === 'held-out' && !heldOut.some((each) => each.repository === repository);
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
    '## Held out',
    '',
    `${heldOut.length} findings of ${repositoriesOf(heldOut)} public servers that no rule was made from, all that \`scan\` reported at high or medium`,
    `at commit ${judgedAt['held-out']} of this repository; ${repositories.filter(isHeldOutSilent).length} more servers had none. _When judged_ is the honest rate;`,
    'rules were mended, or lowered, because of what was false, and _today_ is measured on what the mends were made from.',
    '',
    ...rates(heldOut),
    ...ratesByRule(heldOut),
    '## The first sample',
    '',
    `${tuned.length} findings of ${repositoriesOf(tuned)} public servers, the first that were judged; many rules were mended because of them.`,
    '',
    ...rates(tuned),
    ...ratesByRule(tuned),
    unjudged.length > 0 ? `${unjudged.length} findings of these repositories at high or medium were not judged.` : '',
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

const nowOf = (all) =>
  all
    .filter(({ now }) => now && now.confidence !== 'low')
    .map((each) => ({ ...each, confidence: each.now.confidence }));

const repositoriesOf = (all) => new Set(all.map(({ repository }) => repository)).size;

function rates(all) {
  const still = nowOf(all);
  const wrong = all.filter(({ isLeak }) => !isLeak);
  const right = all.filter(({ isLeak }) => isLeak);
  const gone = (some) => some.filter(({ now }) => !now).length;
  const low = (some) => some.filter(({ now }) => now?.confidence === 'low').length;
  return [
    '| confidence | when judged | today |',
    '| --- | --- | --- |',
    ...['high', 'medium'].map(
      (confidence) => `| ${confidence} | ${rate(of(all, { confidence }))} | ${rate(of(still, { confidence }))} |`,
    ),
    `| both | ${rate(all)} | ${rate(still)} |`,
    '',
    `Of the ${wrong.length} that were false ${gone(wrong)} are no longer reported and ${low(wrong)} are reported at \`low\`; of the ${right.length} that were true ${gone(right)} and ${low(right)}.`,
    '',
  ];
}

function ratesByRule(all) {
  const still = nowOf(all);
  return [
    '| rule | high when judged | medium when judged | high today | medium today |',
    '| --- | --- | --- | --- | --- |',
    ...[...new Set(all.map(({ rule }) => rule))]
      .sort()
      .map(
        (rule) =>
          `| ${rule} | ${[all, still].flatMap((some) => ['high', 'medium'].map((confidence) => rate(of(some, { rule, confidence })))).join(' | ')} |`,
      ),
    '',
  ];
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
