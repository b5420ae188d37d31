/** What there is to look at, for one configuration: what is not configured is not asked for. */
import type { Logger } from 'pino';
import { slackScopes } from '../../manifest/slack-app.ts';
import type { Config } from '../config.ts';
import { parseListen } from '../sip/index.ts';
import { lookAtDatabase } from '../store/index.ts';
import { type Check, ok } from './check.ts';
import { checkConference } from './check-conference.ts';
import { checkDatabase, checkDataDir } from './check-database.ts';
import { checkPeopleFile, checkSecrets, checkTrace } from './check-files.ts';
import { checkListen, checkPort, checkPublicUrl } from './check-http.ts';
import { checkLdap } from './check-ldap.ts';
import { checkMachine } from './check-machine.ts';
import { checkSip } from './check-sip.ts';
import { checkSlack } from './check-slack.ts';
import { checkTeams } from './check-teams.ts';

/** For one question to one neighbour. */
const ANSWER_MS = 4_000;
/** Speak SIP: whoever is reached through SIP_SERVER. */
const THROUGH_SIP: readonly Config['conference']['driver'][] = ['sip', 'lync'];

export function checksOf(config: Config, log: Logger): readonly Check[] {
  const {
    sip,
    teams,
    slack,
    databaseUrl,
    peopleFile,
    publicUrl,
    sipTrace,
    playgroundPort: pagePort,
  } = config;
  const isThroughSip = THROUGH_SIP.includes(config.conference.driver);
  return [
    checkMachine(),
    checkConfig(config),
    databaseUrl === undefined
      ? checkDataDir(config.dataDir)
      : checkDatabase(() => lookAtDatabase(databaseUrl, ANSWER_MS)),
    ...(sip ? [checkSip({ sip, asksConference: isThroughSip, log, now: Date.now })] : []),
    ...(sip && !isThroughSip ? [checkConference(config, sip, log)] : []),
    ...(teams ? [checkTeams(teams, fetch, Date.now)] : []),
    ...(slack ? [checkSlack(slack, slackScopes())] : []),
    checkPort(config.http.host, config.http.port, fetch),
    ...(sip?.listen === undefined ? [] : [checkListen('SIP_LISTEN', parseListen(sip.listen))]),
    ...(pagePort === undefined
      ? []
      : [checkListen('PLAYGROUND_PORT', { host: '127.0.0.1', port: pagePort })]),
    ...(publicUrl === undefined ? [] : [checkPublicUrl(publicUrl, fetch)]),
    ...(peopleFile === undefined ? [] : [checkPeopleFile(peopleFile, config.country)]),
    ...(config.ldap ? [checkLdap(config.ldap)] : []),
    ...(sipTrace === undefined ? [] : [checkTrace(sipTrace)]),
    checkSecrets(secretsOf(config)),
  ];
}

/** That it can be read, whoever asks knows already. */
function checkConfig({ sip, teams, slack, playgroundPort }: Config): Check {
  const channels = [
    ...(teams ? ['in Teams'] : []),
    ...(slack ? ['in Slack'] : []),
    ...(playgroundPort === undefined ? [] : ['in a page of the sandbox']),
  ];
  const chat = `people type ${channels.join(' and ') || 'nowhere yet'}`;
  const phones = `calls go ${sip ? `through ${sip.server}` : 'to phones of the sandbox'}`;
  return {
    name: 'configuration',
    async *run() {
      yield ok(`works: ${chat}, ${phones}`);
    },
  };
}

function secretsOf({ sip, teams }: Config): Record<string, string> {
  const key = sip?.tls?.key;
  const appKey = teams?.certificate?.key;
  return {
    '.env': '.env',
    ...(key !== undefined && { SIP_TLS_KEY: key }),
    ...(appKey !== undefined && { MicrosoftAppCertificateKey: appKey }),
  };
}
