/** What the rule pack (cdk-nag, AWS Solutions) objects to and we keep, each with its reason. */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** `rule` is the pack's own number, with the finding in brackets where one rule finds several things. */
export function acknowledge(where: IConstruct, rule: string, reason: string): void {
  Validations.of(where).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}
