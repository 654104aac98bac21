import { useState } from 'preact/hooks';
import { Connection } from './connection.ts';

interface JoinProps {
  readonly joinToken: string;
  readonly onJoined: (token: string) => void;
}

/** Where a participant of a class says who they are. */
export function JoinPage({ joinToken, onJoined }: JoinProps) {
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const join = async (event: Event) => {
    event.preventDefault();
    try {
      const { token } = await new Connection(joinToken).do<{ token: string }>('join', { name });
      onJoined(token);
    } catch (error) {
      setRefusal((error as Error).message);
    }
  };
  return (
    <main class="welcome">
      <h1>Join the class</h1>
      <form class="join" onSubmit={(event) => void join(event)}>
        <label for="name">Your name, as the score board will show it</label>
        <input
          id="name"
          value={name}
          maxLength={40}
          required
          autocomplete="nickname"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          Join
        </button>
        {refusal !== null && (
          <p class="note bad" role="alert">
            {refusal}
          </p>
        )}
      </form>
    </main>
  );
}
