// Imported first by every entry: a host Node that is too old gets one sentence instead of a stack trace.
const oldest = 20;

if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(
    'Node ' +
      oldest +
      ' or newer is needed to start; this is ' +
      process.version +
      '. 请先安装 Node ' +
      oldest +
      ' 或更新的版本。',
  );
  process.exit(1);
}
