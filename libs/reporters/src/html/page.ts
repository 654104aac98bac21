import { markup, type Markup, type Part } from './markup.ts';
import { style, styleHash } from './style.ts';

/** What stands on a page. */
export interface Page {
  readonly title: string;
  /** What was run, in the line above the verdict. */
  readonly subject: Part;
  readonly body: Part;
  /** What this page needs besides: a style and a script, each with the hash by which the policy knows it. */
  readonly extras?: Extras;
}

export interface Extras {
  readonly style: Markup;
  readonly styleHash: string;
  readonly script: Markup;
  readonly scriptHash: string;
}

/** A whole document that loads nothing, and runs nothing but a script it was made with: its policy forbids all else. */
export function page({ title, subject, body, extras }: Page): string {
  const styles = extras ? `'${styleHash}' '${extras.styleHash}'` : `'${styleHash}'`;
  const scripts = extras ? ` script-src '${extras.scriptHash}';` : '';
  const policy = `default-src 'none'; style-src ${styles};${scripts} base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${style}${extras?.style}
</head>
<body id="top">
<header><span class="brand">Watertight</span> <span class="subject">${subject}</span></header>
<main>
${body}
</main>${extras?.script}
</body>
</html>
`.html;
}
