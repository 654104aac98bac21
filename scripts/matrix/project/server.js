require('./app.js')
  .createApp()
  .listen(Number(process.env.PORT ?? 0), '127.0.0.1');
