import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Check, codeOf, type Finding, fail, ok, reasonOf, warn } from './check.ts';

/** HOST and PORT: free, or taken by Usher itself. */
export function checkPort(host: string, port: number, fetchFn: typeof fetch): Check {
  return {
    name: 'HTTP',
    async *run(signal) {
      const problem = await listenProblem(host, port);
      if (problem === undefined) {
        yield ok(`${host}:${port} is free to listen on`);
      } else if (problem === 'EADDRINUSE') {
        yield await whoListens(host, port, fetchFn, signal);
      } else if (problem === 'EADDRNOTAVAIL') {
        yield fail(`${host} is no address of this machine`, 'correct HOST; 0.0.0.0 is all of them');
      } else {
        yield fail(`cannot listen on ${host}:${port}: ${problem}`, 'set PORT to one above 1023, or allow it');
      }
    },
  };
}

/** A port that is listened on beside HTTP, as `host:port` of a variable. */
export function checkListen(variable: string, { host, port }: { host: string; port: number }): Check {
  return {
    name: variable,
    async *run() {
      const problem = await listenProblem(host, port);
      if (problem === undefined) yield ok(`${host}:${port} is free to listen on`);
      else if (problem === 'EADDRINUSE')
        yield warn(`${host}:${port} is taken`, 'normal where Usher runs already');
      else yield fail(`cannot listen on ${host}:${port}: ${problem}`, `correct ${variable}`);
    },
  };
}

/** The code of the system; undefined: it can be listened on. */
async function listenProblem(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return codeOf(error);
  } finally {
    server.close();
  }
}

async function whoListens(
  host: string,
  port: number,
  fetchFn: typeof fetch,
  signal: AbortSignal,
): Promise<Finding> {
  const everywhere = host === '0.0.0.0' || host === '::';
  const base = `http://${everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
  try {
    if (!(await isAlive(await fetchFn(`${base}/healthz`, { signal })))) throw new Error('somebody else');
    const response = await fetchFn(`${base}/readyz`, { signal });
    if (response.ok) return ok(`Usher runs on ${host}:${port}, and is ready`);
    return warn(`Usher runs on ${host}:${port}: ${await response.text()}`, 'look at what is named there');
  } catch {
    return fail(`another program listens on ${host}:${port}`, 'stop it, or set PORT to a free one');
  }
}

/** PUBLIC_URL: from the name to the answer of Usher behind it. */
export function checkPublicUrl(publicUrl: string, fetchFn: typeof fetch): Check {
  return {
    name: 'PUBLIC_URL',
    async *run(signal) {
      try {
        const response = await fetchFn(`${publicUrl}/healthz`, { signal, redirect: 'manual' });
        if (await isAlive(response)) {
          yield ok(`${publicUrl} leads to Usher`);
        } else if (response.status >= 502 && response.status <= 504) {
          yield warn(
            `${publicUrl} answers ${response.status}: nobody is behind it`,
            'normal until Usher runs',
          );
        } else {
          const says = `${publicUrl}/healthz is answered by somebody else (${response.status})`;
          yield fail(says, 'have the reverse proxy pass all paths to HOST and PORT');
        }
      } catch (error) {
        yield judgeFailure(publicUrl, error);
      }
    },
  };
}

function judgeFailure(publicUrl: string, error: unknown): Finding {
  const says = `${publicUrl} is not reached from here: ${reasonOf(error)}`;
  const code = codeOf(error);
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return fail(says, 'give the name an address in the public DNS');
  if (/CERT|SELF_SIGNED|ISSUER|ERR_TLS/.test(code)) {
    return fail(says, 'give the reverse proxy a certificate that chat products trust, with its whole chain');
  }
  return warn(says, 'look from outside; chat products have to reach it');
}

async function isAlive(response: Response): Promise<boolean> {
  try {
    const body: unknown = await response.json();
    return (
      response.ok && typeof body === 'object' && body !== null && Reflect.get(body, 'status') === 'alive'
    );
  } catch {
    return false;
  }
}
