/** What is looked over on every screen: is anything cut off, and can everybody use it? */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Every text on the page that is cut off: by the window, or by a box that neither scrolls nor grows. */
export function textsCutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const slack = 1;
    const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
    const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
    const boxesAround = (element: Element): { readonly rect: DOMRect; readonly x: boolean; readonly y: boolean }[] => {
      const boxes = [{ rect: new DOMRect(0, 0, innerWidth, innerHeight), x: true, y: true }];
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        // What a list scrolls away is not cut off; whatever lies outside of the list does not matter any more.
        if (scrolls(overflowX) || scrolls(overflowY)) return boxes.slice(1);
        if (hides(overflowX) || hides(overflowY)) {
          boxes.push({ rect: at.getBoundingClientRect(), x: hides(overflowX), y: hides(overflowY) });
        }
      }
      return boxes;
    };
    const onlyHeard = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { width, height } = at.getBoundingClientRect();
        const { position, clipPath } = getComputedStyle(at);
        if (position === 'absolute' && (clipPath !== 'none' || (width <= 1 && height <= 1))) return true;
      }
      return false;
    };
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (text === '' || element === null || !element.checkVisibility() || onlyHeard(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const cut = boxesAround(element).some(
          (box) =>
            (box.x && (rect.left < box.rect.left - slack || rect.right > box.rect.right + slack)) ||
            (box.y && (rect.top < box.rect.top - slack || rect.bottom > box.rect.bottom + slack)),
        );
        if (cut) found.push(text);
      }
    }
    return [...new Set(found)];
  });
}

/** No serious finding of axe on this screen, in the light and in the dark theme. */
export async function expectUsableByAll(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .options({ resultTypes: ['violations'] })
      .analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`,
      );
    expect.soft(serious, `${screen}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
