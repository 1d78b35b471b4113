/** The tag of a prompt: its revision, and a digest of what changes besides. */
export const etagLike = (id: string, revision: number): RegExp => new RegExp(`^"${id}-r${revision}-[\\w-]{11}"$`);
