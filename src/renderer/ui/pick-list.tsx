import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { usePanelKeys } from '../state/use-keys.ts';

type PickListProps<Row> = {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly draw: (row: Row, chosen: boolean) => ReactNode;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  /** Enter, or a press on the row. */
  readonly onTake: (row: Row) => void;
  /** Enter when there is no row. */
  readonly onNothing?: () => void;
};

const PAGE = 6;

/** A list with one chosen row: arrows choose whatever has focus, Enter or a press takes it. The chosen row is inverse. */
export function PickList<Row>({
  id,
  label,
  rows,
  keyOf,
  draw,
  chosen,
  onChoose,
  onTake,
  onNothing,
}: PickListProps<Row>) {
  const list = useRef<HTMLDivElement>(null);
  const last = rows.length - 1;
  const at = Math.min(chosen, last);
  usePanelKeys((key) => {
    const go = (to: number): true => {
      onChoose(Math.max(0, Math.min(last, to)));
      return true;
    };
    if (key === 'ArrowDown') return go(at + 1);
    if (key === 'ArrowUp') return go(at - 1);
    if (key === 'PageDown') return go(at + PAGE);
    if (key === 'PageUp') return go(at - PAGE);
    const row = rows[at];
    if (row !== undefined) onTake(row);
    else onNothing?.();
    return true;
  });
  useLayoutEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div
      className="pick-list"
      role="listbox"
      id={id}
      aria-label={label}
      ref={list}
      aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
      tabIndex={0}
    >
      {rows.map((row, index) => (
        // Keys are taken by the list as a whole (usePanelKeys), wherever the focus is.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <div
          key={keyOf(row)}
          role="option"
          id={`${id}-${index}`}
          className={index === at ? 'pick pick-chosen' : 'pick'}
          aria-selected={index === at}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            onChoose(index);
            onTake(row);
          }}
        >
          {draw(row, index === at)}
        </div>
      ))}
    </div>
  );
}
