import { useEffect, useState } from 'preact/hooks';
import type { Store } from './store.ts';

interface TextProps {
  readonly store: Store;
  /** `page/unbounded-cache` or `lesson/unbounded-cache`. */
  readonly question: string;
}

/** A page of the catalog, which is written in Markdown. */
export function TextPage({ store, question }: TextProps) {
  const [html, setHtml] = useState('');
  useEffect(() => {
    let isGone = false;
    void Promise.all([store.connection.get<{ text: string }>(question), import('marked')]).then(
      ([{ text }, { marked }]) => {
        if (!isGone) setHtml(withoutLinksToFiles(marked.parse(text, { async: false })));
      },
    );
    return () => void (isGone = true);
  }, [store, question]);
  // It is our own text, from the package itself.
  return <article class="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}

// Its links lead to files beside it, which the lab does not serve; its first heading is the page's already.
const withoutLinksToFiles = (html: string) =>
  html
    .replaceAll(/<a href="(?!https?:)[^"]*">(.*?)<\/a>/g, '$1')
    .replace(/<h1>.*?<\/h1>/, '')
    .replaceAll('<h2', '<h3')
    .replaceAll('</h2>', '</h3>')
    .replaceAll('<pre>', '<pre tabindex="0">');
