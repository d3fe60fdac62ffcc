/** A person at the counter: sees and presses what anybody can, found by its role and its name. */
import { expect, type Locator, type Page } from '@playwright/test';
import { type GoodsName, PATIENTS, tagOf } from '../../support/goods.ts';
import { itemNameOf } from './store.ts';

/** A receipt, an answer of Metrc and a cold start on a busy machine all fit; a person would have given up by then. */
export const patience = { timeout: 20_000 } as const;

export type Counter = ReturnType<typeof counterOn>;

export function counterOn(page: Page) {
  const key = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
  const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
  const cart = region('Cart');
  const bench = page.getByLabel('Bench', { exact: true });
  return {
    page,
    key,
    region,
    cart,
    /** What stands on the screen for the eye; the line that is only heard repeats some of it. */
    left: page.getByRole('main'),
    customer: region('Customer'),
    lines: cart.getByRole('listitem'),
    line: (name: string): Locator => cart.getByRole('listitem').filter({ hasText: name }),
    total: page.getByRole('status', { name: 'Total', exact: true }),
    pay: key('Pay'),
    ready: page.getByRole('heading', { name: 'Ready', exact: true }),
    asking: region('Asking Metrc'),
    signed: region('Signed by Metrc'),
    unknown: region('Metrc has not answered.'),
    stopped: region('Sales stopped'),
    waits: page.getByRole('button', { name: /^Customer waits/ }),
    leaves: page.getByRole('button', { name: /^Customer leaves/ }),
    change: page.getByRole('status', { name: 'Change due', exact: true }),
    bench,
    paper: page.getByRole('region', { name: 'Paper from the printer' }),
    press: (name: string | RegExp): Promise<void> => key(name).click(),

    async signIn(name = 'Dana W.', pin = '1111'): Promise<void> {
      await page.getByRole('button', { name }).click();
      const pad = page.getByRole('group', { name: 'PIN pad' });
      for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
      await key('Sign in').click();
      await expect(key('F10 Lock')).toBeVisible(patience);
    },

    /** The tiles at the top say no more than their names: every link is well. */
    async allLinksWell(): Promise<void> {
      const links = page.getByRole('navigation', { name: 'Links' });
      await expect(links).toHaveText(/^Scanner\s*Printer\s*Drawer\s*Metrc$/, patience);
    },

    /** A pull of the trigger on the bench at a package, a card or a code that stands there. */
    scan: (what: string): Promise<void> => bench.getByRole('button', { name: what }).click(),

    /** The bench lets Metrc answer in this way from now on. */
    metrcAnswers: (how: 'At once' | 'Slowly' | 'No' | 'Lost' | 'Not at all' | 'Down'): Promise<void> =>
      bench.getByRole('button', { name: how, exact: true }).click(),

    async patientWithVerify(): Promise<void> {
      await this.scan('…4471');
      await this.verified();
    },

    /** The training store from the start to one flower that can be paid for: 28.91. */
    async oneFlowerInTheCart(): Promise<void> {
      await this.signIn();
      await this.allLinksWell();
      await this.patientWithVerify();
      await this.scan('Blue Dream flower, 3.5 g');
      await expect(this.total).toHaveText('$28.91', patience);
    },

    /** Metrc knows the patient, and the person at the counter has looked at the state's own tool. */
    async verified(): Promise<void> {
      const verify = page.getByRole('button', { name: 'OMMA Verify shows Active' });
      await expect(verify).toBeVisible(patience);
      await expect(region('Customer').getByText('Active', { exact: true })).toBeVisible(patience);
      await page.keyboard.press('F2');
      await expect(verify).toHaveCount(0, patience);
    },

    /** The customer by the number on the card, where there is no scanner. */
    async typeCustomer(number: string): Promise<void> {
      await page.keyboard.press('F2');
      await page.getByRole('textbox', { name: 'Licence number' }).fill(number);
      await page.keyboard.press('Enter');
      await this.verified();
    },

    /**
     * A package by its whole tag, typed into the look-up and taken with Enter; one that the look-up does not list is taken like
     * a scan. The screen may be of any language.
     */
    async typeTag(tag: string): Promise<void> {
      await page.keyboard.press('F3');
      await page.getByRole('combobox').fill(tag);
      await expect(page.getByText(/^[01] (found|hallados)$/)).toBeVisible(patience);
      await expect(
        page
          .getByText(tag.slice(-4))
          .or(page.getByText(`“${tag}”`))
          .or(page.getByText(`«${tag}»`))
          .first(),
      ).toBeVisible(patience);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('combobox')).toHaveCount(0, patience);
    },

    /** After a refused sale the cart is a new sale, and the state wants a new look at its tool. */
    async patientWithVerifyAgain(): Promise<void> {
      const verify = page.getByRole('button', { name: 'OMMA Verify shows Active' });
      if (await verify.isVisible()) await page.keyboard.press('F2');
      await expect(verify).toHaveCount(0);
    },

    /** Counts the drawer by keys: pieces of each denomination, from the hundred down to the cent. */
    async count(pieces: readonly number[]): Promise<void> {
      await expect(page.getByRole('button', { name: /\$100\b/ })).toHaveAttribute('aria-current', 'true');
      for (const count of pieces) {
        for (const digit of String(count)) await page.keyboard.press(digit);
        await page.keyboard.press('Enter');
      }
    },

    /** Morning: the lead signs in and counts a float of 200.00 into the drawer. */
    async openForBusiness(): Promise<void> {
      await this.signIn('Marisol R.', '4444');
      await key('F8 Drawer').click();
      await this.count([0, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
      await key('Open for the day').click();
      await expect(page.getByRole('heading', { name: 'Ready', exact: true })).toBeVisible(patience);
    },

    /** The same in a store of any language, by keys alone. */
    async openByKeys(): Promise<void> {
      await expect(page.getByText('Marisol R.')).toBeVisible(patience);
      for (const key of ['ArrowDown', 'ArrowDown', ...'4444', 'Enter']) await page.keyboard.press(key);
      await expect(page.getByRole('button', { name: /^F8 / })).toBeVisible(patience);
      await page.keyboard.press('F8');
      await this.count([0, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
      await page.keyboard.press('F12');
      await expect(page.getByRole('button', { name: '00', exact: true })).toBeVisible(patience);
      await expect(page.getByRole('button', { name: /\$100\b/ })).toHaveCount(0, patience);
    },

    nameOf: itemNameOf,
    verifyKey: page.getByRole('button', { name: /OMMA Verify/ }),
    linesInAnyLanguage: page.getByRole('region', { name: /^(Cart|Carrito)$/ }).getByRole('listitem'),

    /** A patient and goods in the cart of a store without a scanner, everything about them known. */
    async fillCart(...goods: readonly GoodsName[]): Promise<void> {
      await this.typeCustomer(PATIENTS.valid);
      for (const name of goods) {
        await this.typeTag(tagOf(name));
        await expect(this.line(itemNameOf(name))).toBeVisible(patience);
      }
      await this.everyLineChecked();
    },

    /** Nothing in the cart is being checked any more. */
    async everyLineChecked(): Promise<void> {
      await expect(cart.getByText('checking', { exact: true })).toHaveCount(0, patience);
    },
  };
}
