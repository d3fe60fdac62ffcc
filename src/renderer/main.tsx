import './looks.ts';
import { createRoot } from 'react-dom/client';
import { Counter } from './counter.tsx';
import { connectRegister } from './register-client/connect-register.ts';
import { watchRegister } from './state/watch-register.ts';

const place = document.getElementById('counter');
if (place === null) throw new Error('the page has no place for the counter');

const connection = connectRegister();
createRoot(place).render(<Counter register={watchRegister(connection)} client={connection.client} />);
