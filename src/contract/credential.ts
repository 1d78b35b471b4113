/** What an API key may be allowed to do. A route names the one it wants; a key without it gets 403. */
export const API_SCOPES = [
  "prompts:read",
  "prompts:write",
  "labels:write",
  "enrichment",
  "sharing",
  "analytics:read",
] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** When it stops speaking for its owner, if nobody ends it earlier; milliseconds of Unix time, `Infinity` for never. */
type Ending = { readonly endsAt: number };

/** How a caller proved who they are. */
export type Credential =
  | (Ending & { readonly kind: "session"; readonly sessionId: string })
  /** `authenticatedAt` is when the person last signed in at Supabase, where the token says so. */
  | (Ending & { readonly kind: "supabase"; readonly authenticatedAt: Date | null })
  | (Ending & {
      readonly kind: "api_key";
      readonly keyId: string;
      /** Which of the key's secrets it was: two work during a rotation. */
      readonly secretHash: Buffer;
      readonly scopes: readonly ApiScope[];
    });

/** What a request brought to prove it: not looked at yet. */
export type Presented =
  { readonly kind: "bearer"; readonly token: string } | { readonly kind: "api_key"; readonly key: string };
