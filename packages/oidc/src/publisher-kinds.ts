import type { PublisherKind } from '@ropewalk/core';
import { googlePublisher } from '@ropewalk/oidc-cloud-build/publisher';
import { githubPublisher } from '@ropewalk/oidc-github/publisher';
import { gitlabPublisher } from '@ropewalk/oidc-gitlab/publisher';

/** The publisher kinds whose signatures the usual providers make: GitHub, GitLab, Google. */
export const publisherKinds: readonly PublisherKind[] = [githubPublisher, gitlabPublisher, googlePublisher];
