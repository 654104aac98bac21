import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { Lab } from './lab.ts';
import { docsFolders } from './locations.ts';
import { browserTest, inBrowser, seriousFaults } from './testing/browser.ts';
import { runningLab } from './testing/running-lab.ts';

jest.setTimeout(120_000);

const pages = ['index.html', 'causes/unbounded-cache.html', 'commands/check.html', 'contents.html'];

let lab: Lab;
beforeAll(async () => {
  lab = await runningLab();
});
afterAll(() => lab.close());

async function findListener(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type('listener');
  const first = page.locator('.results a').first();
  await first.waitFor();
  expect(await page.getByRole('status').innerText()).toMatch(/^\d+ sections/);
  await page.keyboard.press('ArrowDown');
  const title = (await first.locator('.result-title').innerText()).split(' › ')[0]!;
  expect(title).toMatch(/listener/i);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

browserTest('the documentation is read and searched by the keyboard, at every width, light and dark', async () => {
  await inBrowser(async (open) => {
    const { page, complaints } = await open(`${lab.url}docs/`);
    await findListener(page);
    for (const path of pages) {
      await page.goto(`${lab.url}docs/${path}`);
      for (const width of [1920, 1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect([path, colorScheme, await seriousFaults(page)]).toEqual([path, colorScheme, []]);
        await page.setViewportSize({ width: 1280, height: 900 });
      }
    }
    await page.getByLabel('Theme').selectOption('dark');
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    expect(complaints).toEqual([]);
  });
});

browserTest('on a narrow screen the contents unfold, and without a script they are a page', async () => {
  await inBrowser(async (open) => {
    const { page } = await open(`${lab.url}docs/commands/check.html`);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: 'Contents' }).click();
    await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'heal' }).click();
    await page.getByRole('heading', { name: 'watertight heal', level: 1 }).waitFor();
    const bare = await page
      .context()
      .browser()!
      .newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
    const plain = await bare.newPage();
    await plain.goto(`${lab.url}docs/commands/check.html`);
    expect(await plain.getByRole('searchbox').count()).toBe(0);
    await plain.getByRole('link', { name: 'Contents' }).click();
    await plain.getByRole('link', { name: 'Survivors' }).last().click();
    await plain.getByRole('heading', { name: 'Survivors', level: 1 }).waitFor();
  });
});

browserTest('opened from a folder it is the same, search and all', async () => {
  const folder = docsFolders.find((each) => existsSync(each))!;
  await inBrowser(async (open) => {
    const { page, complaints } = await open(pathToFileURL(join(folder, 'reference/rules.html')).href);
    await findListener(page);
    expect(complaints).toEqual([]);
  });
});

browserTest('the lab links to it from its head, and each lesson to the page of its cause', async () => {
  await inBrowser(async (open) => {
    const { page } = await open(lab.link);
    await page.getByRole('button', { name: 'Begin the first hour' }).click();
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: /^Docs/ }).click();
    await (await opened).getByRole('heading', { name: 'Watertight documentation' }).waitFor();
    await page.getByRole('tab', { name: 'Lesson' }).click();
    const ofCause = page.waitForEvent('popup');
    await page.getByRole('link', { name: /^All about/ }).click();
    const cause = await ofCause;
    await cause.getByRole('heading', { name: 'When it is no leak' }).waitFor();
    expect(cause.url()).toBe(`${lab.url}docs/causes/unbounded-cache.html`);
  });
});
