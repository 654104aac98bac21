// The first hour as a trainee walks it in a browser: leaky, found, fixed, flat; then a class of three.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exerciseOf, findCause, firstHour, type CauseId } from '@watertight/catalog';
import type { Page } from 'playwright-core';
import { guiltyLine } from './exercise/sources.ts';
import type { Lab } from './lab.ts';
import { browserTest, inBrowser, seriousFaults } from './testing/browser.ts';
import { runningLab } from './testing/running-lab.ts';

jest.setTimeout(40 * 60_000);
const trialMs = 240_000;
const pictures = fileURLToPath(new URL('../../../watertight-report/lab/', `file://${__filename}`));

let lab: Lab;
afterEach(() => lab.close());

browserTest('every cause of the first hour is watched, looked into, found, mended and proved', async () => {
  lab = await runningLab();
  mkdirSync(pictures, { recursive: true });
  const walked: Record<string, string> = {};
  await inBrowser(async (open) => {
    const { page, complaints } = await open(lab.link);
    await picture(page, 'welcome');
    for (const id of firstHour) {
      const begun = performance.now();
      await walk(page, id);
      walked[id] = await page.getByRole('region', { name: 'before and after' }).innerText();
      process.stderr.write(`${id}, ${Math.round((performance.now() - begun) / 1000)} s\n${walked[id]}\n`);
      expect(await seriousFaults(page)).toEqual([]);
    }
    const most = firstHour.reduce((sum, id) => sum + exerciseOf(id).difficulty * 250, 0);
    await page
      .getByText(`${most.toLocaleString('en')} points`)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });
  expect(Object.keys(walked)).toEqual([...firstHour]);
});

browserTest('a class of three plays on instances of their own, and its board and CSV say who leads', async () => {
  lab = await runningLab({ participants: 3 });
  await inBrowser(async (open) => {
    const { page: board, complaints } = await open(lab.link);
    for (const [at, name] of ['Ada', 'Grace', 'Linus'].entries()) {
      const { page } = await open(lab.joinLink!);
      await page.getByLabel(/^Your name/).fill(name);
      await page.getByRole('button', { name: 'Join' }).click();
      const id = firstHour[at]!;
      await page.getByRole('button', { name: new RegExp(findCause(id)!.title) }).click();
      await page.getByText('running').nth(1).waitFor();
      if (name !== 'Linus') await page.getByRole('button', { name: new RegExp(`^Line ${guiltyLine(id)}:`) }).click();
      if (name === 'Grace') await chooseRightFix(page, id);
    }
    const { page: late } = await open(lab.joinLink!);
    await late.getByLabel(/^Your name/).fill('Late');
    await late.getByRole('button', { name: 'Join' }).click();
    await late.getByText('the class is full: 3 participants are the limit').waitFor();

    await board.getByRole('row', { name: /^Grace 200 1 1 0/ }).waitFor();
    const rows = await board.getByRole('row').allInnerTexts();
    expect(rows.slice(1).map((row) => row.split('\t').slice(0, 2).join(' '))).toEqual([
      'Grace 200',
      'Ada 100',
      'Linus 0',
    ]);
    await picture(board, 'class');
    const saving = board.waitForEvent('download');
    await board.getByRole('button', { name: 'Save as CSV' }).click();
    expect((await saving).suggestedFilename()).toBe('score-board.csv');
    expect(await seriousFaults(board)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

async function walk(page: Page, id: CauseId): Promise<void> {
  await page.getByRole('button', { name: new RegExp(findCause(id)!.title) }).click();
  await page.getByRole('heading', { level: 1, name: findCause(id)!.title }).waitFor();
  await page.getByRole('button', { name: 'Start load' }).click();
  await page.getByText('load begins').waitFor();
  await page.waitForTimeout(5_000);
  const isPictured = id === firstHour[0];
  if (isPictured) await picture(page, 'watch');
  await page.getByRole('tab', { name: 'Look' }).click();
  await page.getByRole('button', { name: 'Look inside' }).click();
  await page.locator('.banner.leaking').waitFor({ timeout: trialMs });
  await page.getByText('found by you, in the next step').waitFor();
  await page.getByRole('button', { name: new RegExp(`^Line ${guiltyLine(id)}:`) }).click();
  await page.getByText(new RegExp(`Line ${guiltyLine(id)} it is`)).waitFor();
  if (isPictured) await picture(page, 'find');
  await page.getByRole('tab', { name: 'Look' }).click();
  // What the trial names is what the trainee has found.
  await page.getByText(`line ${guiltyLine(id)}`, { exact: true }).waitFor();
  if (isPictured) await picture(page, 'look');
  await chooseRightFix(page, id);
  await page.getByRole('button', { name: 'Apply the codemod' }).click();
  await page.getByText('the codemod was applied').waitFor({ timeout: trialMs });
  if (isPictured) await picture(page, 'fix');
  await page.getByRole('tab', { name: 'Prove' }).click();
  await page.getByRole('button', { name: 'Prove it' }).click();
  await page.locator('.banner.stable').waitFor({ timeout: trialMs });
  await page.getByText(/^Proved:/).waitFor();
  if (isPictured) await picture(page, 'prove');
}

async function chooseRightFix(page: Page, id: CauseId): Promise<void> {
  await page.getByRole('tab', { name: 'Fix' }).click();
  await page.getByLabel(exerciseOf(id).rightFix.title).check();
  await page.getByRole('button', { name: 'Choose and run it' }).click();
  await page.getByText('Right.').waitFor();
}

/** The view at each width, light and dark, to be looked at. */
async function picture(page: Page, name: string): Promise<void> {
  for (const width of [390, 1280, 1920]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 1000 });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(700);
      await page.screenshot({ path: `${pictures}${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}
