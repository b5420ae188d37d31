/**
 * Where answers may be sent. An activity brings its own `serviceUrl`, and what is sent there carries our access token: whoever could
 * name a server of hers would get it, and with it the bot.
 */
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Without credentials there is no token, and nobody else than who sits at this machine. */
export const OWN_MACHINE = LOOPBACK;

/**
 * `hosts` are names, or `*.` and what they end with. Beyond this machine only https: on the way, too, somebody could read the token.
 */
export function isServiceUrl(serviceUrl: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username, password } = new URL(serviceUrl);
  if (username !== '' || password !== '') return false;
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.includes(hostname))) return false;
  return hosts.some((host) => (host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host));
}
