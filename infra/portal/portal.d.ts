/** The portal as adapter-node built it; the bundler says where it lies. */
declare module 'ceyin-portal' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  export const handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}
