const express = require('express');
const seneca = require('seneca')({ log: 'silent', legacy: { transport: false } });

seneca.add('cmd:double', (message, reply) => reply(null, { value: message.n * 2 }));
const app = express();
app.get('/add/:n', (req, res) => {
  seneca.act('cmd:double', { n: Number(req.params.n) }, (error, out) => res.json(out ?? { error: String(error) }));
});
seneca.ready(() => app.listen(Number(process.env.PORT ?? 0), '127.0.0.1'));
