import type { ContractRouterClient } from '@orpc/contract';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { connectRegister } from '../../../../src/renderer/register-client/connect-register.ts';
import type { smallContract } from '../small-register.ts';

const connection = connectRegister();
// The page speaks to the small register of the tests; the client makes its calls by name, whatever the contract.
const client = connection.client as unknown as ContractRouterClient<typeof smallContract>;

function Page() {
  const state = useSyncExternalStore(connection.onState, connection.state);
  const [count, setCount] = useState<number>();
  const [words, setWords] = useState('');
  useEffect(() => {
    if (state.state !== 'connected') return;
    const stop = new AbortController();
    const watch = async () => {
      for await (const seen of await client.watch(undefined, { signal: stop.signal })) setCount(seen.count);
    };
    watch().catch(() => setCount(undefined));
    return () => stop.abort();
  }, [state]);
  const greet = async () => setWords((await client.greet({ name: 'Ada' })).words);
  return (
    <>
      <p>{state.state === 'lost' ? state.because : state.state}</p>
      <output>{count === undefined ? 'nothing' : `count ${count}`}</output>
      <Button onPress={greet}>Greet</Button>
      <em>{words}</em>
    </>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
