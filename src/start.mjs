// Plain JavaScript, so that an old Node can read it and say what is wrong instead of stumbling over types.
const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < NEEDED) {
  console.error(
    `Usher needs Node ${NEEDED} or newer; this is Node ${process.versions.node}.\n` +
      'Start it with "npm start": "npm ci" has brought the right Node along. If npm ci ran with --ignore-scripts,\n' +
      'run "npm rebuild node" once.',
  );
  process.exitCode = 1;
} else {
  const entrances = {
    audit: './command-line/audit-command.ts',
    call: './command-line/call-command.ts',
    doctor: './command-line/doctor-command.ts',
    manifest: './command-line/manifest-command.ts',
  };
  await import(entrances[process.argv[2]] ?? './command-line/run.ts');
}
