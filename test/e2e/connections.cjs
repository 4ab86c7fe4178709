// Preloaded into a program under test: writes down every address that it connects to in TACKLE_TEST_CONNECTIONS.
'use strict';
const { appendFileSync } = require('fs');
const { Socket } = require('net');
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  appendFileSync(process.env.TACKLE_TEST_CONNECTIONS, `${JSON.stringify(options)}\n`);
  return connect.apply(this, args);
};
