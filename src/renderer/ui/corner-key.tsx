import { Key } from './key.tsx';

type CornerKeyProps = {
  readonly label: string;
  /** The key that does the same, or, while it cannot be done, what is missing. */
  readonly beside: string;
  /** The name of a key is in the face of keys, a reason in that of words. */
  readonly besideIs?: 'key' | 'reason';
  readonly ready: boolean;
  readonly tone: 'local' | 'ask';
  readonly onPress: () => void;
};

/** The act of the screen: always its bottom right corner, alone. While it is not ready it stays there and says why. */
export const CornerKey = ({ label, beside, besideIs = 'key', ready, tone, onPress }: CornerKeyProps) => (
  <Key
    className={`corner-key ${ready ? '' : `corner-waits corner-waits-${tone}`}`}
    tone={ready ? tone : 'plain'}
    unavailable={!ready}
    describedBy={ready ? undefined : 'corner-reason'}
    onPress={onPress}
  >
    <span className="corner-label">{label}</span>
    <span className={besideIs === 'key' ? 'corner-key-name' : 'corner-reason'} id="corner-reason" aria-hidden="true">
      {beside}
    </span>
  </Key>
);
