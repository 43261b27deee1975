import './styles/main.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { theme } from './session/theme.ts';

theme.apply();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
