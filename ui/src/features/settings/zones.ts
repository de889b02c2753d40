// Zones for the picker.

import type { ZoneView } from '$/bindings/ZoneView';
import { call } from '$/host';

export const findZones = (query: string): Promise<ZoneView[]> => call('zones_find', { query });
