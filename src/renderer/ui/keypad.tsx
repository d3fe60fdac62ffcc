import { useCounterPlace } from '../counter-context.tsx';
import { Key } from './key.tsx';

const ROWS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0'] as const;

export const BackspaceSign = () => (
  <svg
    width="32"
    height="24"
    viewBox="0 0 32 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.5"
    aria-hidden="true"
  >
    <path d="M2.5 12 9.5 3H29.5V21H9.5Z" />
    <path d="M15.5 8 23 16M23 8 15.5 16" />
  </svg>
);

/** Digits, a key beside zero (00 or Clear), and the key that takes the last digit back. */
export const Keypad = ({ name, beside }: { readonly name: string; readonly beside: '00' | 'clear' }) => {
  const { perform, words } = useCounterPlace();
  return (
    <fieldset className="keypad" aria-label={name}>
      {ROWS.map((digit) => (
        <Key key={digit} className="key-digit" onPress={() => perform({ do: 'digits', digits: digit })}>
          {digit}
        </Key>
      ))}
      {beside === '00' ? (
        <Key className="key-digit" onPress={() => perform({ do: 'digits', digits: '00' })}>
          00
        </Key>
      ) : (
        <Key className="key-clear" onPress={() => perform({ do: 'clear' })}>
          {words.signIn.clear}
        </Key>
      )}
      <Key name={words.counter.backspace} onPress={() => perform({ do: 'backspace' })}>
        <BackspaceSign />
      </Key>
    </fieldset>
  );
};
