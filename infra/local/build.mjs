// `npm run build`: the catalogue, the portal, and the functions as they are uploaded, from scratch.
import './node-version.mjs';
import { build, install } from './setup.mjs';
import { entry } from './tools.mjs';

await entry(async () => {
  install();
  build({ always: true });
});
