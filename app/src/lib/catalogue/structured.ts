/** A measure as search engines read it: schema.org's GovernmentService. */
import type { Lang } from '#rules/engine/types.ts';
import { htmlLang } from '#lib/lang.ts';
import type { MeasurePageView } from './measure.ts';

/** The text of a JSON-LD element; no character in it can end the element. */
export function governmentService(view: MeasurePageView, url: string, lang: Lang): string {
  const text = JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    name: view.name,
    description: view.summary,
    serviceType: view.instrument,
    url,
    inLanguage: htmlLang[lang],
    isAccessibleForFree: true,
    provider: { '@type': 'GovernmentOrganization', name: view.department },
    areaServed: { '@type': 'AdministrativeArea', name: view.level },
    ...(!view.apply?.url
      ? {}
      : { availableChannel: { '@type': 'ServiceChannel', name: view.apply.channel, serviceUrl: view.apply.url } }),
  });
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
