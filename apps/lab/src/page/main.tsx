import { applyTheme } from '@watertight/page-parts';
import '@watertight/page-parts/style.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { Connection, keepToken, Refused, takeToken } from './connection.ts';
import { JoinPage } from './join-page.tsx';
import { Store } from './store.ts';
import './style.css';

applyTheme();
const root = document.getElementById('lab')!;
const joinToken = new URLSearchParams(location.hash.slice(1)).get('join');
if (joinToken === null) void begin(takeToken());
else render(<JoinPage joinToken={joinToken} onJoined={joined} />, root);

function joined(token: string): void {
  keepToken(token);
  history.replaceState(null, '', location.pathname);
  void begin(token);
}

async function begin(token: string): Promise<void> {
  const store = new Store(new Connection(token));
  try {
    await store.begin();
    render(<App store={store} />, root);
  } catch (error) {
    const isStranger = error instanceof Refused && error.status === 401;
    render(
      <Closed reason={isStranger ? 'This page does not know the lab’s token.' : 'The lab does not answer.'} />,
      root,
    );
  }
}

function Closed({ reason }: { readonly reason: string }) {
  return (
    <main class="welcome">
      <h1>Open the lab by its link</h1>
      <p class="lead">{reason} The lab prints a link when it starts; it begins with the address of this page.</p>
    </main>
  );
}
