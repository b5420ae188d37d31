'use strict';
/**
 * Loaded into the Playground before its own code (`node --require`). It listens on every interface and has no option for
 * that, though it lets anybody who can reach it talk to the bot: here each listen() gets the address 127.0.0.1.
 */
const net = require('node:net');

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function listenOnLoopback(...args) {
  const [first] = args;
  const callback = args.findLast((argument) => typeof argument === 'function');
  const isOptions = typeof first === 'object' && first !== null;
  const isSocketPath = isOptions ? 'path' in first : typeof first === 'string' && !/^\d+$/.test(first);
  // Of listen()'s forms only those with a port can reach a network; a path, a handle or a descriptor cannot.
  if (isSocketPath || (isOptions && !('port' in first))) return listen.apply(this, args);
  const options = isOptions ? first : { port: typeof first === 'function' ? 0 : (first ?? 0) };
  return listen.call(this, { ...options, host: '127.0.0.1' }, callback);
};
