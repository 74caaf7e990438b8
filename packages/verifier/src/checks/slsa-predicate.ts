import type { CertificateIdentity, Mismatch } from '@ropewalk/core';
import { isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';

/**
 * SLSA provenance is written by the very job that signs it, so what it says of builder, source and commit is worth only
 * what the certificate says too.
 *
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export const slsaPredicate: ContentCheck = {
  code: 'SLSA_PREDICATE',
  title: 'builder, source and commit of SLSA provenance are those of the certificate',
  check({ certificate, statement }) {
    if (statement === undefined || certificate === undefined) return 'not-reached';
    if (statement.predicateType !== SLSA_PREDICATE_TYPE) return { seen: 'not SLSA provenance' };
    const { buildConfigUri, buildSignerUri, sourceRepositoryUri } = certificate;
    if (buildConfigUri === undefined && buildSignerUri === undefined && sourceRepositoryUri === undefined) {
      // The certificate of a mere account, as Google's: it can neither back nor contradict what its owner says of a build.
      return { seen: 'the certificate states nothing of a build: this is the word of its owner alone' };
    }
    const predicate = statement.predicate ?? {};
    return outcomeOf(
      [...builderMismatches(predicate, certificate), ...sourceMismatches(predicate, certificate), ...runMismatches(predicate, certificate)],
      'agree',
    );
  },
};

function builderMismatches(predicate: JsonObject, certificate: CertificateIdentity): readonly Mismatch[] {
  const actual = textAt(predicate, 'runDetails', 'builder', 'id');
  const { buildSignerUri, buildConfigUri, sourceRepositoryUri } = certificate;
  const isWorkflow = actual !== undefined && (actual === buildSignerUri || actual === buildConfigUri);
  // Others name the repository, or the runner below it.
  const isRepository = actual !== undefined && sourceRepositoryUri !== undefined && `${actual}/`.startsWith(`${sourceRepositoryUri}/`);
  if (isWorkflow || isRepository) return [];
  return [{ code: 'SLSA_BUILDER', subject: 'builder in the SLSA provenance', expected: buildSignerUri ?? 'the workflow in the certificate', actual }];
}

function sourceMismatches(predicate: JsonObject, certificate: CertificateIdentity): readonly Mismatch[] {
  const { sourceRepositoryUri: repository, sourceRepositoryRef: ref, sourceRepositoryDigest: commit, buildConfigUri } = certificate;
  const stated = (name: string): string | undefined => textAt(predicate, 'buildDefinition', 'externalParameters', 'workflow', name);
  const [workflowRepository, workflowRef, workflowPath] = [stated('repository'), stated('ref'), stated('path')];
  const source = textAt(predicate, 'buildDefinition', 'externalParameters', 'source');
  const config = workflowPath === undefined ? undefined : `${workflowRepository ?? repository}/${workflowPath}@${workflowRef ?? ref}`;
  return [
    ...(workflowRepository === undefined ? [] : differs('SLSA_SOURCE', 'repository in the SLSA provenance', repository, workflowRepository)),
    ...(source === undefined ? [] : differs('SLSA_SOURCE', 'source in the SLSA provenance', repository, repositoryIn(source))),
    ...(config === undefined ? [] : differs('SLSA_SOURCE', 'workflow in the SLSA provenance', buildConfigUri, config)),
    ...dependencyMismatches(predicate, { repository, commit }),
  ];
}

function dependencyMismatches(
  predicate: JsonObject,
  source: { readonly repository: string | undefined; readonly commit: string | undefined },
): readonly Mismatch[] {
  const list = valueAt(predicate, 'buildDefinition', 'resolvedDependencies');
  const dependencies: readonly JsonValue[] = Array.isArray(list) ? (list as readonly JsonValue[]) : [];
  const own = dependencies.find((dependency) => repositoryIn(textAt(dependency, 'uri')) === source.repository);
  if (own === undefined || source.repository === undefined) {
    const actual = dependencies.map((dependency) => textAt(dependency, 'uri')).join(', ') || undefined;
    return [{ code: 'SLSA_SOURCE', subject: 'source in the SLSA provenance', expected: source.repository ?? 'a repository', actual }];
  }
  const commit = textAt(own, 'digest', 'gitCommit') ?? textAt(own, 'digest', 'sha1');
  return differs('SLSA_COMMIT', 'commit in the SLSA provenance', source.commit, commit);
}

function runMismatches(predicate: JsonObject, { runInvocationUri }: CertificateIdentity): readonly Mismatch[] {
  const actual = textAt(predicate, 'runDetails', 'metadata', 'invocationId');
  // Only addresses can be compared; other builders write a number of their own.
  if (actual === undefined || runInvocationUri === undefined || !actual.startsWith('https://')) return [];
  return differs('SLSA_RUN', 'run in the SLSA provenance', runInvocationUri, actual);
}

/** `git+https://HOST/OWNER/REPO@REF` → `https://HOST/OWNER/REPO`. */
function repositoryIn(uri: string | undefined): string | undefined {
  return uri?.replace(/^git\+/, '').replace(/@.*$/, '').replace(/\.git$/, '');
}

function differs(code: string, subject: string, expected: string | undefined, actual: string | undefined): readonly Mismatch[] {
  return expected !== undefined && expected === actual ? [] : [{ code, subject, expected: expected ?? 'stated in the certificate', actual }];
}

function textAt(value: JsonValue, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

function valueAt(value: JsonValue, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((current, name) => (isJsonObject(current) ? current[name] : undefined), value);
}
