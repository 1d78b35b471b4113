import { sqlState } from "../../../db/faults.ts";

/** Whether the database refused a row because the account or the prompt it belongs to was erased meanwhile. */
export const isOwnerGone = (error: unknown): boolean => sqlState(error) === "23503";

/** Whether it was written; false when there is nobody any more whose it could be. */
export async function unlessOwnerGone(written: Promise<unknown>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (isOwnerGone(error)) return false;
    throw error;
  }
}
