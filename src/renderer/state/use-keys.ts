import { useEffect, useRef } from 'react';
import { actsWhileHeld, type Focus, readKey } from './read-key.ts';
import type { Perform } from './use-counter.ts';

/** A panel that wants arrows and Enter for its own list; true means it has used the key. */
export type PanelKeys = (key: string) => boolean;

const panelKeys: PanelKeys[] = [];

/** While the component is shown, its list gets arrows and Enter before the rest of the screen. */
export function usePanelKeys(handle: PanelKeys): void {
  const newest = useRef(handle);
  newest.current = handle;
  useEffect(() => {
    const own: PanelKeys = (key) => newest.current(key);
    panelKeys.push(own);
    return () => {
      panelKeys.splice(panelKeys.indexOf(own), 1);
    };
  }, []);
}

/** One listener for the whole window, so that keys work whatever has focus. */
export function useKeys(perform: Perform): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const focus = focusOf(document.activeElement);
      const forPanel = panelKeys.at(-1);
      if (forPanel !== undefined && isListKey(event.key, focus) && forPanel(event.key)) {
        event.preventDefault();
        return;
      }
      const intent = readKey(event.key, focus);
      if (intent === null) return;
      // The browser's own meaning of F1, F3, F12 or Backspace must never act on the counter.
      event.preventDefault();
      if (event.repeat && !actsWhileHeld(intent)) return;
      perform(intent);
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [perform]);
}

const isListKey = (key: string, focus: Focus): boolean =>
  key === 'ArrowUp' ||
  key === 'ArrowDown' ||
  key === 'PageUp' ||
  key === 'PageDown' ||
  (key === 'Enter' && focus !== 'button');

function focusOf(element: Element | null): Focus {
  if (element instanceof HTMLTextAreaElement) return 'text';
  if (element instanceof HTMLInputElement) return element.type === 'radio' ? 'elsewhere' : 'text';
  return element instanceof HTMLButtonElement ? 'button' : 'elsewhere';
}
