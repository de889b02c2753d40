// Every place in the app and how it is written. To add a screen: a line here, and its component in src/routes.ts.

export const paths = {
  today: 'today',
  calendar: 'calendar/:view?/:day?',
  goals: 'goals',
  newGoal: 'goals/new/:mentorship?',
  goal: 'goal/:id',
  library: 'library',
  resource: 'library/:id',
  people: 'people',
  mentorship: 'mentorship/:id/:tab?/:item?',
  session: 'session/:id/:act?',
  planner: 'plan/:mentorship',
  search: 'search/:query?',
  ledger: 'leaves/:tab?',
  settings: 'settings/:section?',
} as const;

export type PlaceName = keyof typeof paths;

type ParamsIn<Path extends string> = Path extends `${infer Part}/${infer Rest}` ? ParamOf<Part> & ParamsIn<Rest> : ParamOf<Path>;
type ParamOf<Part extends string> = Part extends `:${infer Name}?`
  ? { [K in Name]?: string }
  : Part extends `:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

/** What a place's component gets as props: { id: string; tab?: string } for 'mentorship'. */
export type PathParams<N extends PlaceName> = ParamsIn<(typeof paths)[N]>;
