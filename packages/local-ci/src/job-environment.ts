/** What a job of a CI system finds in its environment. */
export type JobEnvironment = Readonly<Record<string, string>>;
