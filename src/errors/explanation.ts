/** What a person needs at three in the morning: what a failure was raised for, and what to do. Backticks mark code. */
export type Explanation = { readonly cause: string; readonly cure: string };
