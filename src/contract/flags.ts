/** The switches there are; migrations 0004 and 0010 make their rows. */
export const FLAGS = ["registration", "public_library", "enhancement", "model_calls", "runs"] as const;
export type Flag = (typeof FLAGS)[number];
