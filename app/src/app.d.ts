import type { Session } from '#lib/server/session.server.ts';
import type { Person } from '#lib/server/session-shapes.ts';

declare global {
  namespace App {
    interface Locals {
      /** Who is signed in; set in the rooms only, so that public pages never depend on it. */
      person?: Person;
      session?: Session;
    }
    interface PageState {
      /** The question of the check that is open: where the browser's back button returns to. */
      step?: string;
      /** How many questions lie behind it in the browser's history. */
      depth?: number;
    }
  }
}

export {};
