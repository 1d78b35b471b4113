import { html } from "../../contract/html.ts";

/** The dark colours; mail programs without support for this part keep the light ones of the style attributes. */
export const STYLE = html`<style>
  :root {
    color-scheme: light dark;
    supported-color-schemes: light dark;
  }
  @media (prefers-color-scheme: dark) {
    .ground {
      background: #111116 !important;
    }
    .card {
      background: #1a1a21 !important;
      border-color: #2e2e39 !important;
    }
    .ink {
      color: #ececf2 !important;
    }
    .muted {
      color: #a5a5b4 !important;
    }
    .link {
      color: #a5b4fc !important;
    }
    .button {
      background: #a5b4fc !important;
    }
    .button a {
      color: #16162b !important;
    }
  }
</style>`;
