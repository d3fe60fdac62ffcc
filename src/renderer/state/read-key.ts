import { FUNCTION_KEYS, type FunctionKey, type Intent } from './intent.ts';

/** What has the keyboard when a key comes: a text field keeps its letters, a button keeps Enter and space. */
export type Focus = 'text' | 'button' | 'elsewhere';

const isFunctionKey = (key: string): key is FunctionKey => FUNCTION_KEYS.some((known) => known === key);

/**
 * What a key means, wherever the focus is. `key` is the name the browser gives it. Null leaves the key to the browser.
 * Function keys act everywhere; a text field keeps everything that could be text.
 */
export function readKey(key: string, focus: Focus): Intent | null {
  if (isFunctionKey(key)) return { do: 'functionKey', key };
  if (key === 'F12') return { do: 'corner' };
  if (key === 'Escape') return { do: 'escape' };
  if (focus === 'text') return null;
  if (/^[0-9.]$/.test(key)) return { do: 'digits', digits: key };
  switch (key) {
    case '+':
      return { do: 'corner' };
    case '/':
      return { do: 'exact' };
    case '-':
      return { do: 'debit' };
    case 'z':
    case 'Z':
      return { do: 'closeDrawer' };
    case 'v':
    case 'V':
      return { do: 'beginChange', kind: 'void' };
    case 'r':
    case 'R':
      return { do: 'beginChange', kind: 'return' };
    case '*':
      return { do: 'star' };
    case 'Backspace':
    case 'Delete':
      return { do: 'backspace' };
    case 'u':
    case 'U':
      return { do: 'undo' };
    case 'ArrowDown':
      return { do: 'move', by: 1 };
    case 'ArrowUp':
      return { do: 'move', by: -1 };
    case 'Enter':
      return focus === 'button' ? null : { do: 'enter' };
    default:
      return null;
  }
}

/** Does a held key go on doing this? Only what types and moves; an act needs a press of its own. */
export const actsWhileHeld = (intent: Intent): boolean =>
  intent.do === 'digits' || intent.do === 'backspace' || intent.do === 'move';
