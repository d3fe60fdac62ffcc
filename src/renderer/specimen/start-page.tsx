import { wordsIn } from '../../shared/words/catalogue.ts';
import { Mark } from '../ui/mark.tsx';

const LOOKS = [
  { says: 'light', wish: 'theme=light' },
  { says: 'dark', wish: 'theme=dark' },
  { says: 'contrast', wish: 'theme=contrast' },
  { says: 'Spanish', wish: 'theme=light&lang=es' },
] as const;

/** Every scene with its looks, to be opened beside each other while the screen is worked on. */
export const StartPage = ({ names }: { readonly names: readonly string[] }) => (
  <main className="specimen">
    <h1>
      <Mark kind="signed" size={48} />
      {wordsIn('en').signIn.product}
    </h1>
    <p>{names.length} scenes, drawn without a register. Keys and touch work; the clock stands still.</p>
    <ul>
      {names.map((name) => (
        <li key={name}>
          <b className="mono">{name}</b>
          <span>
            {LOOKS.map(({ says, wish }) => (
              <a key={says} href={`?screen=${name}&${wish}`}>
                {says}
              </a>
            ))}
          </span>
        </li>
      ))}
    </ul>
  </main>
);
