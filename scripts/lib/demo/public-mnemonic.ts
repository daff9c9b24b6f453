/** Known to everybody: never a key of anything of value. */
export const PUBLIC_MNEMONIC = "test test test test test test test test test test test junk";

/** How many of its accounts the demonstration country uses. */
export const PUBLIC_ACCOUNTS = 40;
