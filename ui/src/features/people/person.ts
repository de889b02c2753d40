// A person as she is typed in, before she is a member of anything.

import type { HoursBlock } from '$/bindings/HoursBlock';
import type { MemberView } from '$/bindings/MemberView';
import type { NewMember } from '$/bindings/NewMember';
import type { Role } from '$/bindings/Role';
import type { ZoneView } from '$/bindings/ZoneView';

export interface Person {
  key: number;
  name: string;
  role: Role;
  zone: ZoneView | undefined;
  pronouns: string;
  hours: HoursBlock[];
}

let keys = 0;
export const newPerson = (role: Role): Person => ({ key: ++keys, name: '', role, zone: undefined, pronouns: '', hours: [] });

export const personOf = (member: MemberView): Person => ({
  key: ++keys,
  name: member.name,
  role: member.role,
  zone: { id: member.zone, city: member.place, country: '', now: member.clock ?? '', offset: '' },
  pronouns: member.pronouns,
  hours: member.hours,
});

export const memberOf = ({ name, role, zone, pronouns, hours }: Person): NewMember => ({ name, role, zone: zone?.id ?? '', pronouns, hours });
