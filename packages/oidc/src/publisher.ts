export { describeRefusal, type RefusalDescriptionOptions } from './describe-refusal.ts';
export { explainRefusal, type RefusalExplanation, type RefusedExchange } from './explain-refusal.ts';
export { identityProblems } from './identity-problems.ts';
export { formatPublisher, parsePublisher } from './parse-publisher.ts';
export { knowledgeOf } from './provider-knowledge.ts';
export { publisherKinds } from './publisher-kinds.ts';
export { kindOfToken, publisherOfToken } from './publisher-of-token.ts';
export { withWorkflow } from './with-workflow.ts';
