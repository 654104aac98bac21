import http from 'node:http';
import express from 'express';

export const router = express.Router();

/** Whether the kettle, a server of its own, is there; `null` where it does not even answer. */
function askKettle(port: number, done: (state: string | null) => void): void {
  const asking = http.request({ method: 'HEAD', host: '127.0.0.1', port, path: '/healthz' }, (answer) => {
    if (answer.statusCode !== 200) {
      return done('cold');
    }
    answer.resume();
    done('hot');
  });
  asking.once('error', () => done(null));
  asking.end();
}

router.get('/kettle', (req, res) => {
  askKettle(Number(req.query['port'] ?? req.socket.localPort), (state) => res.json({ state }));
});
