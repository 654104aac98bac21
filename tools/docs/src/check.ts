import { commandFaults } from './checks/command-faults.ts';
import { coverageFaults } from './checks/coverage-faults.ts';
import { faultText } from './checks/fault.ts';
import { fenceFaults } from './checks/fence-faults.ts';
import { linkFaults } from './checks/link-faults.ts';
import { ruleFindings } from './content/rule-findings.ts';
import { filesOfSite } from './files-of-site.ts';
import { Repository } from './repository.ts';
import { buildSite } from './site.ts';

const repository = new Repository();
const { pages, commands } = buildSite(repository, ruleFindings());
const files = await filesOfSite(pages);
const texts = repository.markdown();
const faults = [
  ...coverageFaults(pages, commands),
  ...linkFaults(files),
  ...texts.flatMap((file) => [...commandFaults(file, repository.read(file), commands)]),
  ...fenceFaults(texts, repository),
];
for (const fault of faults) process.stderr.write(`${faultText(fault)}\n`);
process.stdout.write(
  faults.length === 0
    ? `${texts.length} texts and ${pages.length} pages: every link leads somewhere, every block of code compiles, every command is there\n`
    : `${faults.length} faults\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
