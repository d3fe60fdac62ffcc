import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { electronProgram, noWindowBecause } from './lib/electron-binary.mjs';
import { ensureBuilt } from './lib/freshness.mjs';
import { CannotGoOn, root, runAsProgram, say } from './lib/project.mjs';
import { projectNode } from './lib/project-node.mjs';
import { runChild } from './lib/run-child.mjs';
import { parseStart } from './lib/start-options.mjs';
import { passOnStopSignals } from './lib/stop-signals.mjs';

const ready = 'Countersign ready:';

await runAsProgram(async () => {
  const { host, pass } = parseStart(process.argv.slice(2));
  await ensureDependencies();
  const node = projectNode();
  await ensureBuilt(node);
  if (host !== 'web') {
    const electron = await electronOrReason(host, node);
    if (electron.path !== undefined) {
      const ended = await runElectron(electron.path, pass);
      // 127 is what the loader answers when a shared library is missing; above it, the program crashed. Neither is
      // something the terminal itself decided, so a till without the libraries still gets its screen in the browser.
      if (host === 'electron' || ended.wasReady || ended.code < 127) return ended.code;
      say(`Electron did not start (it ended with ${ended.code}); starting in the browser instead.`);
    } else if (host === 'electron') {
      throw new CannotGoOn(`Electron cannot be started, because ${electron.because}.`);
    } else {
      say(`Starting in the browser, because ${electron.because}.`);
    }
  }
  return runChild(node, [join(root, 'dist', 'main', 'web.mjs'), ...pass]);
});

async function electronOrReason(host, node) {
  const because = noWindowBecause();
  if (because !== undefined) return { because };
  return electronProgram(node, { patient: host === 'electron' });
}

/** Runs the Electron host and notices whether it ever said it was ready. */
function runElectron(path, pass) {
  const env = { ...process.env };
  // With this set Electron would be a plain Node and show no window.
  delete env.ELECTRON_RUN_AS_NODE;
  const args = [root, ...withoutPort(pass)];
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'] });
    let wasReady = false;
    let head = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      if (wasReady) return;
      head = (head + chunk).slice(-4096);
      wasReady = head.includes(ready);
    });
    const stopPassingOn = passOnStopSignals(child);
    child.on('error', reject);
    child.on('close', (code) => {
      stopPassingOn();
      // A signal that ended it is a crash; one that asked it to stop ends it with a code of its own.
      resolve({ wasReady, code: code ?? 128 });
    });
  });
}

function withoutPort(pass) {
  const at = pass.indexOf('--port');
  return at === -1 ? pass : [...pass.slice(0, at), ...pass.slice(at + 2)];
}
