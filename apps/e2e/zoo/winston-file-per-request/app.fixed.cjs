const os = require('node:os');
const path = require('node:path');
const fs = require('node:fs');
const express = require('express');
const winston = require('winston');

const filename = path.join(os.tmpdir(), `zoo-${process.pid}.log`);
process.once('exit', () => fs.rmSync(filename, { force: true }));
process.once('SIGTERM', () => process.exit(0));
const createLogger = () => winston.createLogger({ transports: [new winston.transports.File({ filename })] });
const log = createLogger();
const app = express();

app.get('/', (req, res) => {
  log.info('hit');
  res.json({ ok: true });
});
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
