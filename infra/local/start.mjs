// `npm start`: sets up what is missing, then serves the portal and the functions in one process.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { build, install } from './setup.mjs';
import { bin, Complaint, entry, root, toolEnv } from './tools.mjs';

await entry(async () => {
  const port = portFrom(process.env['PORT']);
  await free(port);
  install();
  build();
  process.exitCode = await serve(port);
});

function portFrom(/** @type {string | undefined} */ text) {
  if (text === undefined || text === '') return 3000;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new Complaint(`PORT must be a number from 1 to 65535, not “${text}”.`);
}

/** Complains before minutes of building rather than after. */
function free(/** @type {number} */ port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      reject(
        new Complaint(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use 端口 ${port} 已被占用: stop what listens there, or choose another with PORT=${port + 1} npm start.`
            : `Port ${port} cannot be opened (${error.code}).`,
        ),
      ),
    );
    probe.listen({ port, host: process.env['HOST'] }, () => probe.close(() => resolve(undefined)));
  });
}

/** The server's exit code. It ends itself when this process does, however that ends. */
function serve(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const child = spawn(bin('node'), ['infra/local/serve.ts'], {
      cwd: root,
      env: { ...toolEnv(), PORT: String(port) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill('SIGTERM'));
    }
    // npm runs scripts through a shell that dies without passing a signal on: ask whether it is still there.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
    child.on('exit', (code) => {
      clearInterval(watch);
      resolve(code ?? 1);
    });
  });
}
