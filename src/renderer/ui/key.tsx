import type { ReactNode } from 'react';

type KeyProps = {
  readonly children: ReactNode;
  /** `local` is ink, `ask` is yellow and starts a request to the state, `plain` is a card with an outline. */
  readonly tone?: 'plain' | 'local' | 'ask';
  readonly pressed?: boolean;
  readonly className?: string;
  readonly name?: string;
  readonly describedBy?: string;
  readonly onPress: () => void;
  /** In its place, flat and grey; it can still be pressed to hear why. */
  readonly unavailable?: boolean;
};

/** A pointer must not carry focus to the key: typed digits and Enter go on belonging to the screen. */
const keepFocus = (event: React.PointerEvent | React.MouseEvent): void => event.preventDefault();

/** Something that can be pressed: card-coloured, outlined. Facts never look like this. */
export const Key = ({
  children,
  tone = 'plain',
  pressed,
  className = '',
  name,
  describedBy,
  onPress,
  unavailable = false,
}: KeyProps) => (
  <button
    type="button"
    className={`key key-${tone} ${className}`}
    aria-label={name}
    aria-pressed={pressed}
    aria-disabled={unavailable || undefined}
    aria-describedby={describedBy}
    onMouseDown={keepFocus}
    onClick={onPress}
  >
    {children}
  </button>
);
