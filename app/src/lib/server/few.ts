/** Where a number of firms that is not shown, being one of fewer than five, stands among others. */
export const ABOUT = 2;
