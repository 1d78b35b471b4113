import { z } from "zod";

/** So long the old secret goes on unless the caller says otherwise: a day, in which every machine is deployed once. */
const OVERLAP_SECONDS = 86_400;
const OVERLAP_SECONDS_MAX = 7 * 86_400;

/** How long two secrets are valid side by side while one replaces the other. */
export const overlapSeconds = (description: string) =>
  z.int().min(0).max(OVERLAP_SECONDS_MAX).default(OVERLAP_SECONDS).meta({ description });
