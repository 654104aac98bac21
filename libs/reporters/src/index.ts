export { html } from './html.ts';
export { htmlSummary } from './html-summary.ts';
export { human } from './human.ts';
export { json } from './json.ts';
export { markdown } from './markdown.ts';
export type { Report, TextStyle } from './report.ts';
export { healVerdict } from './text/heal-summary.ts';
export { bytes } from './text/units.ts';
