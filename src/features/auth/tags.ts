/** Everything cached about one session, or about one account: what is dropped when it changes. */
export const sessionTag = (sessionId: string): string => `session:${sessionId}`;
export const userTag = (userId: string): string => `user:${userId}`;
