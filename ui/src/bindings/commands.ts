// Generated from the list of commands in Rust (`make bindings`). Do not edit.

import type { Find } from "./Find";
import type { ReadZone } from "./ReadZone";
import type { ZoneReading } from "./ZoneReading";
import type { ZoneView } from "./ZoneView";

/** Every command: what it takes and what it gives. */
export interface Commands {
  zones_find: { args: Find; result: Array<ZoneView> };
  zone_read: { args: ReadZone; result: ZoneReading };
}
