import { causes, knownLeaks, type KnownLeak } from '@watertight/catalog';
import { errorCodes, jsonSchemas, type Finding } from '@watertight/evidence';
import { markdown, type Draft } from '../page.ts';
import type { Repository } from '../repository.ts';
import { causePath } from './causes.ts';
import { errorMessages } from './error-messages.ts';
import { schemaRows, type JsonSchema } from './schema-rows.ts';

const asCell = (text: string) => text.replaceAll(/[|<*]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, ' ');

/** What has no page of its own elsewhere: rules, results as JSON, errors, leaks of packages. */
export function referencePages(repository: Repository, findings: ReadonlyMap<string, Finding>): Draft[] {
  return [rulePage(findings), errorPage(repository), knownLeakPage(), schemaList(), ...schemaPages()];
}

function rulePage(findings: ReadonlyMap<string, Finding>): Draft {
  const rows = causes.map(({ id }) => {
    const finding = findings.get(id);
    return `| [${id}](${causePath(id)}) | ${asCell(finding?.message ?? '')} | ${finding?.confidence ?? ''} | ${finding?.fix ?? ''} |`;
  });
  return {
    path: 'reference/rules.html',
    title: 'Rules',
    group: 'reference',
    description: 'What each rule of scan and fix says of its sample.',
    shows: { 'tools/codemods/src/rules': '' },
    blocks: [
      markdown(
        `# Rules\n\nA rule finds one cause in source and knows its rewrite; \`watertight scan\`, \`watertight fix\` and the ESLint plugin share them. This is what each says of the leaky half of its cause. Elsewhere its confidence, and the [tier](concepts/fix-tier.html) of its rewrite, may be lower: they depend on what is sure.\n\n| rule | message | confidence | rewrite |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n\nA rule is left out by \`watertight scan --skip <id>\`, by the configuration, or for one statement by a comment: see [scan and fix](guides/scan-and-fix.html).\n`,
        null,
      ),
    ],
  };
}

function errorPage(repository: Repository): Draft {
  const messages = errorMessages(repository);
  const rows = Object.entries(errorCodes).map(([code, status]) => {
    const said = (messages.get(code) ?? [])
      .slice(0, 4)
      .map((text) => `\`\` ${text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')} \`\``);
    return `| \`${code}\` | ${status} | ${said.join('<br>')} |`;
  });
  return {
    path: 'reference/errors.html',
    title: 'Errors and exit status',
    group: 'reference',
    description: 'How a command ends, and every code of an error with what it says.',
    shows: { 'libs/evidence/src/coded-error.ts': '' },
    blocks: [
      markdown(
        `# Errors and exit status\n\n## Exit status\n\n| status | meaning |\n| --- | --- |\n| 0 | clean |\n| 1 | a leak, or findings; after \`--write\`, what is left |\n| 2 | an error: wrong use, or something that did not work |\n| 3 | inconclusive: not enough evidence for a verdict |\n\nA command that a signal ended has 128 and the number of the signal, as usual: 130 for Ctrl-C.\n\n## Codes of errors\n\nAn error is told on stderr as \`error [CODE]: …\`, and on stdout as JSON where JSON was asked for. It says what was expected, what came and what to do. \`…\` stands for what differs from case to case; of many messages, four are shown.\n\n| code | status | says |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
      ),
    ],
  };
}

function knownLeakPage(): Draft {
  const rows = (knownLeaks as readonly KnownLeak[]).map(
    ({ package: name, from, before, good, why, remedy, references }) =>
      `| \`${name}\`<br>${from === undefined ? '' : `from ${from}, `}before ${before} | ${asCell(why)} | ${asCell(remedy)}${good === undefined || remedy.includes(good) ? '' : `; ${good} is good`} | ${references.map((url, at) => `[${at + 1}](${url})`).join(' ')} |`,
  );
  return {
    path: 'reference/known-leaks.html',
    title: 'Packages that leak',
    group: 'reference',
    description: 'Published versions of packages that leak by themselves, and which version mends it.',
    shows: { 'libs/catalog/src/known-leaks.ts': '' },
    blocks: [
      markdown(
        `# Packages that leak\n\nPublished versions of packages that leak by themselves, whatever a program does about it. Each was measured, leaky and mended version side by side. \`watertight audit\` looks for them in a lock file, without asking anybody.\n\n| package | what it does | what to do | documented |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
      ),
    ],
  };
}

const schemaFolder = 'libs/evidence/schemas';
const schemas = () => Object.entries(jsonSchemas()) as [string, JsonSchema][];
/** Where a schema lies in the site as a file. */
export const schemaFile = (name: string) => `reference/${name}.schema.json`;
const schemaPath = (name: string) => `reference/schema-${name}.html`;

function schemaList(): Draft {
  const rows = schemas().map(([name, { title }]) => `| [${name}](${schemaPath(name)}) | \`${title}\` |`);
  return {
    path: 'reference/schemas.html',
    title: 'Results as JSON',
    group: 'reference',
    description: 'The JSON Schemas of all results.',
    shows: { [schemaFolder]: '' },
    blocks: [
      markdown(
        `# Results as JSON\n\nResults carry \`schemaVersion\`; within one major version fields are only added, so a reader should pass over those that it does not know. The schemas are published as \`@watertight/evidence/schemas/<name>.schema.json\`.\n\n| schema | of what |\n| --- | --- |\n${rows.join('\n')}\n`,
        null,
      ),
    ],
  };
}

function schemaPages(): Draft[] {
  return schemas().map(([name, schema]) => {
    const rows = schemaRows(schema).map(
      ({ path, depth, type, isRequired, description }) =>
        `| ${'&emsp;'.repeat(depth)}\`${path.split('.').at(-1)!}\` | ${asCell(type)} | ${[isRequired ? '' : 'may be absent', asCell(description)].filter(Boolean).join('; ')} |`,
    );
    return {
      path: schemaPath(name),
      title: `Schema: ${name}`,
      shortTitle: name,
      group: 'reference',
      description: `What \`${schema.title}\` prints.`.replaceAll('`', ''),
      shows: {},
      blocks: [
        markdown(
          `# Schema: ${name}\n\nWhat \`${schema.title}\` prints. As a file: [${name}.schema.json](${schemaFile(name)}).\n\n| field | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
          null,
        ),
      ],
    };
  });
}
