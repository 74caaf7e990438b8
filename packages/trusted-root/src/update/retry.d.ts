/** tuf-js's declarations name this module's types without bringing them. Nothing here uses them. */
declare module 'retry' {
  export interface TimeoutsOptions {
    readonly retries?: number;
  }
}
