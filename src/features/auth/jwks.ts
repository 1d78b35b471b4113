import { z } from "zod";
import { Answer, ok, route } from "../../feature.ts";

/** Shorter than the minute in which a new key does not sign yet: who caches the answer knows a key before its tokens. */
const CACHED_SECONDS = 30;

const Jwks = z
  .strictObject({
    keys: z.array(
      z.strictObject({
        kty: z.literal("EC"),
        crv: z.literal("P-256"),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.literal("ES256"),
        use: z.literal("sig"),
      }),
    ),
  })
  .meta({ id: "Jwks" });

export const jwksRoutes = [
  route({
    name: "jwks",
    tag: "Auth",
    method: "GET",
    path: "/.well-known/jwks.json",
    root: true,
    doc: "Public keys of our access tokens (JWKS). While a key is being replaced there are two or more; tokens name theirs by `kid`.",
    access: "public",
    reply: ok(Jwks),
    example: {
      reply: {
        keys: [
          {
            kty: "EC",
            crv: "P-256",
            x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
            kid: "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
            alg: "ES256",
            use: "sig",
          },
        ],
      },
    },
    run: async ({ ports, now }) =>
      new Answer(
        { keys: await ports.tokens.publicKeys(now()) },
        { headers: { "Cache-Control": `public, max-age=${CACHED_SECONDS}` } },
      ),
  }),
];
