/** The switches there are; migration 0004 makes their rows. */
export const FLAGS = ["registration", "public_library", "enhancement"] as const;
export type Flag = (typeof FLAGS)[number];
