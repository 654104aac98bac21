import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const chromium = '/usr/bin/chromium';

/** `test`, or what skips it and says why where no Chromium is; CI has one, and must. */
export const browserTest: jest.It = existsSync(chromium) || process.env['CI'] ? test : skipped();

function skipped(): jest.It {
  process.stderr.write(`the lab is not tried in a browser: there is no ${chromium} (apt-get install chromium)\n`);
  return test.skip;
}

export interface Opened {
  readonly page: Page;
  /** What the browser complained of: a policy that was broken, a script that failed. */
  readonly complaints: string[];
}

/** Opens pages in one browser and closes it at the end. */
export async function inBrowser(use: (open: (link: string) => Promise<Opened>) => Promise<void>): Promise<void> {
  const { chromium: driver } = await import('playwright-core');
  const browser = await driver.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    await use(async (link) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(link);
      return { page, complaints };
    });
  } finally {
    await browser.close();
  }
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}

const axeFile = createRequire(__filename).resolve('axe-core/axe.min.js');

/** The serious faults that axe finds on a page. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Through the debugger: the policy of the page lets in no script from elsewhere.
  const { readFileSync } = await import('node:fs');
  await page.evaluate(readFileSync(axeFile, 'utf8'));
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join('; ')}`,
    );
}
