// The models, roles and cadences one can choose from.

import type { Cadence } from '$/bindings/Cadence';
import type { Model } from '$/bindings/Model';
import type { Role } from '$/bindings/Role';
import { t } from '$/lib/words';

const models: Model[] = ['one_to_one', 'peer', 'group', 'professional', 'community'];
const roles: Role[] = ['mentor', 'mentee', 'peer', 'facilitator', 'coordinator'];
const cadences: Cadence[] = ['weekly', 'fortnightly', 'monthly', 'as_needed'];

export const modelName = (model: Model): string => t(`model-${model.replaceAll('_', '-')}`);
export const roleName = (role: Role): string => t(`role-${role}`);
export const cadenceName = (cadence: Cadence): string => t(`cadence-${cadence.replace('_', '-')}`);

export const modelOptions = models.map((value) => ({ value, label: modelName(value), help: t(`model-${value.replaceAll('_', '-')}.help`) }));
export const roleOptions = roles.map((value) => ({ value, label: roleName(value) }));
export const cadenceOptions = cadences.map((value) => ({ value, label: cadenceName(value) }));

/** What the other most likely is, in a model in which one is `mine`. */
export function otherRole(mine: Role): Role {
  if (mine === 'mentee') return 'mentor';
  if (mine === 'mentor') return 'mentee';
  return 'peer';
}
