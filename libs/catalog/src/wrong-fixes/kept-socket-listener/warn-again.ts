import express from 'express';

export const router = express.Router();

router.get('/uploads/:id', (req, res) => {
  const upload = { id: req.params.id, isCutOff: false };
  req.socket.on('close', () => (upload.isCutOff = true));
  setImmediate(() => res.json(upload));
});
