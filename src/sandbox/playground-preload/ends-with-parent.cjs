'use strict';
/**
 * Loaded into the Playground before its own code, so that it does not outlive us: our end of its standard input closes
 * when we end, however we end (kill -9 too).
 */
process.stdin.on('error', () => process.exit()).on('close', () => process.exit());
process.stdin.resume();
