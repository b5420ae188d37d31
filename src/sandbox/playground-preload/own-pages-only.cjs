'use strict';
/**
 * Loaded into the Playground before its own code. It asks nobody who she is, and a browser sends what the pages of strangers want to say
 * to 127.0.0.1 too: by a name that leads here now (DNS rebinding), or over a WebSocket, which needs no leave. Here only its own page, and
 * programs on this machine, are answered.
 */
const http = require('node:http');

const OWN_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const { emit } = http.Server.prototype;

http.Server.prototype.emit = function emitForOwnPages(event, ...args) {
  if (event !== 'request' && event !== 'upgrade') return emit.call(this, event, ...args);
  const [req, answer] = args;
  const { host = '', origin } = req.headers;
  const isOwn = OWN_NAME.test(host) && (!origin || OWN_NAME.test(origin.replace(/^https?:\/\//i, '')));
  if (isOwn) return emit.call(this, event, ...args);
  if (event === 'upgrade') answer.destroy();
  else {
    answer.statusCode = 403;
    answer.end();
  }
  return true;
};
