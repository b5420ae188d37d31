import type { Environment } from './environment.ts';

/** Named as botbuilder names them. */
export interface TeamsConfig {
  readonly MicrosoftAppId: string;
  readonly MicrosoftAppPassword: string;
  readonly MicrosoftAppType: string;
  readonly MicrosoftAppTenantId: string;
}

/** Undefined: no Teams channel. */
export function readTeams(environment: Environment): TeamsConfig | undefined {
  const MicrosoftAppId = environment.text('MicrosoftAppId');
  const MicrosoftAppPassword = environment.text('MicrosoftAppPassword');
  const MicrosoftAppTenantId = environment.text('MicrosoftAppTenantId');
  if (!MicrosoftAppId) {
    if (MicrosoftAppPassword) {
      environment.fault('MicrosoftAppId', 'is missing, though MicrosoftAppPassword is set');
    }
    return undefined;
  }
  const types = ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'];
  const MicrosoftAppType = environment.oneOf('MicrosoftAppType', types);
  if (!MicrosoftAppPassword && MicrosoftAppType !== 'UserAssignedMSI') {
    environment.fault('MicrosoftAppPassword', 'is missing for MicrosoftAppId');
  }
  if (!MicrosoftAppTenantId && MicrosoftAppType !== 'MultiTenant') {
    environment.fault('MicrosoftAppTenantId', `is missing for a ${MicrosoftAppType} bot`);
  }
  return { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId };
}
