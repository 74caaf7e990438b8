export { findProgram, findPrograms, type ProgramPlaces } from './find-program.ts';
export { leadsThrough } from './leads-through.ts';
export { projectAround, type ProjectFolder } from './project-folder.ts';
export { runProgram, type ProgramEnd, type ProgramOptions, type RunProgram } from './run-program.ts';
