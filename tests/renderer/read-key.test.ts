import { describe, expect, test } from 'vitest';
import { readKey } from '../../src/renderer/state/read-key.ts';

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

  test('Enter on a button that has the focus presses that button and nothing else', () => {
    expect(readKey('Enter', 'button')).toBeNull();
    expect(readKey('Enter', 'elsewhere')).toEqual({ do: 'enter' });
  });

  test('keys that have no meaning here are left to the browser', () => {
    for (const key of ['F5', 'F7', 'F11', 'a', 'Tab', 'Shift', ' ']) expect(readKey(key, 'elsewhere')).toBeNull();
  });
});
