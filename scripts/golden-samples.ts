/** Parameters for builders whose SQL depends on them: one golden statement per row. */
export const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {};
