import { unclosedFile } from './causes/unclosed-file/cause.ts';
import { renderPageHeader, withPageHeader } from './page-header.ts';

const body = '## What happens\n\nA file stays open.\n';

test('a page without a head gets one at its top', () => {
  expect(withPageHeader(body, unclosedFile)).toBe(`${renderPageHeader(unclosedFile)}\n\n${body}`);
});

test('a head that is behind is replaced, and the rest stays', () => {
  const behind = withPageHeader(body, { ...unclosedFile, title: 'An older title' });
  expect(behind).toContain('An older title');
  expect(withPageHeader(behind, unclosedFile)).toBe(withPageHeader(body, unclosedFile));
});

test('the head names the point of the guide', () => {
  expect(renderPageHeader(unclosedFile)).toContain('**Point 3** unclosed files and connections');
});
