import express from 'express';

/** One line of a conversation; it knows the line it answers and the lines that answer it. */
class Turn {
  readonly parent: WeakRef<Turn> | null;
  readonly text: string;
  readonly replies = new Set<Turn>();

  constructor(parent: Turn | null, text: string) {
    this.parent = parent && new WeakRef(parent);
    this.text = text;
  }

  reply(text: string): Turn {
    const turn = new Turn(this, text);
    this.replies.add(turn);
    return turn;
  }

  thread(): string[] {
    return [...(this.parent?.deref()?.thread() ?? []), this.text];
  }
}

const conversation = new Turn(null, 'How can we help?');

export const router = express.Router();

router.get('/turns/:text', (req, res) => {
  const turn = conversation.reply(req.params.text);
  res.json({ thread: turn.thread() });
});
