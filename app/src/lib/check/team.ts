/** The short way for people without a company: start-up teams and one-person companies (OPC). */
import type { Profile, Rules } from '#rules/engine/types.ts';
import { withAnswer } from './profile.ts';
import type { TeamTexts } from './start.ts';

export function profileOfTeam({ stage, region, focusFields, under30 }: TeamTexts): Profile {
  let profile: Profile = { applicantType: stage === 'team' ? 'startup-team' : 'company' };
  if (region !== '') profile = withAnswer(profile, 'region', region);
  if (focusFields.length > 0) profile = withAnswer(profile, 'focusFields', focusFields);
  if (under30 !== '') profile = withAnswer(profile, 'talent.under30Founder', under30 === 'yes');
  return profile;
}

/** The city's action plan for one-person AI companies (京经信发〔2026〕34 号). */
const OPC_PLAN = 'bj-opc-2026';

/** The measures for one-person companies, whose questions are asked first; not what the communities they move into get. */
export const opcMeasures = ({ measures }: Rules): string[] =>
  measures
    .filter(
      ({ instrument, versions }) =>
        instrument !== 'carrier' && versions.some(({ bases }) => bases.some(({ doc }) => doc === OPC_PLAN)),
    )
    .map(({ id }) => id);
