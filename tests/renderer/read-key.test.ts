import { describe, expect, test } from 'vitest';
import { actsWhileHeld, readKey } from '../../src/renderer/state/read-key.ts';

describe('keys mean the same whatever has focus', () => {
  test('function keys act everywhere, also while somebody types', () => {
    for (const focus of ['text', 'button', 'elsewhere'] as const) {
      expect(readKey('F3', focus)).toEqual({ do: 'functionKey', key: 'F3' });
      expect(readKey('F12', focus)).toEqual({ do: 'corner' });
      expect(readKey('Escape', focus)).toEqual({ do: 'escape' });
    }
  });

  test('digits count on a button and elsewhere, and stay letters in a text field', () => {
    expect(readKey('7', 'button')).toEqual({ do: 'digits', digits: '7' });
    expect(readKey('7', 'elsewhere')).toEqual({ do: 'digits', digits: '7' });
    expect(readKey('7', 'text')).toBeNull();
    expect(readKey('+', 'text')).toBeNull();
  });

  test('plus pays and star sets the quantity', () => {
    expect(readKey('+', 'elsewhere')).toEqual({ do: 'corner' });
    expect(readKey('*', 'elsewhere')).toEqual({ do: 'star' });
  });

  test('a held key types and moves, and never acts again', () => {
    for (const key of ['F12', '+', 'z', 'Enter', 'F8', '-']) {
      const intent = readKey(key, 'elsewhere');
      expect(intent === null || actsWhileHeld(intent)).toBe(false);
    }
    expect(actsWhileHeld({ do: 'digits', digits: '1' })).toBe(true);
  });

  test('exact cash, debit and closing the drawer have keys of their own, which a text field keeps as text', () => {
    expect(readKey('/', 'elsewhere')).toEqual({ do: 'exact' });
    expect(readKey('-', 'elsewhere')).toEqual({ do: 'debit' });
    expect(readKey('z', 'elsewhere')).toEqual({ do: 'closeDrawer' });
    for (const key of ['/', '-', 'z']) expect(readKey(key, 'text')).toBeNull();
  });

  test('Enter on a button that has the focus presses that button and nothing else', () => {
    expect(readKey('Enter', 'button')).toBeNull();
    expect(readKey('Enter', 'elsewhere')).toEqual({ do: 'enter' });
  });

  test('keys that have no meaning here are left to the browser', () => {
    for (const key of ['F5', 'F7', 'F11', 'a', 'Tab', 'Shift', ' ']) expect(readKey(key, 'elsewhere')).toBeNull();
  });
});
