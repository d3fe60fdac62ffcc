import { Key } from './key.tsx';

type CornerKeyProps = {
  readonly label: string;
  /** The key that does the same, or, while it cannot be done, what is missing. */
  readonly beside: string;
  readonly ready: boolean;
  readonly tone: 'local' | 'ask';
  readonly name?: string;
  readonly onPress: () => void;
};

/** The act of the screen: always its bottom right corner, alone. While it is not ready it stays there and says why. */
export const CornerKey = ({ label, beside, ready, tone, name, onPress }: CornerKeyProps) => (
  <Key
    className={`corner-key ${ready ? '' : `corner-waits corner-waits-${tone}`}`}
    tone={ready ? tone : 'plain'}
    unavailable={!ready}
    describedBy={ready ? undefined : 'corner-reason'}
    name={name ?? label}
    onPress={onPress}
  >
    <span className="corner-label">{label}</span>
    <span className={ready ? 'corner-key-name' : 'corner-reason'} id="corner-reason">
      {beside}
    </span>
  </Key>
);
