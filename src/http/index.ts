/**
 * HTTP: routes, health and a bounded drain, on restify. Knows no other room: what answers a message is handed in.
 *
 *   const server = createHttpServer({ host, port, log, messages: chat.handle, checks: { database: () => store.ping() } });
 *   const { port } = await server.start();      // throws HttpListenError, e.g. `http.port-taken`
 *   …
 *   await server.drain(8_000);                  // no new connections; turns under way are finished, or cut after 8 s
 */
export { HttpListenError } from './http-listen-error.ts';
export {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type MessageHandler,
} from './http-server.ts';
export { NotReady } from './not-ready.ts';
export { Refusals } from './refusals.ts';
export type { Check, Checks } from './readiness.ts';
export type { SlackHandler, SlackRoute, SlackRoutesOptions } from './slack-routes.ts';
