import { renderFile } from '../markdown/code.ts';
import { html, markdown, type Draft } from '../page.ts';
import type { Repository } from '../repository.ts';

/** A file of the repository that a page links to, as it is; or what is in a folder. */
export function sourcePage(file: string, repository: Repository): Draft {
  const isFolder = repository.isFolder(file);
  return {
    path: `files/${file.replaceAll('/', '-')}.html`,
    title: file,
    group: null,
    description: `${file} of the repository.`,
    shows: { [file]: '' },
    blocks: isFolder
      ? [
          markdown(
            `# ${file}\n\n${repository
              .list(file)
              .map((name) => `- [${name}](${name})`)
              .join('\n')}\n`,
            file,
          ),
        ]
      : [markdown(`# ${file}\n`), html(renderFile(file, repository.read(file)))],
  };
}
