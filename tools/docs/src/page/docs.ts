import { applyTheme, readTheme, setTheme, themes, type Theme } from '@watertight/page-parts';

// Runs in the head, before anything is painted: a chosen theme must not flash.
applyTheme();
document.addEventListener('DOMContentLoaded', () => {
  offerThemes();
  offerSearch();
  unfoldContents();
});

function offerThemes(): void {
  const label = document.querySelector<HTMLElement>('.theme')!;
  const select = label.querySelector('select')!;
  select.append(...themes.map((name) => new Option(name, name, false, name === readTheme())));
  select.addEventListener('change', () => setTheme(select.value as Theme));
  label.hidden = false;
}

/** On a narrow screen the link to the list of all pages unfolds the contents in place. */
function unfoldContents(): void {
  const link = document.querySelector<HTMLElement>('a.menu')!;
  const shell = document.querySelector('.shell')!;
  link.setAttribute('role', 'button');
  link.setAttribute('aria-expanded', 'false');
  link.setAttribute('aria-controls', 'contents');
  const toggle = (event: Event) => {
    event.preventDefault();
    link.setAttribute('aria-expanded', String(shell.classList.toggle('menu-open')));
  };
  link.addEventListener('click', toggle);
  link.addEventListener('keydown', (event) => event.key === ' ' && toggle(event));
}

/** The index is read when somebody is about to search, and not before. */
function offerSearch(): void {
  const box = document.querySelector<HTMLElement>('.search')!;
  const input = box.querySelector('input')!;
  let isAsked = false;
  const load = () => {
    if (isAsked) return;
    isAsked = true;
    const script = document.createElement('script');
    script.src = `${document.documentElement.dataset['root']}search.js`;
    document.head.append(script);
  };
  input.addEventListener('focus', load);
  document.addEventListener('keydown', (event) => {
    const isTyping = (event.target as Element).closest('input, select, textarea') !== null;
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
  box.hidden = false;
}
