import { todayInBeijing } from '#rules/engine/calendar.ts';

export const load = () => ({ today: todayInBeijing(new Date()) });
