export type HttpListenCode = 'http.port-taken' | 'http.port-forbidden' | 'http.host-unknown' | 'http.listen';

/** The server could not start to listen. `message` says which variable to change. */
export class HttpListenError extends Error {
  readonly code: HttpListenCode;
  readonly facts: { readonly host: string; readonly port: number; readonly variable: 'PORT' | 'HOST' };

  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const [code, variable, why] = explain(cause.code);
    super(`Cannot listen on ${host}:${port}: ${why}`, { cause });
    this.name = 'HttpListenError';
    this.code = code;
    this.facts = { host, port, variable };
  }
}

function explain(code: string | undefined): [HttpListenCode, 'PORT' | 'HOST', string] {
  switch (code) {
    case 'EADDRINUSE':
      return [
        'http.port-taken',
        'PORT',
        'another program has this port. Stop it, or set PORT to a free one.',
      ];
    case 'EACCES':
      return ['http.port-forbidden', 'PORT', 'this user may not open this port. Set PORT to one above 1023.'];
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return ['http.host-unknown', 'HOST', 'this machine has no such address. Set HOST to one of its own.'];
    default:
      return ['http.listen', 'PORT', `${code ?? 'unknown error'}. Check PORT and HOST.`];
  }
}
