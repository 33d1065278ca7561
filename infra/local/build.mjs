// `npm run build`: the catalogue, the match function and the portal, from scratch.
import './node-version.mjs';
import { build, install } from './setup.mjs';
import { entry } from './tools.mjs';

await entry(async () => {
  install();
  build({ always: true });
});
