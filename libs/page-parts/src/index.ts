export { highlight, type Token } from './highlight.ts';
export { around, lineDiff, type DiffLine } from './line-diff.ts';
export { applyTheme, colour, onTheme, readTheme, setTheme, themes, type Theme } from './theme.ts';
