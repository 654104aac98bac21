import { markup, type Part } from './markup.ts';
import { style, styleHash } from './style.ts';

/** What stands on a page. */
export interface Page {
  readonly title: string;
  /** What was run, in the line above the verdict. */
  readonly subject: Part;
  readonly body: Part;
}

/** A whole document that loads nothing and runs nothing: its policy forbids both. */
export function page({ title, subject, body }: Page): string {
  const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${style}
</head>
<body id="top">
<header><span class="brand">Watertight</span> <span class="subject">${subject}</span></header>
<main>
${body}
</main>
</body>
</html>
`.html;
}
