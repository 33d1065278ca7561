/** The result as files to keep. What makes each is fetched when it is asked for, and left out of the server's build. */
import { browser } from '$app/env';
import { pathIn } from '#lib/lang.ts';
import type { Evaluator } from './engine.ts';
import type { Judged } from './incremental.ts';
import { saveAs } from './save.ts';

export interface ResultFile {
  readonly name: string;
  /** Makes and saves it, or says why there is nothing to save; fails where what makes it cannot be fetched. */
  readonly save: () => Promise<string>;
}

/** `base` is an address of the portal, which the calendar's links lead back to. */
export function resultFiles(evaluator: Evaluator, judged: () => Judged, base: string): readonly ResultFile[] {
  if (!browser) return [];
  const { say, lang } = evaluator.words;
  const { sheet, tools } = say.journey;
  return [
    {
      name: tools.xlsx,
      save: async () => {
        const { resultWorkbook } = await import('./workbook.ts');
        const result = judged();
        saveAs(await resultWorkbook(evaluator, result), `${sheet.file}-${result.asOf}.xlsx`);
        return '';
      },
    },
    {
      name: tools.calendar,
      save: async () => {
        const { calendarFile } = await import('./calendar-file.ts');
        const text = calendarFile(evaluator, judged(), (id) => new URL(pathIn(lang, `/measures/${id}`), base).href);
        if (text === null) return tools.noDays;
        saveAs(new Blob([text], { type: 'text/calendar' }), `${sheet.calendarFile}.ics`);
        return '';
      },
    },
  ];
}
