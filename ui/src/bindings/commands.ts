// Generated from the command list in crates/app. Do not edit: it will be overwritten.

export interface Commands {
  undo: { args: Record<string, never>; result: unknown };
  redo: { args: Record<string, never>; result: unknown };
}
