/** What keys of the portal’s sessions begin with: whoever shows pages may touch these items of the table and no other. */
export const SESSION_ITEMS = 'SESSION#';
