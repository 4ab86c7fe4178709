console.log('hello from Node', process.version);
console.log('Array.prototype.flat is', typeof [].flat === 'function' ? 'there' : 'not there yet');
