import { gzipSync } from 'node:zlib';
import { pageFolder } from './locations.ts';
import { readPage } from './server/page-files.ts';
import { browserTest, inBrowser, seriousFaults } from './testing/browser.ts';
import { runningLab } from './testing/running-lab.ts';

jest.setTimeout(120_000);

test('the page is at most 150 kB, compressed', () => {
  const bytes = [...readPage(pageFolder).values()].reduce((sum, { body }) => sum + gzipSync(body).length, 0);
  expect(bytes).toBeLessThan(150_000);
  expect(bytes).toBeGreaterThan(30_000);
});

browserTest('a trainee begins, loads, finds the line and chooses a fix, by the keyboard where it matters', async () => {
  const lab = await runningLab();
  try {
    await inBrowser(async (open) => {
      const { page, complaints } = await open(lab.link);
      await page.getByRole('button', { name: 'Begin the first hour' }).click();
      expect(page.url()).not.toContain('token');
      await page.getByRole('button', { name: 'Start load' }).click();
      await page.getByRole('button', { name: 'Stop load' }).waitFor();
      await page.getByText('load begins, 100/s').waitFor();
      await page.waitForFunction(() => /[1-9]\d*\/s/.test(document.querySelectorAll('.value-yours')[1]!.textContent));

      await page.getByRole('tab', { name: 'Watch' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.getByText('Which line puts something where it stays?').waitFor();
      await page.getByRole('button', { name: 'Hint (3 left)' }).click();
      await page.getByRole('button', { name: /^Line 15:/ }).click();
      await page.getByText('Line 15 is not it.').waitFor();
      const guilty = page.getByRole('button', { name: /^Line 20: visitors\.set/ });
      await guilty.focus();
      await page.keyboard.press('Enter');
      await page.getByText('Line 20 it is: 58 points.').waitFor();

      await page.getByRole('tab', { name: 'Fix' }).click();
      await page.getByLabel('Delete the entry when the response closes').check();
      await page.getByRole('button', { name: 'Choose and run it' }).click();
      await page.getByText('every visit is the first').waitFor();
      await page.getByLabel(/LRU cache/).check();
      await page.getByRole('button', { name: 'Choose and run it' }).click();
      await page.getByText('Right.').waitFor();
      expect(await page.locator('.code').innerText()).toContain('new LRUCache');

      for (const [width, scheme] of [
        [1280, 'light'],
        [390, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: scheme });
        expect(await seriousFaults(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }

      await page.reload();
      await page.getByText('118 points').first().waitFor();
      expect(complaints).toEqual([]);
    });
  } finally {
    await lab.close();
  }
});

browserTest('who opens the page without its link is told to use it', async () => {
  const lab = await runningLab();
  try {
    await inBrowser(async (open) => {
      const { page } = await open(lab.url);
      await page.getByRole('heading', { name: 'Open the lab by its link' }).waitFor();
    });
  } finally {
    await lab.close();
  }
});
