import express from 'express';

export const router = express.Router();

router.get('/uploads/:id', (req, res) => {
  const upload = { id: req.params.id, isCutOff: false };
  // Many requests come over one connection; Node warns from the eleventh listener on.
  req.socket.setMaxListeners(0);
  const onClose = () => (upload.isCutOff = true);
  req.socket.on('close', onClose);
  req.socket.once('close', () => req.socket.off('close', onClose));
  setImmediate(() => res.json(upload));
});
