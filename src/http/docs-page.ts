import { createHash } from "node:crypto";
import type Koa from "koa";

const sourceHash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Swagger UI's own colours have too little contrast, and there is one server to choose from. */
const READABLE = `
.swagger-ui .info .title small pre.version { background: #4b5563; color: #fff; }
.swagger-ui .info .title small { background: #4b5563; }
.swagger-ui .info .title small.version-stamp, .swagger-ui .info .title small.version-stamp pre.version { background: #3f6212; }
.swagger-ui .info a, .swagger-ui .info .url { color: #1d4ed8; }
.dark-mode .swagger-ui .info a, .dark-mode .swagger-ui .info .url { color: #a5b4fc; }
html:not(.dark-mode) .swagger-ui .btn.authorize { color: #166534; border-color: #166534; }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: #166534; }
html:not(.dark-mode) .swagger-ui .btn.cancel { color: #b91c1c; border-color: #b91c1c; }
.swagger-ui .btn.execute { background-color: #1d4ed8; border-color: #1d4ed8; }
.swagger-ui .download-contents { background: #4b5563; }
@media (prefers-reduced-motion: reduce) { .swagger-ui * { transition: none !important; animation: none !important; } }
.dark-mode .swagger-ui .header-col { color: #d1d5db; }
.swagger-ui .highlight-code span[style*="211, 99, 99"] { color: #ffa8a8 !important; }
.swagger-ui .servers-title, .swagger-ui .servers { display: none; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1d4ed8; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #166534; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #92400e; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b91c1c; }
`;
/** Its own dark colours wait for a class, which its top bar would set; there is none here. */
const FOLLOW_SCHEME = `<script>const dark = matchMedia("(prefers-color-scheme: dark)");
(dark.onchange = () => document.documentElement.classList.toggle("dark-mode", dark.matches))();</script>`;
const withoutScript = (document: string): string =>
  `<noscript><main><h1>Promptr API</h1><p>This page needs JavaScript. All of it is in <a href="${document}">${document}</a>.</p></main></noscript>`;

type Place = {
  /** The page's own path; its files are below. */
  readonly prefix: string;
  /** The path of the OpenAPI document. */
  readonly document: string;
  /** Of swagger-ui-dist. */
  readonly version: string;
};

/** Swagger UI as one page, and the policy that allows its inline scripts and nothing else. */
export type DocsPage = { readonly html: string; readonly policy: string };

/** koa2-swagger-ui's page, rendered once: links to other hosts are cut, its inline script is allowed by its hash. */
export async function renderDocs({ prefix, document, version }: Place): Promise<DocsPage> {
  // Loaded when somebody reads the page: it costs 60 ms and 8 MB at every start otherwise.
  const { koaSwagger } = await import("koa2-swagger-ui");
  const page = koaSwagger({
    routePrefix: prefix,
    title: "Promptr API",
    swaggerCdnUrl: `${prefix}/assets`,
    swaggerVersion: version,
    favicon: `${prefix}/assets/${version}/favicon-32x32.png`,
    hideTopbar: true,
    swaggerOptions: {
      url: document,
      validatorUrl: null,
      // Drawing every operation at once takes a browser seconds.
      docExpansion: "none",
      tryItOutEnabled: true,
      persistAuthorization: false,
    },
  });
  const fake = { path: prefix, method: "GET", request: { path: prefix }, body: "", type: "" };
  // The middleware only reads the path and writes the body, so a plain object stands for a context at start-up.
  await page(fake as unknown as Koa.Context & { [key: string]: never }, async () => {});
  const html = fake.body
    .replaceAll(/<link[^>]+https:\/\/fonts[^>]*>/g, "")
    .replace("<html>", '<html lang="en">')
    .replace("</head>", `<style>${READABLE}</style>${FOLLOW_SCHEME}</head>`)
    .replace("</body>", `${withoutScript(document)}</body>`);
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => sourceHash(text));
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${scripts.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { html, policy };
}
